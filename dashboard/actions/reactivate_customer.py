"""Reactivate a customer: the account can own orders again, and its holder log in as before."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_customer import change_customer
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import WrongState


def reactivate_customer(
    number: int, *, by: Person, seen: int | None = None, once: Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Open the account of this id again. Returns the name.

    Raises Replayed and the refusals of change_customer(), and WrongState if it is open already.
    """
    with change_customer(number, by=by, seen=seen, once=once, at=at) as change:
        customer = change.customer
        if customer.deactivated_at is None:
            raise WrongState(f"{customer.name} is active already.")
        customer.deactivated_at = None
        change.record("customer_reactivated")
        change.result = {"name": customer.name}
    return change.result
