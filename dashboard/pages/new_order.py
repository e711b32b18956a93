"""New order: staff place one for a buyer, with what it comes to shown as it is filled in."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField

from dashboard.actions.new_order import NewOrder, Piece, new_order
from dashboard.core import addresses
from dashboard.core.reckoning import Sums, Wanted, reckon
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.candidates import candidates
from dashboard.models.catalog import Catalog
from dashboard.models.store import Store
from dashboard.pages import basket, picked, settings, verb, who
from dashboard.pages.basket import Row
from dashboard.pages.flash import Flash

pages = Blueprint("new_order", __name__)

CHOICES = [SelectChoice("existing", "Existing customer"), SelectChoice("new", "Guest")]
SHOWN, LONGEST = 6, 1_000


class NewOrderForm(FlaskForm):
    """Who orders, from which catalog, and what is taken off or added; the lines are a basket's rows."""

    kind = RadioField("Buyer", choices=CHOICES, default="existing")
    q = StringField("Name, e-mail or phone")
    owner = HiddenField()
    name = StringField("Name")
    email = StringField("E-mail")
    phone = StringField("Phone")
    catalog = SelectField("Catalog", validate_choice=False)
    product_q = StringField("Add product")
    discount = StringField("Discount")
    shipping = StringField("Shipping")
    note = TextAreaField("Note")

    def parts(self) -> dict[str, str]:
        """The parts of the delivery address as typed."""
        return {part: (self[f"shipping_{part}"].data or "")[:LONGEST] for part in addresses.PARTS}


for _part, _label in addresses.PARTS.items():
    setattr(NewOrderForm, f"shipping_{_part}", StringField(_label))


@pages.get("/orders/new")
def show() -> ResponseReturnValue:
    """The form, empty; `owner` is who orders, where that is known."""
    settings.require("order_create")
    country = addresses.COUNTRIES.get(the_store().region, "")
    form = NewOrderForm(
        None, data={"kind": "existing", "shipping_country": country, "owner": request.args.get("owner")}
    )
    if person := picked.chosen(form):
        form.q.data = person.name
    return page(form, [])


@pages.post("/orders/new")
def submit() -> ResponseReturnValue:
    """Redraw as it is filled in ("find", "pick", "add", "drop"), or place the order."""
    settings.require("order_create")
    form, store = NewOrderForm(), the_store()
    rows = basket.added_rows(store.currency, catalog_of(form))
    if {"find", "pick", "add", "drop"} & set(request.form):
        picked.settle_choice(form, request.form.get("pick"))
        return page(form, rows)
    return verb.answer(
        lambda: new_order(entered(form, rows), by=who.person(), once=verb.submission(request.form)),
        confirm,
        lambda refused: redraw(form, rows, refused),
        lambda result: url_for("order.show", code=result["code"]),
    )


def the_store() -> Store:
    """The store as it is now."""
    return db.session.get_one(Store, 1)


def catalog_of(form: NewOrderForm) -> int | None:
    """The id of the catalog that is ordered from, if any."""
    text = form.catalog.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def entered(form: NewOrderForm, rows: list[Row]) -> NewOrder:
    """What the form says. Raises Invalid beside the field."""
    currency = the_store().currency
    picked.settle_choice(form, None)
    name, email, phone, note = ((form[part].data or "") for part in ("name", "email", "phone", "note"))
    return NewOrder(
        [Piece(said.row.number, said.quantity, said.unit_price) for said in basket.read(rows, currency)],
        customer_id=picked.chosen_id(form),
        name=name[:LONGEST],
        email=email[:LONGEST],
        phone=phone[:LONGEST],
        guest=form.kind.data == "new",
        catalog_id=catalog_of(form),
        discount=basket.amount(form.discount.data, currency, "discount"),
        shipping=basket.amount(form.shipping.data, currency, "shipping"),
        address=form.parts(),
        note=note,
    )


def sums(form: NewOrderForm, rows: list[Row], store: Store) -> Sums:
    """What the form as it stands comes to. Raises Invalid where that cannot be told yet."""
    said = basket.read(rows, store.currency)
    return reckon(
        [Wanted(one.quantity, one.unit_price, store.tax_rate) for one in said],
        store.currency,
        discount=basket.amount(form.discount.data, store.currency, "discount"),
        shipping=basket.amount(form.shipping.data, store.currency, "shipping"),
        tax_included=store.tax_included,
        shipping_rate=store.tax_rate,
    )


def redraw(form: NewOrderForm, rows: list[Row], refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    basket.tell(rows, refused)
    return page(form, rows, refused)


def page(form: NewOrderForm, rows: list[Row], refused: Refused | None = None) -> str:
    """The form with who matches, what matches, and what it comes to."""
    store, session, q = the_store(), db.session(), (form.q.data or "").strip()
    chosen = picked.chosen(form) if form.kind.data != "new" else None
    found = candidates(session, q, SHOWN + 1) if q and not chosen and form.kind.data != "new" else []
    catalogs = session.query(Catalog.id, Catalog.name).order_by(Catalog.name).all()
    form.catalog.choices = [SelectChoice("", "None"), *(SelectChoice(str(number), name) for number, name in catalogs)]
    search = basket.looked_for(catalog_of(form))
    if "add" in request.form:
        form.product_q.data = ""
    return verb.draw_at(
        "orders/new_order.html",
        url_for("orders.index"),
        "#results",
        form=form,
        rows=rows,
        search=search,
        chosen=chosen,
        found=found[:SHOWN],
        more=len(found) > SHOWN,
        sums=basket.tried(lambda: sums(form, rows, store)) if rows else None,
        pieces=basket.tried(lambda: sum(one.quantity for one in basket.read(rows, store.currency))),
        currency=store.currency,
        taxed=store,
        address=addresses.in_a_line({k: v for k, v in form.parts().items() if k != "country"}),
        refused=refused,
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['code']} is placed", "It stands at the top of the list of orders.")
