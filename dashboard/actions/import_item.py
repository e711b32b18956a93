"""Import one item of a file, whatever it is: the one place that knows which action is for which kind of item."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from dashboard.actions import import_credit, import_customer, import_order, import_tracking
from dashboard.actions.import_plan import Known, Origin, Outcome, Plan
from dashboard.actions.lock import lock_all
from dashboard.actions.place import Placing, place_together
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Refused
from dashboard.importers import Item
from dashboard.importers.incoming import (
    Incoming,
    IncomingCredit,
    IncomingCustomer,
    IncomingOrder,
    IncomingTracking,
    Problem,
)

__all__ = ["Came", "Known", "Origin", "Outcome", "foresee_item", "import_item", "import_items", "known_items"]


class Came(NamedTuple):
    """What came of one item: an outcome, or why it was refused; neither of a problem that the reader told.

    `warnings` tell where an order that was here already differs from the file.
    """

    item: Item
    outcome: Outcome | None = None
    refusal: Refused | None = None
    warnings: tuple[Problem, ...] = ()


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
    carry_out(plan)
    return plan.outcome


def carry_out(plan: Plan) -> None:
    """Do what is planned, each a savepoint of its own. Raises what is Refused, also where a row cannot be stored."""
    try:
        plan.carry_out()
    except (IntegrityError, DataError):
        raise Invalid("it holds something that cannot be stored. Mend it at its source or in the file.") from None


def import_items(
    session: Session, items: Sequence[Item], known: Known, origin: Origin, *, by: Person, at: datetime
) -> list[Came]:
    """Bring in the items of one chunk, within `writing()`, each all or not at all: what came of each, in their order.

    New orders are stored together; if one of them cannot be, each by itself. What is here already is locked before.
    """
    accounts = [customer.id for customer in known.customers.values()]
    lock_all(session, [order.id for order in known.orders.values()], accounts)
    came = {id(item): Came(item) for item in items}
    new: list[tuple[Incoming, Placing]] = []
    for item in items:
        if isinstance(item, Problem):
            continue
        try:
            plan = plan_item(session, item, known, origin, by=by, at=at)
            if plan.placing:
                new.append((item, plan.placing()))
            else:
                carry_out(plan)
            came[id(item)] = Came(item, plan.outcome, warnings=plan.warnings)
        except Refused as refusal:
            came[id(item)] = Came(item, refusal=refusal)
    if new and not placed(session, [placing for _, placing in new], known, origin, by, at):
        for item, _ in new:
            try:
                came[id(item)] = Came(item, import_item(session, item, known, origin, by=by, at=at))
            except Refused as refusal:
                came[id(item)] = Came(item, refusal=refusal)
    return [came[id(item)] for item in items]


def placed(session: Session, new: Sequence[Placing], known: Known, origin: Origin, by: Person, at: datetime) -> bool:
    """Whether these new orders could be stored together; else nothing of them is."""
    try:
        place_together(new, by=by, at=at)
    except (IntegrityError, DataError):
        return False
    for placing in new:
        import_order.remember(placing.order, known, origin)
    return True


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
