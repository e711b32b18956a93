"""The sorts of the orders list: for each, what is sorted by, and the place of a row as it stands in an address.

By status a list is in segments, one for each word; within them, as always, the newest first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, literal, true
from sqlalchemy.orm import InstrumentedAttribute

from dashboard.core.criteria import Criteria, Sort
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus
from dashboard.models.order import Order
from dashboard.models.order_filters import CLOSED, RETURNED
from dashboard.models.order_rows import OrderRow

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PAYMENTS, FULFILMENTS = tuple(PaymentStatus), tuple(FulfilmentStatus)
IN_CART = Order.state == RETURNED


class Cursor(NamedTuple):
    """A place in the list: the order at it, by segment, sort value and id; `back` reads towards the top."""

    segment: int
    value: Any
    id: int
    back: bool = False


@dataclass(frozen=True, slots=True)
class Sorting:
    """How a list is sorted: by a column and the id, both in one direction, within each of its segments.

    A segment of None is one that the filters leave empty. `number`: of the segment that an order is in. `few`: all
    orders that fit are read and sorted, else each segment is walked.
    """

    column: InstrumentedAttribute[Any]
    descending: bool
    segments: Sequence[ColumnElement[bool] | None]
    number: ColumnElement[int]
    few: bool = False


def sorting(criteria: Criteria) -> Sorting:
    """The sorting that is asked for."""
    by_total = criteria.sort in (Sort.CHEAPEST, Sort.DEAREST)
    column: InstrumentedAttribute[Any] = Order.total_sort if by_total else Order.placed_at
    descending = criteria.sort not in (Sort.CHEAPEST, Sort.OLDEST)
    possible = [one if possibly(criteria, at) else None for at, one in enumerate(segments(criteria.sort))]
    some = [at for at, one in enumerate(possible) if one is not None]
    return Sorting(column, descending, possible, literal(some[0]) if len(some) == 1 else number_of(criteria.sort))


def possibly(criteria: Criteria, segment: int) -> bool:
    """Whether the filters may leave anything in a segment: a canceled order is so by state and fulfilment alike."""
    if criteria.sort is Sort.PAYMENT:
        return not criteria.payment or PAYMENTS[segment] in criteria.payment
    if criteria.sort is not Sort.FULFILMENT:
        return True
    status = FULFILMENTS[segment] if segment < len(FULFILMENTS) else None
    states = {FulfilmentStatus.CANCELED: OrderState.CANCELED, None: OrderState.RETURNED_TO_CART}
    in_state = not criteria.state or states.get(status, OrderState.OPEN) in criteria.state
    return in_state and (not criteria.fulfilment or status in criteria.fulfilment)


@cache
def segments(sort: Sort) -> tuple[ColumnElement[bool], ...]:
    """The conditions of a sort's segments, one after the other. What went back to its cart comes last."""
    if sort is Sort.PAYMENT:
        return tuple(Order.payment_status == status for status in PAYMENTS)
    if sort is Sort.FULFILMENT:
        listed = (and_(Order.fulfilment_status == status, ~IN_CART) for status in FULFILMENTS)
        return (*listed, and_(IN_CART, CLOSED))
    return (true(),)


@cache
def number_of(sort: Sort) -> ColumnElement[int]:
    """Which segment of a sort an order is in, as segment_of() tells it of a row."""
    if sort is Sort.PAYMENT:
        return case({status: at for at, status in enumerate(PAYMENTS)}, value=Order.payment_status)
    if sort is Sort.FULFILMENT:
        listed = case({status: at for at, status in enumerate(FULFILMENTS)}, value=Order.fulfilment_status)
        return case((IN_CART, len(FULFILMENTS)), else_=listed)
    return literal(0)


def segment_of(row: OrderRow | Order, sort: Sort) -> int:
    """Which segment a row is in."""
    if sort is Sort.PAYMENT:
        return PAYMENTS.index(row.payment_status)
    if sort is Sort.FULFILMENT:
        in_cart = row.state is OrderState.RETURNED_TO_CART
        return len(FULFILMENTS) if in_cart else FULFILMENTS.index(row.fulfilment_status)
    return 0


def encode(row: OrderRow, sort: Sort) -> str:
    """A row's place as it stands in an address: its segment where there are several, its sort value, its id.

    A moment is microseconds since 1970.
    """
    by_total = sort in (Sort.CHEAPEST, Sort.DEAREST)
    value = row.total_sort if by_total else (row.placed_at - EPOCH) // timedelta(microseconds=1)
    parts = [value, row.id] if len(segments(sort)) == 1 else [segment_of(row, sort), value, row.id]
    return ".".join(str(part) for part in parts)


def place_of(order: Order, sort: Sort) -> Cursor:
    """An order's place in a list that is sorted like this."""
    value: Any = order.total_sort if sort in (Sort.CHEAPEST, Sort.DEAREST) else order.placed_at
    return Cursor(segment_of(order, sort), value, order.id)


def decode(text: str | None, sort: Sort, back: bool) -> Cursor | None:
    """The place that encode() wrote; None for anything else."""
    parts = (text or "").split(".")
    several = len(segments(sort)) > 1
    if len(parts) != 2 + several or not all(part.isascii() and part.isdigit() and len(part) <= 19 for part in parts):
        return None
    segment, value, number = (int(part) for part in (parts if several else ["0", *parts]))
    if segment >= len(segments(sort)):
        return None
    if sort in (Sort.CHEAPEST, Sort.DEAREST):
        return Cursor(segment, min(value, 2**62), number % 2**63, back)
    try:
        return Cursor(segment, EPOCH + timedelta(microseconds=value), number % 2**63, back)
    except OverflowError:
        return None
