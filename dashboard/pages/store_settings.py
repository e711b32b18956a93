"""Settings > Store: name, address, logo, money, clock, tax, and what order codes begin with."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, RadioField, SelectChoice, SelectField, StringField

from dashboard.actions.save_settings import Entered, save_settings
from dashboard.core import places, tax
from dashboard.core.pictures import HEAVIEST
from dashboard.core.refusals import Invalid, Refused
from dashboard.extensions import db
from dashboard.models.store import Store
from dashboard.pages import settings, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("store_settings", __name__)

TAX = [SelectChoice("yes", "Prices include tax"), SelectChoice("no", "Tax is added on top")]


def countries() -> list[SelectChoice]:
    """Countries by name."""
    return [SelectChoice(code, name) for code, name in places.regions().items()]


def currencies() -> list[SelectChoice]:
    """Currencies with their names: "EUR, Euro"."""
    return [SelectChoice(code, f"{code}, {name}") for code, name in places.currencies().items()]


class StoreForm(FlaskForm):
    """The store's settings as text; what is wrong with one is said beside it."""

    name = StringField("Store name")
    address = StringField("Address")
    email = StringField("E-mail")
    logo = FileField("Logo")
    remove_logo = BooleanField("Remove the logo")
    region = SelectField("Country", choices=countries)
    zone = SelectField("Time zone", choices=lambda: sorted(places.zones()))
    currency = SelectField("Currency", choices=currencies)
    tax_included = RadioField("Tax", choices=TAX)
    tax_rate = StringField("Tax rate")
    code_prefix = StringField("Order codes begin with")
    message_hold = StringField("Seconds that letters wait", default="60")
    test_orders = BooleanField("Allow test orders")


@pages.get("/settings/store")
def show() -> ResponseReturnValue:
    """The settings as they are."""
    settings.require("store")
    return page(StoreForm(None, data=stored(the_store())))


@pages.post("/settings/store")
def submit() -> ResponseReturnValue:
    """Save them, or say what is wrong; what was typed is kept."""
    settings.require("store")
    form, picture = StoreForm(request.form), picture_sent()

    def act() -> dict[str, Any]:
        once = verb.submission(request.form, {"logo": picture})
        return save_settings(entered(form, picture), by=who.person(), seen=verb.seen(), once=once)

    return verb.answer(act, confirm, lambda refused: redraw(form, refused), url_for("store_settings.show"))


def the_store() -> Store:
    """The store as it is now."""
    return db.session.get_one(Store, 1)


def stored(store: Store) -> dict[str, Any]:
    """The store's settings as the form has them."""
    names = ("name", "address", "email", "region", "zone", "currency", "code_prefix")
    kept = {name: getattr(store, name) or "" for name in names}
    return kept | {
        "tax_included": "yes" if store.tax_included else "no",
        "tax_rate": tax.entered_rate(store.tax_rate),
        "message_hold": str(store.message_hold),
        "test_orders": store.test_orders,
    }


def picture_sent() -> bytes:
    """The bytes of the picture that came with the form, b"" for none; of a large one just enough to refuse it."""
    sent = request.files.get("logo")
    return sent.stream.read(HEAVIEST + 1) if sent else b""


def entered(form: StoreForm, picture: bytes) -> Entered:
    """What the form says. Raises Invalid if it does not say whether prices include tax."""
    if form.tax_included.data not in {"yes", "no"}:
        raise Invalid("Choose whether prices include tax.", "tax_included")
    text = {name: form[name].data or "" for name in ("name", "address", "email", "region", "zone", "currency")}
    return Entered(
        **text,
        tax_included=form.tax_included.data == "yes",
        tax_rate=form.tax_rate.data or "",
        code_prefix=form.code_prefix.data or "",
        message_hold=form.message_hold.data or "",
        test_orders=bool(form.test_orders.data),
        logo=picture or (None if form.remove_logo.data else b""),
    )


def redraw(form: StoreForm, refused: Refused) -> str:
    """The form again, the refusal beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(form, refused)


def page(form: StoreForm, refused: Refused | None = None) -> str:
    """The page."""
    return settings.frame(
        "store.html", "store", form=form, refused=refused, version=the_store().version, key=verb.new_key()
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    count = result["changed"]
    return Flash("Settings saved", f"{count} {'setting is' if count == 1 else 'settings are'} different now.")
