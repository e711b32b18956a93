"""The form of a shipment to be made: what is ticked, how it goes, and what comes of it, shown before OK."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, StringField

from dashboard.core import money, parcels, quantities
from dashboard.core.facts import OrderFacts, ShipmentFacts
from dashboard.core.parcels import Point, Way
from dashboard.core.refusals import Invalid
from dashboard.core.statuses import FulfilmentStatus, PaymentStatus, fulfilment_status, payment_status
from dashboard.extensions import db
from dashboard.models.catalog import stock_of
from dashboard.models.line import OrderLine
from dashboard.models.order import Order

LONGEST = 1_000
POINTS = [SelectChoice(point.value, point.label) for point in Point]


class FulfilForm(FlaskForm):
    """How the shipment goes; what is in it are the fields `line` and `quantity-<line id>`."""

    point = RadioField("Shipping point", choices=POINTS, default=Point.LOCAL.value)
    carrier = StringField("Carrier")
    tracking = StringField("Tracking number")
    expected = StringField("Expected arrival")
    handed_over = BooleanField("Handed over now", default=True)
    notify = BooleanField("Send notification to the customer", default=True)


@dataclass(slots=True)
class Pick:
    """A line of which pieces are left: how many, what stands in its field, and what is wrong with that."""

    line: OrderLine
    left: int
    ticked: bool
    text: str
    errors: Sequence[str] = ()

    @property
    def count(self) -> int:
        """How many pieces are wanted; beyond what there is for what is no number."""
        return (number(self.text) if self.ticked else 0) or 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """What comes of it: pieces chosen and left, the status before and after, and what should be known."""

    chosen: int
    left: int
    was: FulfilmentStatus
    becomes: FulfilmentStatus
    warnings: list[str] = field(default_factory=list)


def number(text: str) -> int | None:
    """The whole number that was typed; None for what is none, or has more than six figures."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def picks(order: Order, known: OrderFacts) -> list[Pick]:
    """The lines with pieces left: all of them ticked at first, then as the form says."""
    pieces = quantities.per_line(known)
    lines = [line for line in order.lines if pieces[line.id].left_to_pack]
    if request.method == "GET":
        return [Pick(line, pieces[line.id].left_to_pack, True, str(pieces[line.id].left_to_pack)) for line in lines]
    ticked = set(request.form.getlist("line"))
    return [
        Pick(
            line,
            pieces[line.id].left_to_pack,
            str(line.id) in ticked,
            request.form.get(f"quantity-{line.id}", "0")[:20] if str(line.id) in ticked else "0",
        )
        for line in lines
    ]


def pieces_of(ticked: Sequence[str], typed: Mapping[str, str]) -> dict[int, int]:
    """The pieces that a form asks for by line id. Raises Invalid beside the quantity that is none."""
    found = {}
    for name in ticked:
        line_id, count = number(name), number(typed.get(f"quantity-{name}", "")[:20])
        if line_id is None:
            raise Invalid("One of these items is no longer part of the order. Open this anew.")
        if count is None:
            raise Invalid("Enter how many, as a whole number.", f"quantity-{line_id}")
        found[line_id] = count
    return found


def way_of(form: FulfilForm) -> Way:
    """How it shall go. Raises Invalid beside "point" or "expected"."""
    if form.point.data not in {point.value for point in Point}:
        raise Invalid("Choose how it leaves: local, international or in-store pickup.", "point")
    carrier, tracking = ((form[name].data or "")[:LONGEST] for name in ("carrier", "tracking"))
    return Way(Point(form.point.data), carrier, tracking, day(form.expected.data))


def day(text: str | None) -> date | None:
    """The day that was entered, if any. Raises Invalid beside "expected"."""
    if not (text := (text or "").strip()):
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Invalid("Enter the day as year-month-day, for example 2027-03-31.", "expected") from None
    if not 2000 <= found.year <= 2100:
        raise Invalid("Enter a day between 2000 and 2100.", "expected")
    return found


def outlook(order: Order, known: OrderFacts, rows: Sequence[Pick], form: FulfilForm) -> Outlook:
    """What would come of the form as it stands."""
    pieces = {row.line.id: min(row.count, row.left) for row in rows if row.count}
    point = form.point.data if form.point.data in set(Point) else Point.LOCAL.value
    status = parcels.first_status(Point(point), bool(form.handed_over.data))
    then = parcels.with_shipment(known, ShipmentFacts(status, point=point, pieces=pieces)) if pieces else known
    return Outlook(
        sum(pieces.values()),
        sum(row.left for row in rows),
        fulfilment_status(known),
        fulfilment_status(then),
        [*unpaid(known), *([] if known.test else oversold(rows, pieces))],
    )


def unpaid(known: OrderFacts) -> list[str]:
    """That money is still to come."""
    if payment_status(known) not in {PaymentStatus.UNPAID, PaymentStatus.PARTIALLY_PAID, PaymentStatus.IN_PROGRESS}:
        return []
    return [f"{money.money(known.total - known.captured, known.currency)} of this order is not paid yet."]


def untracked(form: FulfilForm) -> str | None:
    """That a parcel abroad could not be followed."""
    if form.point.data != Point.INTERNATIONAL or (form.tracking.data or "").strip():
        return None
    return "Without one nobody can follow the parcel. You can add it later."


def oversold(rows: Sequence[Pick], pieces: Mapping[int, int]) -> list[str]:
    """That more goes out than was known to be there, by product."""
    taken: Counter[int] = Counter()
    names: dict[int, str] = {}
    for row in rows:
        if row.line.product_id is not None:
            taken[row.line.product_id] += pieces.get(row.line.id, 0)
            names[row.line.product_id] = row.line.name
    there = stock_of(db.session(), taken) if +taken else {}
    left = {product: there[product] - count for product, count in taken.items() if product in there and count}
    return [f"{names[product]}: stock goes to {signed(now)}." for product, now in left.items() if now < 0]


def signed(count: int) -> str:
    """A count with a proper minus."""
    return f"{count:,}".replace("-", money.MINUS)
