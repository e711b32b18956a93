"""Decline a refund that waits for approval: what it held back is free again."""

from typing import Any

from dashboard.actions.once import Submission
from dashboard.actions.settle_refund import reason_given, settle_refund
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.statuses import RefundState


def decline_refund(
    code: str, number: int, why: str, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """Decline the refund of this id. Returns code and amount as text.

    Whoever asked for it may take it back so. Raises as settle_refund() does, and Invalid beside "why".
    """
    why = reason_given(why)
    step = settle_refund(code, number, Action.DECLINE_REFUND, RefundState.DECLINED, by=by, seen=seen, once=once)
    with step as (under_way, found):
        found.answer = why
        under_way.record("refund_declined", amount=under_way.result["amount"], why=why)
    return under_way.result
