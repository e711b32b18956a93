"""Two accounts that look alike are not the same customer's: kept with who said so, and shown no more as a pair."""

from typing import Any

from dashboard.actions.change_customer import change_customer, taken
from dashboard.actions.once import Submission
from dashboard.actions.reassign import named
from dashboard.actions.record import record
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, WrongState
from dashboard.models.told_apart import ToldApart


def not_the_same(number: int, other: int, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Say so of the accounts of these ids, with a line in the log of both. Returns their names.

    Raises Replayed and the refusals of change_customer(); WrongState where somebody said so already.
    """
    low, high = ordered(number, other)
    with change_customer(low, by=by, once=once) as change:
        one, two = change.customer, taken(change.session, high, None)
        said = change.session.get(ToldApart, (low, high))
        if said is not None:
            raise WrongState(f"{said.by_name} said already that they are not the same.")
        pair = ToldApart(one_id=low, other_id=high, by_name=by.name, staff_id=by.id, at=change.at)
        change.session.add(pair)
        change.record("told_apart", other=named(two))
        record(change.session, two, "told_apart", {"other": named(one)}, by=by, at=change.at)
        change.result = {"one": one.name, "two": two.name, "ids": [low, high]}
    return change.result


def ordered(number: int, other: int) -> tuple[int, int]:
    """The two ids, the smaller one first: accounts are locked in this order. Raises Invalid for one and the same."""
    if number == other:
        raise Invalid("This is one account, not two.")
    return min(number, other), max(number, other)
