"""What will come of a chunk, found out by reading alone, wherever that is sure; else it has to be tried."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.actions.import_item import Came, plan_item
from dashboard.actions.import_met import twice
from dashboard.actions.import_plan import Known, Origin, Outcome
from dashboard.actions.place import Placing, arrived
from dashboard.actions.place_doubt import doubtful
from dashboard.core.person import Person
from dashboard.core.refusals import Refused
from dashboard.importers import Item
from dashboard.importers.incoming import IncomingCredit, IncomingCustomer, Problem


def foresee_items(
    session: Session, items: Sequence[Item], known: Known, origin: Origin, *, by: Person, at: datetime
) -> list[Came] | None:
    """What import_items() would answer, in a transaction that may only read.

    None where only trying tells: an order here would be changed, two items are the same, or a row may be refused.
    """
    if twice(items):
        return None
    came: list[Came] = []
    new: list[Placing] = []
    for item in items:
        if isinstance(item, Problem):
            came.append(Came(item))
            continue
        try:
            plan = plan_item(session, item, known, origin, by=by, at=at)
            if plan.placing:
                new.append(plan.placing())
            elif plan.outcome is not Outcome.UNCHANGED and not isinstance(item, IncomingCustomer | IncomingCredit):
                return None
            came.append(Came(item, plan.outcome, warnings=plan.warnings))
        except Refused as refusal:
            came.append(Came(item, refusal=refusal))
    return None if doubtful(arrived(session, new, by=by, at=at)) else came
