"""Delete a test order, with its log and everything of it."""

from typing import Any

from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.change import refuse_stale
from dashboard.actions.change_store import change_store
from dashboard.actions.lock import lock_order
from dashboard.actions.remove_tests import hold, remove
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.made_up import told
from dashboard.core.person import Person
from dashboard.core.refusals import Vanished
from dashboard.database import writing
from dashboard.models.order import Order
from dashboard.models.order_facts import facts


def delete(code: str, *, by: Person, seen: int | None = None, once: keys.Submission | None = None) -> dict[str, Any]:
    """Delete it; the shop’s log says so. Returns its code.

    Raises Replayed and the refusals NotPermitted, KeyReused, Vanished, Stale and WrongState.
    """
    guards.require_permission(by, Action.DELETE)
    with writing() as session:
        order = locked(session, code, once)
        refuse_stale(session, order, seen)
        guards.require(Action.DELETE, facts(session, order, carts=False))
        if not order.is_test:
            raise Vanished(f"{code} is no test order.")
        owners = hold(session, [order])
        with change_store(None, by=by, once=once) as change:
            # Before the chain goes: a number of the log that is given anew would hide it from lists that ask for news.
            change.record("tests_deleted", orders=f"{told(1)} ({code})")
            change.result = {"code": code}
            remove(session, [order], owners)
    return {"code": code}


def locked(session: Session, code: str, once: keys.Submission | None) -> Order:
    """The order, ours until commit. Raises Replayed where this very form took it away, and Vanished."""
    keys.look(session, once)
    try:
        return lock_order(session, code)
    except Vanished:
        keys.look(session, once)  # it may have gone while we waited for it
        raise
