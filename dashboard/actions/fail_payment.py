"""Mark a payment as failed: the attempt that the buyer began came to nothing."""

from typing import Any

from dashboard.actions.once import Submission
from dashboard.actions.settle_payment import settle_payment
from dashboard.actions.settle_refund import reason_given
from dashboard.core.guards import Action
from dashboard.core.person import Person

LONGEST_WHY = 200


def fail_payment(
    code: str, number: int, why: str, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """Let the open payment of this id end without money.

    Returns code and amount as text. Raises as settle_payment() does, and Invalid beside "why".
    """
    why = reason_given(why, LONGEST_WHY)
    with settle_payment(code, number, Action.FAIL_PAYMENT, "failed", by=by, seen=seen, once=once) as step:
        under_way, found = step
        found.failure = why
        under_way.record("payment_failed", amount=under_way.result["amount"], why=why)
    return under_way.result
