"""Look at everything: all invariants over the whole database, in one reading of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from dashboard.checks.cases import cases
from dashboard.checks.chains import CHAIN
from dashboard.checks.customers import CUSTOMERS
from dashboard.checks.derived import DERIVED
from dashboard.checks.goods import KINDS, Goods
from dashboard.checks.imports import IMPORTS
from dashboard.checks.invariant import Finding, Overall
from dashboard.checks.limits import LIMITS, LIMITS_OF_GOODS
from dashboard.checks.log import LOG
from dashboard.checks.orders import ORDERS
from dashboard.checks.outbox import OUTBOX
from dashboard.checks.parts import Range
from dashboard.checks.search import CUSTOMERS_FOUND, ORDERS_FOUND
from dashboard.checks.storage import STORAGE, WORDS
from dashboard.models import Activity, Customer, Order

PER_ORDER = (*DERIVED, *LIMITS, *ORDERS_FOUND)
PER_GOODS = LIMITS_OF_GOODS
OVERALL = (*STORAGE, *ORDERS, *CUSTOMERS, *CUSTOMERS_FOUND, *LOG, *IMPORTS, *OUTBOX)
INVARIANTS = (WORDS, *PER_ORDER, *PER_GOODS, *CHAIN, *OVERALL)
SLICE = 2_500  # ids that are looked at together
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and which invariants are broken. Unknown words hide all but themselves."""

    orders: int
    activities: int
    broken: list[Finding]


class Seen(NamedTuple):
    """What came of one piece of work: how many orders were looked at, and the invariants that do not hold there."""

    orders: int
    broken: list[Finding]


Look = Callable[[Session], Seen]
Work = Callable[[Iterable[Look]], Iterable[Seen]]


def run(session: Session, progress: Progress = lambda orders: None, work: Work | None = None) -> Report:
    """Check every invariant. `progress` is told how many orders were looked at; memory stays flat.

    `work` does the pieces of it, in other processes for example, and hands on what they saw in the same order.
    """
    one_moment(session)
    orders = session.scalar(select(func.count()).select_from(Order)) or 0
    activities = session.scalar(select(func.count()).select_from(Activity)) or 0
    found = overall((WORDS,), session).broken
    if not found:
        seen = (work or partial(one_by_one, session))(looks(session))
        found = together(seen, progress)
    return Report(orders, activities, found)


def one_moment(session: Session, snapshot: str | None = None) -> None:
    """See one state of the database throughout, as SQLite does anyway; on PostgreSQL that of a snapshot, if given."""
    if session.get_bind().dialect.name == "postgresql" and not session.in_transaction():
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        if snapshot is not None:
            session.execute(text(f"SET TRANSACTION SNAPSHOT '{snapshot}'"))


def looks(session: Session) -> Iterator[Look]:
    """All that is to be looked at, in pieces: first what takes long and cannot be divided."""
    yield from (partial(overall, (invariant,)) for invariant in OVERALL)
    last = max(session.scalar(select(func.max(kind.id))) or 0 for kind in (Order, Customer))
    yield from (partial(slice_of, Range(first, first + SLICE - 1)) for first in range(1, last + 1, SLICE))


def one_by_one(session: Session, pieces: Iterable[Look]) -> Iterator[Seen]:
    """The work done here."""
    return (look(session) for look in pieces)


def together(seen: Iterable[Seen], progress: Progress) -> list[Finding]:
    """What was found in all the pieces, by invariant and in their order."""
    found: dict[str, Finding] = {}
    for orders, broken in seen:
        for finding in broken:
            found.setdefault(finding.name, Finding(finding.name, finding.sentence)).join(finding)
        progress(orders)
    return [found[invariant.name] for invariant in INVARIANTS if invariant.name in found]


def slice_of(ids: Range, session: Session) -> Seen:
    """The invariants of single orders and of logs, for the orders and accounts of these ids."""
    findings = {one.name: Finding(one.name, one.sentence) for one in (*PER_ORDER, *PER_GOODS, *CHAIN)}
    found = cases(session, ids)
    for case in found:
        for invariant in PER_ORDER:
            if not invariant.holds(case):
                findings[invariant.name].add(case.row.code)
        for name in broken_by(case.goods):
            findings[name].add(case.row.code)
    for sliced in CHAIN:
        for code in sliced.breakers(session, ids):
            findings[sliced.name].add(code)
    return Seen(len(found), [finding for finding in findings.values() if finding.count])


@lru_cache(KINDS)
def broken_by(goods: Goods) -> tuple[str, ...]:
    """The invariants that these goods break."""
    return tuple(invariant.name for invariant in PER_GOODS if not invariant.holds(goods))


def overall(invariants: Iterable[Overall], session: Session) -> Seen:
    """The broken ones among these."""
    findings = [Finding(invariant.name, invariant.sentence) for invariant in invariants]
    for invariant, finding in zip(invariants, findings, strict=True):
        for code in invariant.breakers(session):
            finding.add(code)
    return Seen(0, [finding for finding in findings if finding.count])
