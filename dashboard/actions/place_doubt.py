"""Whether the database may refuse rows of new orders: more is doubted than it will refuse, never less."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Integer, String, Table

from dashboard.actions.place import Arrival
from dashboard.actions.place_rows import Row, Rows, every
from dashboard.database import BigInt, Exact
from dashboard.models.order import Order

BELOW_ZERO = {"difference", "placed_offset"}  # what may be
PIECES = {"quantity", "original_quantity", "amount"}  # what must be more than nothing
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
LARGEST = {True: 2**63, False: 2**31}


def doubtful(arrivals: Sequence[Arrival]) -> bool:
    """Whether any row of these orders, which have no doubles among those that are stored, may be refused."""
    rows = Rows()
    for arrival in arrivals:
        for thing in (arrival.order, *arrival.added):
            rows.add(thing)
    numbers = [shipment.number for shipment in every([arrival.order for arrival in arrivals], "shipments")]
    if len(set(numbers)) < len(numbers) or any(given_back_too_much(arrival.order) for arrival in arrivals):
        return True
    return any(doubt(table, row) for table, found in rows.rows.items() for row in found)


def given_back_too_much(order: Order) -> bool:
    """Whether more is refunded than was captured."""
    captured = sum(payment.amount for payment in order.payments if payment.state == "captured")
    return sum(refund.amount for refund in order.refunds) > captured


def doubt(table: Table, row: Row) -> bool:
    """Whether a row may be refused."""
    if any(not fits(row[name]) for name, fits in checks(table) if row.get(name) is not None):
        return True
    match table.name:
        case "orders":
            return bool(row["code"].casefold().startswith("test-"))
        case "refunds":
            return bool(row["amount"] != row["items"] + row["shipping"] + row["adjustment"] - row["fee"])
        case "refund_lines":
            return bool(max(row["withdrawn"], row["restocked"]) > row["quantity"])
        case "goods_return_lines":
            return bool(row["restocked"] > row["quantity"])
    return False


@cache
def checks(table: Table) -> tuple[tuple[str, Callable[[Any], bool]], ...]:
    """What each column must be."""
    return tuple(checks_of(table))


def checks_of(table: Table) -> Iterator[tuple[str, Callable[[Any], bool]]]:
    """The same, one after the other."""
    for column in table.columns:
        if isinstance(column.type, String):
            yield column.key, text_fits(column.type.length)
        elif isinstance(column.type, Exact):
            yield column.key, price_fits
        elif isinstance(column.type, Integer):
            yield column.key, number_fits(column)


def text_fits(length: int | None) -> Callable[[Any], bool]:
    """A text of so many characters, with none that cannot be stored."""
    return lambda text: (length is None or len(text) <= length) and not UNSTORABLE.search(text)


def price_fits(price: Any) -> bool:
    """A price that its column has room for."""
    return len(format(price, "f")) <= 40


def number_fits(column: Column[Any]) -> Callable[[Any], bool]:
    """A number that is not too large, and not below zero where that makes no sense."""
    limit = LARGEST[column.type is BigInt]
    least = -limit if column.key in BELOW_ZERO else 1 if column.key in PIECES else 0
    return lambda number: least <= number < limit
