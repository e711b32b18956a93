"""What the pages of an order link share: what is offered, what was chosen of it, who orders, and placing it."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from flask import Response, abort, g, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField

from dashboard.actions.once import Submission
from dashboard.actions.place_from_catalog import Ordered, place_by_link
from dashboard.core import addresses, money
from dashboard.core.order_sheet import Asked, too_many
from dashboard.core.person import Person
from dashboard.core.reckoning import Sums, Wanted, quantity, reckon
from dashboard.core.refusals import Invalid, KeyReused, Refused, Replayed, Vanished
from dashboard.core.statuses import Route
from dashboard.extensions import db
from dashboard.models.catalog import Catalog
from dashboard.models.catalog_offer import Offered, catalog_behind, offer
from dashboard.models.customer import Customer
from dashboard.models.last_address import last_address
from dashboard.models.store import Store
from dashboard.pages import secret, verb, who

QUANTITY = re.compile(r"quantity-([0-9]{1,18})")
TOTAL = re.compile(r"[0-9]{1,15}")
GUEST = Person("buyer", None, "Guest")  # no name of theirs: it would stay in the log
SHOWN = 300  # products on the page; an order sheet holds them all
LONGEST = 1_000


class Form(NamedTuple):
    """Where a form stands: its link's token, its own address and its sheet's, and whose it is, None for a guest."""

    token: str
    here: str
    sheet: str
    account: Customer | None = None


class Contact(FlaskForm):
    """Who orders, for guests, and where it goes."""

    name = StringField("Name")
    email = StringField("E-mail")
    phone = StringField("Phone")

    def parts(self) -> dict[str, str]:
        """The parts of the delivery address as typed."""
        return {part: (self[f"shipping_{part}"].data or "")[:LONGEST] for part in addresses.PARTS}


for _part, _label in addresses.PARTS.items():
    setattr(Contact, f"shipping_{_part}", StringField(_label))


def behind(token: str) -> Catalog:
    """The catalog of this link; else the page that says that it ended."""
    found = catalog_behind(db.session(), token)
    if found is None:
        abort(ended())
    return found


def ended() -> Response:
    """The page of links that lead nowhere."""
    return secret.page("account/order_form_ended.html", 404)


def store() -> Store:
    """The store."""
    return who.store() or abort(503)


def offered(catalog: Catalog) -> list[Offered]:
    """What is on offer, looked up once per request."""
    if "offered" not in g:
        g.offered = list(offer(db.session(), catalog.id, store().currency))
    found: list[Offered] = g.offered
    return found


def chosen() -> dict[int, str]:
    """What was typed for each product, as it was typed; nothing where nothing was."""
    found = [(QUANTITY.fullmatch(name), value) for name, value in request.form.items()]
    return {int(name[1]): value[:40] for name, value in found if name and value.strip() not in {"", "0"}}


def pieces(typed: Mapping[int, str]) -> dict[int, int]:
    """The pieces of each product. Raises Invalid beside the first field that is wrong."""
    return {number: quantity(text, f"quantity-{number}") for number, text in typed.items()}


def choose(
    form: Form, typed: Mapping[int, str] | None = None, refused: Refused | None = None, status: int = 200
) -> Response:
    """The list, with what was typed."""
    catalog = behind(form.token)
    every = offered(catalog)
    names = {"form": form, "catalog": catalog, "typed": typed or {}, "refused": refused, "currency": store().currency}
    return secret.page(
        "account/order_form.html", status, offered=every[:SHOWN], more=max(0, len(every) - SHOWN), **names
    )


def review(form: Form, sheet: bool = False) -> ResponseReturnValue:
    """What was chosen, with its sum and the question who orders; the list again where something is wrong."""
    try:
        wanted = pieces(chosen())
        check(form, wanted)
    except Invalid as refused:
        return choose(form, chosen(), refused, 422)
    return reviewed(form, wanted, sheet or "sheet" in request.form)


def check(form: Form, wanted: Mapping[int, int]) -> None:
    """Raise Invalid for what cannot be had, beside its field."""
    on_offer = {one.id: one for one in offered(behind(form.token))}
    if not any(wanted.values()):
        raise Invalid("Choose at least one piece of something.")
    for number, count in wanted.items():
        if number in on_offer and (wrong := too_many(count, on_offer[number].stock)):
            raise Invalid(wrong, f"quantity-{number}")


def reviewed(
    form: Form,
    wanted: Mapping[int, int],
    sheet: bool,
    refused: Refused | None = None,
    status: int = 200,
    rows: list[Asked] | None = None,
) -> Response:
    """The review of these pieces. `rows`: of the sheet that they come from, for what is to be told of each."""
    catalog, contact = behind(form.token), contact_of(form)
    on_offer = {one.id: one for one in offered(catalog)}
    lines = [(on_offer[number], count) for number, count in wanted.items() if number in on_offer and count]
    if refused and refused.field in contact:
        contact[refused.field].errors = [refused.sentence]
    return secret.page(
        "account/order_review.html",
        status,
        form=form,
        catalog=catalog,
        contact=contact,
        lines=lines,
        sums=sums(lines),
        sheet=sheet,
        rows=rows or [],
        refused=refused,
        currency=store().currency,
        key=verb.new_key(),
    )


def sums(lines: list[tuple[Offered, int]]) -> Sums:
    """What these pieces come to today."""
    shop = store()
    wanted = [Wanted(count, money.to_decimal(one.price, shop.currency), shop.tax_rate) for one, count in lines]
    return reckon(wanted, shop.currency, tax_included=shop.tax_included)


def contact_of(form: Form) -> Contact:
    """The fields as typed; first of all, a buyer's last address, else the store's country."""
    if request.method == "POST" and "shipping_city" in request.form:
        return Contact()
    known: dict[str, Any] = {"country": addresses.COUNTRIES.get(store().region, "")}
    if form.account is not None and (last := last_address(db.session(), form.account.id)):
        country = str(last.get("country", ""))
        known = {**last, "country": addresses.COUNTRIES.get(country, country)}
    return Contact(None, data={f"shipping_{part}": known.get(part, "") for part in addresses.PARTS})


def placed(
    form: Form,
    by: Person,
    going: Callable[[str, dict[str, str]], Response],
) -> ResponseReturnValue:
    """Place what was reviewed; the review again where that is refused."""
    contact, wanted = Contact(), {}
    try:
        wanted = pieces(chosen())
        said = {name: (contact[name].data or "")[:LONGEST] for name in ("name", "email", "phone")}
        new = Ordered(wanted, by.id, address=contact.parts(), **said)
        route = Route.SPREADSHEET if "sheet" in request.form else Route.ORDER_LINK
        result = place_by_link(form.token, new, by=by, route=route, agreed=agreed(), once=submission(by))
    except Replayed as again:
        return going(form.token, again.result)
    except Vanished:
        return ended()
    except KeyReused as reused:
        return reviewed(form, wanted, "sheet" in request.form, reused, 409)
    except Refused as refused:
        return reviewed(form, wanted, "sheet" in request.form, refused, 422)
    return going(form.token, result)


def submission(by: Person) -> Submission:
    """The one-time key of this form with the digest of what it says. Without a proper key: 400."""
    said = [(name, value) for name, value in request.form.items(multi=True) if name not in verb.BESIDE]
    return Submission.of(verb.one_time_key(request.form), request.path, by, said)


def agreed() -> int | None:
    """The total that the page showed, in minor units."""
    said = request.form.get("agreed", "")
    return int(said) if TOTAL.fullmatch(said) else None
