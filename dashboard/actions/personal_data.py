"""Take out the personal data of a customer or a guest: that it was done is a line of the log."""

from datetime import datetime
from typing import Any

from dashboard.actions.change import change
from dashboard.actions.change_customer import change_customer
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.roles import require_permission


def of_customer(
    number: int, *, by: Person, once: Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Record that this account's data was taken out. Raises Replayed and the refusals of change_customer()."""
    require_permission(by, Action.EXPORT)
    with change_customer(number, by=by, once=once, at=at) as under_way:
        under_way.record("data_exported")
        under_way.result = {"id": number}
    return under_way.result


def of_guest(code: str, *, by: Person, once: Submission | None = None, at: datetime | None = None) -> dict[str, Any]:
    """Record it in the log of the order whose guest it is. Raises Replayed and the refusals of change()."""
    with change(code, Action.EXPORT, by=by, once=once, at=at) as under_way:
        under_way.record("data_exported")
        under_way.result = {"code": code}
    return under_way.result
