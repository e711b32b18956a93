"""The form of a return: what came back of each line, in what condition, and what comes of it, shown before OK."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField

from dashboard.actions.return_items import Back, Return
from dashboard.core import parcels, quantities
from dashboard.core.facts import OrderFacts
from dashboard.core.refusals import Invalid
from dashboard.core.stock import FIT, GoodsCondition
from dashboard.extensions import db
from dashboard.models.catalog import stock_of
from dashboard.models.line import OrderLine
from dashboard.models.order import Order
from dashboard.pages.becomes import Becomes, becomes
from dashboard.pages.fulfil_form import LONGEST, number, signed


class ReturnForm(FlaskForm):
    """Why it came back; what came back are the fields `quantity-`, `condition-` and `restock-<line id>`."""

    reason = StringField("Reason")
    notify = BooleanField("Send notification to the customer", default=True)
    refund = BooleanField("Then open the refund")


@dataclass(slots=True)
class Row:
    """A line of which delivered pieces are not back yet: how many, and what the form says of it."""

    line: OrderLine
    left: int
    text: str = "0"
    condition: GoodsCondition = GoodsCondition.AS_NEW
    restock: bool = True
    errors: Sequence[str] = ()

    @property
    def count(self) -> int:
        """How many came back; none for what is no number."""
        return min(number(self.text) or 0, self.left)


class Shelf(NamedTuple):
    """A product whose stock changes: before and after."""

    name: str
    was: str
    now: str


class Outlook(NamedTuple):
    """What comes of it."""

    chosen: int
    fulfilment: Becomes
    shelves: list[Shelf]


def rows(order: Order, known: OrderFacts) -> list[Row]:
    """The lines with pieces that may come back, as the form says."""
    pieces = quantities.per_line(known)
    return [row_of(line, pieces[line.id].returnable) for line in order.lines if pieces[line.id].returnable]


def row_of(line: OrderLine, left: int) -> Row:
    """One of them. Choosing a condition suggests whether its pieces can be sold again."""
    form = request.form
    if request.method == "GET" or f"quantity-{line.id}" not in form:
        return Row(line, left)
    condition = condition_of(line.id)
    restock = f"restock-{line.id}" in form
    if form.get("find") == f"condition-{line.id}":
        restock = condition in FIT
    return Row(line, left, form[f"quantity-{line.id}"][:20].strip() or "0", condition, restock)


def condition_of(line_id: int) -> GoodsCondition:
    """The condition that the form names for a line; as new where it names none."""
    text = request.form.get(f"condition-{line_id}")
    return GoodsCondition(text) if text in set(GoodsCondition) else GoodsCondition.AS_NEW


def wished(form: ReturnForm) -> Return:
    """The return that the form describes. Raises Invalid beside a quantity that is none."""
    found = {}
    for name, text in request.form.items():
        word, _, which = name.partition("-")
        line_id = number(which) if word == "quantity" else None
        if line_id is None:
            continue
        count = number(text[:20] or "0")
        if count is None:
            raise Invalid("Enter how many, as a whole number.", name)
        if count:
            found[line_id] = Back(count, condition_of(line_id), f"restock-{line_id}" in request.form)
    return Return(found, (form.reason.data or "")[:LONGEST])


def outlook(known: OrderFacts, shown: Sequence[Row]) -> Outlook:
    """What would come of the form as it stands."""
    pieces = {row.line.id: row.count for row in shown if row.count}
    stock = [] if known.test else shelves(shown)
    return Outlook(sum(pieces.values()), becomes(known, parcels.with_return(known, pieces)), stock)


def shelves(shown: Sequence[Row]) -> list[Shelf]:
    """The products that go back to the shelf, whose stock somebody counts."""
    back: Counter[int] = Counter()
    names: dict[int, str] = {}
    for row in shown:
        if row.count and row.restock and row.line.product_id is not None:
            back[row.line.product_id] += row.count
            names[row.line.product_id] = ", ".join(filter(None, (row.line.name, row.line.variant)))
    there = stock_of(db.session(), back) if back else {}
    return [
        Shelf(names[product], signed(there[product]), signed(there[product] + count))
        for product, count in back.items()
        if product in there
    ]
