"""Mark a payment as received: the attempt that the buyer began came to its end."""

from typing import Any

from dashboard.actions.once import Submission
from dashboard.actions.settle_payment import settle_payment
from dashboard.core.guards import Action
from dashboard.core.person import Person


def receive_payment(
    code: str, number: int, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """Count the open payment of this id as money. Returns code and amount as text; raises as settle_payment() does."""
    with settle_payment(code, number, Action.RECEIVE_PAYMENT, "captured", by=by, seen=seen, once=once) as step:
        under_way, found = step
        found.at = under_way.at
        under_way.record("paid", amount=under_way.result["amount"])
    return under_way.result
