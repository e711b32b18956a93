"""Take back that two accounts are not the same customer's: they are shown as possible duplicates again."""

from typing import Any

from dashboard.actions.change_customer import change_customer, taken
from dashboard.actions.not_the_same import ordered
from dashboard.actions.once import Submission
from dashboard.actions.reassign import named
from dashboard.actions.record import record
from dashboard.core.person import Person
from dashboard.core.refusals import Vanished
from dashboard.models.told_apart import ToldApart


def maybe_the_same(number: int, other: int, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Take it back of the accounts of these ids, with a line in the log of both. Returns their names.

    Raises Replayed and the refusals of change_customer(); Vanished where nobody says so any more.
    """
    low, high = ordered(number, other)
    with change_customer(low, by=by, once=once) as change:
        one, two = change.customer, taken(change.session, high, None)
        said = change.session.get(ToldApart, (low, high))
        if said is None:
            raise Vanished("Nobody says any more that they are not the same.")
        change.session.delete(said)
        change.record("told_apart_undone", other=named(two))
        record(change.session, two, "told_apart_undone", {"other": named(one)}, by=by, at=change.at)
        change.result = {"one": one.name, "two": two.name, "ids": [low, high]}
    return change.result
