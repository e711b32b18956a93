"""Import one item of a file, whatever it is: the one place that knows which action is for which kind of item."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.actions import import_credit, import_customer, import_order, import_tracking
from dashboard.actions.import_plan import Known, Origin, Outcome, Plan
from dashboard.core.person import Person
from dashboard.importers import Item
from dashboard.importers.incoming import (
    Incoming,
    IncomingCredit,
    IncomingCustomer,
    IncomingOrder,
    IncomingTracking,
)

__all__ = ["Known", "Origin", "Outcome", "foresee_item", "import_item", "known_items"]


def known_items(session: Session, items: Sequence[Item], origin: Origin) -> Known:
    """What is here already of the items of one chunk; problems among them are passed over."""
    known = Known()
    import_order.look_up(session, [item for item in items if isinstance(item, IncomingOrder)], known, origin)
    import_customer.look_up(session, [item for item in items if isinstance(item, IncomingCustomer)], known, origin)
    import_tracking.look_up(session, [item for item in items if isinstance(item, IncomingTracking)], known, origin)
    import_credit.look_up(session, [item for item in items if isinstance(item, IncomingCredit)], known, origin)
    return known


def import_item(session: Session, item: Incoming, known: Known, origin: Origin, *, by: Person, at: datetime) -> Outcome:
    """Bring one item in, within `writing()`: all of it or nothing. Raises what is Refused, with a sentence."""
    plan = plan_item(session, item, known, origin, by=by, at=at)
    plan.carry_out()
    return plan.outcome


def foresee_item(
    session: Session, item: Incoming, known: Known, origin: Origin, *, by: Person, at: datetime
) -> Outcome:
    """What import_item() would answer, or raise, without writing: a transaction that may only read will do."""
    return plan_item(session, item, known, origin, by=by, at=at).outcome


def plan_item(session: Session, item: Incoming, known: Known, origin: Origin, *, by: Person, at: datetime) -> Plan:
    """The plan of the action that is for this kind of item."""
    match item:
        case IncomingOrder():
            return import_order.plan_order(session, item, known, origin, by=by, at=at)
        case IncomingCustomer():
            return import_customer.plan_customer(item, known, origin, by=by, at=at)
        case IncomingTracking():
            return import_tracking.plan_tracking(session, item, known, origin, by=by, at=at)
        case IncomingCredit():
            return import_credit.plan_credit(item, known, origin, by=by, at=at)
