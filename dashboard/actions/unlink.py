"""Unlink an order from its owner's account: it is a guest order again, and its money leaves the total spend."""

from typing import Any

from dashboard.actions.change import change
from dashboard.actions.once import Submission
from dashboard.actions.reassign import named
from dashboard.actions.spend import counted
from dashboard.core import money
from dashboard.core.guards import Action
from dashboard.core.person import Person


def unlink(code: str, *, by: Person, seen: int | None = None, once: Submission | None = None) -> dict[str, Any]:
    """Make it a guest order again; nobody is written to.

    Returns code, old owner, amount moved and the activity to undo. Raises Replayed and the refusals of change().
    """
    with change(code, Action.UNLINK, by=by, seen=seen, once=once) as under_way:
        order, old = under_way.order, under_way.order.owner
        under_way.customers(order.account_id)
        order.account_id = None
        activity = under_way.record("unlinked", moved=(old.id if old else None, None), old=named(old), new=None)
        under_way.result = {
            "code": order.code,
            "owner": named(old),
            "moved": money.money(counted(order), order.currency),
            "undo": activity.seq,
            "version": order.version,
        }
    return under_way.result
