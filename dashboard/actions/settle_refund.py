"""A refund on its way from one state to the next, within a change of its order."""

from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.actions.change import Change, change
from dashboard.actions.once import Submission
from dashboard.core import refunds
from dashboard.core.guards import Action
from dashboard.core.money import money
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Vanished
from dashboard.core.statuses import RefundState
from dashboard.models.refund import Refund

LONGEST_WHY = 500


@contextmanager
def settle_refund(
    code: str, number: int, action: Action, to: RefundState, *, by: Person, seen: int | None, once: Submission | None
) -> Iterator[tuple[Change, Refund]]:
    """Take the order's refund of this id to another state; the caller records it.

    Raises Replayed, the refusals of change(), Vanished for another order's refund, and WrongState for a step that does
    not exist.
    """
    with change(code, action, by=by, seen=seen, once=once) as under_way:
        found = next((one for one in under_way.order.refunds if one.id == number), None)
        if found is None:
            raise Vanished(f"There is no such refund of {code}.")
        refunds.refuse_step(found.state, to)
        under_way.result = {"code": code, "amount": money(found.amount, under_way.order.currency)}
        yield under_way, found
        found.state = to


def reason_given(text: str, longest: int = LONGEST_WHY) -> str:
    """Why, as typed. Raises Invalid beside "why" for nothing, or too much."""
    why = " ".join(text.split())
    if not why:
        raise Invalid("Say why.", "why")
    if len(why) > longest:
        raise Invalid(f"Use {longest} characters at most.", "why")
    return why
