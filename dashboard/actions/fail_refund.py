"""Mark a refund as failed: its money did not get there. It gives all back that it took, and whoever asked is told."""

from typing import Any

from dashboard.actions.change import Change
from dashboard.actions.once import Submission
from dashboard.actions.settle_refund import reason_given, settle_refund
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.statuses import RefundState
from dashboard.letters import refund_failed
from dashboard.letters.shop import Shop
from dashboard.models.refund import Refund
from dashboard.models.staff import Staff
from dashboard.models.store import Store


def fail_refund(
    code: str,
    number: int,
    why: str,
    *,
    by: Person,
    shop: Shop,
    seen: int | None = None,
    once: Submission | None = None,
) -> dict[str, Any]:
    """Say that the money of the refund of this id did not get there. Returns code and amount as text.

    Amount, pieces and what was not to be sent are as before the refund; goods that came back are back. Raises as
    settle_refund() does, and Invalid beside "why".
    """
    why = reason_given(why)
    step = settle_refund(code, number, Action.FAIL_REFUND, RefundState.FAILED, by=by, seen=seen, once=once)
    with step as (under_way, found):
        found.answer = why
        under_way.record("refund_failed", amount=under_way.result["amount"], why=why)
        alert(under_way, found, shop)
    return under_way.result


def alert(under_way: Change, found: Refund, shop: Shop) -> None:
    """Write to the colleague who asked for it; where nobody did, or they left, to the shop's own address."""
    session = under_way.session
    asked = session.get(Staff, found.asked_by_id) if found.asked_by_id else None
    to = asked if asked and asked.active else refund_failed.shop_itself(session.get_one(Store, 1))
    if to is not None:
        under_way.send(refund_failed.letter(to, under_way.order, found, shop, at=under_way.at))
