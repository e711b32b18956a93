"""Look at everything: all invariants over the whole database, in one reading of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.checks.cases import cases
from dashboard.checks.chains import CHAIN
from dashboard.checks.customers import CUSTOMERS
from dashboard.checks.derived import DERIVED
from dashboard.checks.imports import IMPORTS
from dashboard.checks.invariant import Finding, Overall
from dashboard.checks.limits import LIMITS
from dashboard.checks.log import LOG
from dashboard.checks.orders import ORDERS
from dashboard.checks.outbox import OUTBOX
from dashboard.checks.search import CUSTOMERS_FOUND, ORDERS_FOUND
from dashboard.checks.storage import FULL_TEXT, STORAGE, WORDS
from dashboard.models import Activity, Order

PER_ORDER = (*DERIVED, *LIMITS, *ORDERS_FOUND)
OVERALL = (*STORAGE, *ORDERS, *CUSTOMERS, *CUSTOMERS_FOUND, *LOG, *CHAIN, *IMPORTS, *OUTBOX)
INVARIANTS = (WORDS, *PER_ORDER, *OVERALL, FULL_TEXT)
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and which invariants are broken. Unknown words hide all but themselves."""

    orders: int
    activities: int
    broken: list[Finding]


def run(session: Session, progress: Progress = lambda orders: None) -> Report:
    """Check every invariant. `progress` is told how many orders were looked at; memory stays flat."""
    one_moment(session)
    orders = session.scalar(select(func.count()).select_from(Order)) or 0
    activities = session.scalar(select(func.count()).select_from(Activity)) or 0
    found = overall(session, [WORDS])
    if not found:
        found = [*per_order(session, progress), *overall(session, (*OVERALL, FULL_TEXT))]
    return Report(orders, activities, found)


def one_moment(session: Session) -> None:
    """See one state of the database throughout, as SQLite does anyway."""
    if session.get_bind().dialect.name == "postgresql" and not session.in_transaction():
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def per_order(session: Session, progress: Progress) -> list[Finding]:
    """The broken ones among the invariants of single orders."""
    findings = {invariant: Finding(invariant.name, invariant.sentence) for invariant in PER_ORDER}
    for batch in cases(session):
        for case in batch:
            for invariant, finding in findings.items():
                if not invariant.holds(case):
                    finding.add(case.row.code)
        progress(len(batch))
    return [finding for finding in findings.values() if finding.count]


def overall(session: Session, invariants: Iterable[Overall]) -> list[Finding]:
    """The broken ones among these."""
    broken = []
    for invariant in invariants:
        finding = Finding(invariant.name, invariant.sentence)
        for code in invariant.breakers(session):
            finding.add(code)
        if finding.count:
            broken.append(finding)
    return broken
