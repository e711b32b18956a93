"""Purge: delete all test orders, some hundred at a time."""

from typing import Any

from sqlalchemy import select

from dashboard.actions import once as keys
from dashboard.actions.change_store import change_store
from dashboard.actions.remove_tests import hold, remove
from dashboard.core.guards import Action
from dashboard.core.made_up import EMPTY, told
from dashboard.core.person import Person
from dashboard.core.refusals import WrongState
from dashboard.core.roles import require_permission
from dashboard.database import writing
from dashboard.models.order import Order

CHUNK = 200


def purge_tests(*, by: Person, once: keys.Submission | None = None) -> dict[str, Any]:
    """Delete them all; each chunk is a transaction with a line in the shop’s log. Returns how many went.

    Raises Replayed, NotPermitted, KeyReused, and WrongState where there is none.
    """
    require_permission(by, Action.DELETE)
    gone = chunk(by, once)
    if not gone:
        raise WrongState(EMPTY)
    whole = gone
    while gone == CHUNK:
        gone = chunk(by, None)
        whole += gone
    return {"gone": whole}


def chunk(by: Person, once: keys.Submission | None) -> int:
    """Delete the first of them; how many went. Raises Replayed and KeyReused."""
    with writing() as session:
        keys.look(session, once)
        query = select(Order).where(Order.is_test).order_by(Order.id).limit(CHUNK).with_for_update(key_share=True)
        orders = list(session.scalars(query.execution_options(populate_existing=True)))
        if not orders:
            keys.look(session, once)  # they may have gone while we waited for them
            return 0
        owners = hold(session, orders)
        with change_store(None, by=by, once=once) as change:
            change.record("tests_deleted", orders=told(len(orders)))
            change.result = {"gone": len(orders)}
            remove(session, orders, owners)
    return len(orders)
