"""An open payment on its way to received or failed, within a change of its order."""

from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.actions.change import Change, change
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.money import money
from dashboard.core.person import Person
from dashboard.core.refusals import Vanished, WrongState
from dashboard.models.payment import Payment


@contextmanager
def settle_payment(
    code: str, number: int, action: Action, to: str, *, by: Person, seen: int | None, once: Submission | None
) -> Iterator[tuple[Change, Payment]]:
    """Take the order's open payment of this id to "captured" or "failed"; the caller records it.

    Raises Replayed, the refusals of change(), Vanished for another order's payment, and WrongState for one that is
    open no more.
    """
    with change(code, action, by=by, seen=seen, once=once) as under_way:
        found = next((one for one in under_way.order.payments if one.id == number), None)
        if found is None:
            raise Vanished(f"There is no such payment of {code}.")
        if found.state != "open":
            raise WrongState("This payment is settled already.")
        found.state = to
        under_way.result = {"code": code, "amount": money(found.amount, under_way.order.currency)}
        yield under_way, found
