"""Edit lines: the order confirmation, with what was placed, what it comes to, and the difference, before OK."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField

from dashboard.actions.edit_lines import edit_lines
from dashboard.core import guards, statuses
from dashboard.core.confirming import SAME, Compared, Line, Now, confirm
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.money import money
from dashboard.core.reckoning import written
from dashboard.core.refusals import Invalid, Refused
from dashboard.extensions import db
from dashboard.models.confirmation import compared, confirmation, placed
from dashboard.models.keyset import is_number
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.pages import basket, verb, who
from dashboard.pages.basket import Row
from dashboard.pages.flash import Flash

pages = Blueprint("edit_lines", __name__)


class LinesForm(FlaskForm):
    """What to add; the lines are a basket's rows."""

    product_q = StringField("Add product")


@dataclass(frozen=True, slots=True)
class Preview:
    """What the form as it stands comes to: the lines beside what was placed, the new total, and what follows."""

    rows: Sequence[Compared]
    total: int
    effects: Sequence[str]


@pages.get("/orders/<code:code>/edit-lines")
def show(code: str) -> ResponseReturnValue:
    """The lines as they are confirmed now."""
    return page(verb.wanted(code, Action.EDIT_LINES), LinesForm(None))


@pages.post("/orders/<code:code>/edit-lines")
def submit(code: str) -> ResponseReturnValue:
    """Redraw as it is filled in ("find", "add", "drop"), or make the lines so."""
    form, order = LinesForm(), verb.wanted(code, Action.EDIT_LINES)
    if {"find", "add", "drop"} & set(request.form):
        return page(order, form)
    seen, once, by = verb.seen(), verb.submission(request.form), who.person()
    rows = filled(order)
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: edit_lines(code, wanted(rows, order.currency), by=by, seen=seen, once=once),
        confirmed,
        lambda refused: redraw(code, form, refused),
        going,
    )


def filled(order: Order) -> list[Row]:
    """The rows of the form: the order's lines, then the products that are to be added."""
    known = facts(db.session(), order, carts=False)
    least = {line.key: max(line.packed, line.refunded) for line in confirmation(order, known)}
    of_product = {line.product_id: f"l{line.id}" for line in order.lines if line.product_id}
    added = request.form.get("add", "")
    again = of_product.get(int(added)) if is_number(added) else None
    rows = []
    for line in order.lines:
        key = f"l{line.id}"
        quantity, price = basket.typed(key, str(line.quantity), written(line.unit_price, order.currency))
        if again == key:  # picked once more: a piece of it, not a second line
            quantity = basket.one_more(quantity)
        was = "" if quantity == str(line.quantity) else str(line.quantity)
        rows.append(Row(key, line.name, line.variant, line.sku, line.picture, quantity, price, was, least[key]))
    keys = [key for key in basket.row_keys() if int(key[1:]) not in of_product]
    return rows + basket.added_rows(order.currency, order.catalog_id, keys)


def wanted(rows: Sequence[Row], currency: str) -> dict[str, Now]:
    """What the rows say, by their keys. Raises Invalid beside the first field that is wrong."""
    return {said.row.key: Now(said.quantity, said.unit_price) for said in basket.read(rows, currency)}


def preview(order: Order, rows: Sequence[Row], known: OrderFacts) -> Preview:
    """What the form as it stands would change. Raises Invalid where that cannot be told."""
    now, store = wanted(rows, order.currency), who.store()
    rate = store.tax_rate if store else 0
    lines = confirmation(order, known)
    lines += [Line(row.key, row.title, 0, now[row.key].unit_price, rate) for row in rows if not row.is_line]
    sums = confirm(lines, now, order.currency, order.tax_included)
    total = order.total + sum(new.total - line.sums.total for line, new in zip(lines, sums, strict=True))
    original = {f"l{line.id}": placed(line) for line in order.lines}
    shown = [Compared(line.name, original.get(line.key), now.get(line.key, line.now)) for line in lines]
    return Preview(shown, total, effects(order, known, total))


def foreseen(order: Order, rows: Sequence[Row], known: OrderFacts) -> dict[str, Any]:
    """The preview, or why there is none: nothing differs yet, or something cannot be."""
    try:
        return {"preview": preview(order, rows, known), "why": ""}
    except Invalid as refusal:
        why = "Nothing yet." if refusal.sentence == SAME else refusal.sentence
        return {"preview": None, "why": why, "compared": compared(order)}


def effects(order: Order, known: OrderFacts, total: int) -> list[str]:
    """What follows from the new total, in sentences."""
    before, after = statuses.payment_status(known), statuses.payment_status(replace(known, total=total))
    left = total - (order.paid - order.refunded)
    said = []
    if before is not after:
        said.append(f"{before.label} becomes {after.label}.")
    if order.paid and left < 0:
        said.append(f"{money(-left, order.currency)} to refund: the customer paid more than that.")
    elif order.paid and left:
        said.append(f"{money(left, order.currency)} still to be paid.")
    if order.invoice:
        said.append(f"Invoice {order.invoice.number} was issued over the total before.")
    return [*said, "What the buyer placed stays as it is, beside it."]


def redraw(code: str, form: LinesForm, refused: Refused) -> str:
    """The form on today's order: what was typed is kept, the refusal stands beside its field."""
    order = verb.wanted(code, Action.EDIT_LINES)
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(order, form, refused)


def page(order: Order, form: LinesForm, refused: Refused | None = None) -> str:
    """The form on today's order, with what it comes to."""
    rows, known = filled(order), facts(db.session(), order, carts=False)
    if refused is not None:
        basket.tell(rows, refused)
    search = basket.looked_for(order.catalog_id, others=True)
    if "add" in request.form:
        form.product_q.data = ""
    return verb.draw(
        "orders/edit_lines.html",
        order.code,
        order=order,
        form=form,
        rows=rows,
        search=search,
        **foreseen(order, rows, known),
        conditions=guards.conditions(Action.EDIT_LINES, known),
        refused=refused,
    )


def confirmed(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    left = result["left"]
    said = f"The total is {result['now']}, no longer {result['was']}." if result["was"] != result["now"] else ""
    if left < 0:
        said += f" {money(-left, result['currency'])} to refund."
    return Flash(f"{result['code']} is confirmed anew", said or "The total stays as it was.")
