"""Deactivate a customer: the account can own no more orders and nobody can log in. What it owns stays with it."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_customer import change_customer
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import WrongState


def deactivate_customer(
    number: int, *, by: Person, seen: int | None = None, once: Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Close the account of this id and end its links. Returns the name.

    Raises Replayed and the refusals of change_customer(), and WrongState if it is closed already.
    """
    with change_customer(number, by=by, seen=seen, once=once, at=at) as change:
        customer = change.customer
        if customer.deactivated_at is not None:
            raise WrongState(f"{customer.name} is deactivated already.")
        customer.deactivated_at = change.at
        change.end_links()
        change.end_sessions()
        change.record("customer_deactivated")
        change.result = {"name": customer.name}
    return change.result
