"""Approve a refund that somebody else asked for: from now on it counts, and its money is to be sent."""

from typing import Any

from dashboard.actions.once import Submission
from dashboard.actions.settle_refund import settle_refund
from dashboard.core import quantities, refunds
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.statuses import RefundState
from dashboard.models.order_facts import facts


def approve_refund(
    code: str, number: int, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """Let the refund of this id be sent. Returns code and amount as text.

    Pieces that were packed since it was asked for are sent all the same, so they are not withdrawn. Raises as
    settle_refund() does, and WrongState for one's own refund.
    """
    step = settle_refund(code, number, Action.APPROVE_REFUND, RefundState.TO_SEND, by=by, seen=seen, once=once)
    with step as (under_way, found):
        refunds.refuse_own(by, found.asked_by_id)
        pieces = quantities.per_line(facts(under_way.session, under_way.order, carts=False))
        for part in found.lines:
            part.withdrawn = min(part.withdrawn, pieces[part.line_id].left_to_pack)
        under_way.record("refund_approved", amount=under_way.result["amount"])
    return under_way.result
