"""Amounts that stand equal on every row of an order: one of the whole order's, or one of each row's own."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from dashboard.core import money
from dashboard.importers.cells import Cells
from dashboard.importers.incoming import IncomingOrder
from dashboard.importers.reckon import reckon

NAMES = ("total", "shipping", "tax", "discount")


def fitted(order: IncomingOrder, rows: Sequence[Cells]) -> tuple[IncomingOrder, str]:
    """The order, its equal amounts added up where only the sums fit its lines; and a sentence where nothing does."""
    more = {name: extra for name in NAMES if (extra := beyond(rows, name, order.currency))}
    for added in product((0, 1), repeat=len(more)):
        sums = {name: getattr(order, name) + extra for (name, extra), on in zip(more.items(), added, strict=True) if on}
        if reckon(found := replace(order, **sums)).difference == 0:
            return found, ""
    if not more:
        return order, ""
    apart = money.money(reckon(order).difference, order.currency)
    return order, f"the amounts on its rows do not add up. Its total differs from its lines by {apart}."


def beyond(rows: Sequence[Cells], name: str, currency: str) -> int:
    """By how much the sum over the rows exceeds the one amount that they all give; 0 where they give several."""
    found = [value for row in rows if (value := row.decimal(name)) is not None]
    if len(set(found)) != 1:
        return 0
    return money.to_minor(sum(found, Decimal(0)), currency) - money.to_minor(found[0], currency)
