"""Mark an order as packed: its pieces are in their boxes, and no shipment is made yet."""

from typing import Any

from dashboard.actions.change import change
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.person import Person


def pack(code: str, *, by: Person, seen: int | None = None, once: Submission | None = None) -> dict[str, Any]:
    """Mark what is left of the order as packed. Returns its code. Raises Replayed and the refusals of change()."""
    with change(code, Action.PACK, by=by, seen=seen, once=once) as under_way:
        under_way.order.packed_at = under_way.at
        under_way.record("order_packed")
        under_way.result = {"code": code}
    return under_way.result
