"""Order sheet: a buyer's, filled in and sent to the store, is looked at and placed for them by staff."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField

from dashboard.account.order_choice import agreed, chosen, pieces, sums
from dashboard.account.sheet_back import read
from dashboard.actions.place_from_catalog import Ordered, place_for_buyer
from dashboard.core.exports import Form as Kind
from dashboard.core.order_sheet import Asked, asked, pieces_of
from dashboard.core.refusals import Invalid, Refused
from dashboard.exporters.order_sheet import sheet
from dashboard.extensions import db
from dashboard.models.candidates import candidates
from dashboard.models.catalog import Catalog
from dashboard.models.catalog_offer import offer
from dashboard.pages import new_order, picked, settings, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("sheet_of_buyer", __name__)

SHOWN = 6


class Buyer(FlaskForm):
    """Who ordered by it."""

    q = StringField("Name, e-mail or phone")
    owner = HiddenField()


@pages.get("/catalogs/<int18:number>/order-sheet")
def show(number: int) -> ResponseReturnValue:
    """Where the sheet is taken, and brought."""
    settings.require("order_create")
    return upload(wanted(number))


@pages.get("/catalogs/<int18:number>/order-sheet.xlsx")
def take(number: int) -> Response:
    """The sheet."""
    settings.require("order_create")
    catalog, store = wanted(number), new_order.the_store()
    made = sheet(offer(db.session(), number, store.currency), f"{catalog.name}, {store.name}", store.currency)
    answer = Response(made, mimetype=Kind.XLSX.kind)
    answer.headers["Content-Disposition"] = 'attachment; filename="order-sheet.xlsx"'
    return answer


@pages.post("/catalogs/<int18:number>/order-sheet")
def submit(number: int) -> ResponseReturnValue:
    """Show what the sheet asks for, redraw as its buyer is looked for ("find", "pick"), or place it."""
    settings.require("order_create")
    catalog, form = wanted(number), Buyer()
    if "place" in request.form:
        return verb.answer(
            lambda: act(number, form), confirm, lambda refused: review(catalog, form, {}, [], refused), going
        )
    if {"find", "pick"} & set(request.form):
        picked.settle_choice(form, request.form.get("pick"))
        return review(catalog, form, {}, [])
    found: list[Asked] = []
    try:
        found = looked_at(catalog)
        return review(catalog, form, pieces_of(found), found)
    except Invalid as refused:
        return upload(catalog, refused, found), 422


def looked_at(catalog: Catalog) -> list[Asked]:
    """What the sheet asks for today. Raises Invalid beside "file"."""
    currency = new_order.the_store().currency
    on_offer = {one.sku: one for one in offer(db.session(), catalog.id, currency)}
    return asked(read(request.files.get("file")), on_offer, currency)


def act(number: int, form: Buyer) -> dict[str, Any]:
    """Place it for the chosen buyer. Raises the refusals of place_for_buyer()."""
    once = verb.submission(request.form)
    person = picked.chosen(form)
    if person is None:
        raise Invalid("Choose the customer who orders.", "q")
    new = Ordered(pieces(chosen()), person.id)
    return place_for_buyer(number, new, by=who.person(), agreed=agreed(), once=once)


def wanted(number: int) -> Catalog:
    """The catalog of this address; else 404."""
    return db.session.get(Catalog, number) or abort(404)


def draw(template: str, catalog: Catalog, **names: Any) -> str:
    """A page about its sheet, never a dialog: what was uploaded comes with it."""
    back = url_for("catalog.show", number=catalog.id)
    return verb.draw_at(template, back, "#catalog", alone=1, catalog=catalog, **names)


def going(result: dict[str, Any]) -> str:
    """Where the order is looked at."""
    return url_for("order.show", code=result["code"])


def upload(catalog: Catalog, refused: Refused | None = None, rows: list[Asked] | None = None) -> str:
    """Where the sheet is brought, with the rows that were wrong."""
    wrong = [one for one in rows or [] if one.error]
    return render_template("catalogs/order_sheet.html", catalog=catalog, refused=refused, wrong=wrong)


def review(
    catalog: Catalog, form: Buyer, new: dict[int, int], rows: list[Asked], refused: Refused | None = None
) -> str:
    """What it comes to, and the question whose it is."""
    store, q = new_order.the_store(), (form.q.data or "").strip()
    on_offer = {one.id: one for one in offer(db.session(), catalog.id, store.currency)}
    counts = new or {number: int(text) for number, text in chosen().items() if text.isascii() and text.isdigit()}
    lines = [(on_offer[number], count) for number, count in counts.items() if number in on_offer]
    person = picked.chosen(form)
    found = candidates(db.session(), q, SHOWN + 1) if q and not person else []
    if refused and refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return draw(
        "catalogs/order_sheet_review.html",
        catalog,
        form=form,
        lines=lines,
        sums=sums(lines),
        told=[one for one in rows if one.note],
        chosen=person,
        found=found[:SHOWN],
        more=len(found) > SHOWN,
        currency=store.currency,
        refused=refused,
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['code']} is placed", f"By an order sheet; it comes to {result['total']}.")
