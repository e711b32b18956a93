"""What the pages of imports show: the history, one import's problems, its latest rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload, undefer

from dashboard.core.imports import ImportState
from dashboard.models.credit import Credit
from dashboard.models.import_rows import ImportedOrder, ImportProblem
from dashboard.models.import_run import ImportRun
from dashboard.models.order import Order

SIZE = 20  # imports on a page
PROBLEMS = 50
LATEST = 6
CREDITS = 50


class RunRow(NamedTuple):
    """An import in the history."""

    id: int
    filename: str
    state: ImportState
    started_at: datetime | None
    made: int
    changed: int
    unchanged: int
    refused: int
    by_name: str
    uploaded_at: datetime


class LatestRow(NamedTuple):
    """One of the rows gone through last: an order with its code, or what was wrong."""

    row: int
    code: str | None
    outcome: str
    owner: str | None
    sentence: str


class CreditRow(NamedTuple):
    """A credit without a sale: `amount` in minor units of `currency`, below zero where it takes."""

    code: str
    placed_at: datetime
    customer: str
    pieces: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the history, and whether it goes on."""

    rows: Sequence[RunRow]
    more: bool


def history(session: Session, before: int | None) -> Page:
    """The imports that came before this one, newest first."""
    query = select(*(getattr(ImportRun, name) for name in RunRow._fields)).order_by(ImportRun.id.desc())
    if before is not None:
        query = query.where(ImportRun.id < before)
    rows = [RunRow._make(row) for row in session.execute(query.limit(SIZE + 1))]
    return Page(rows[:SIZE], len(rows) > SIZE)


def run_by_id(session: Session, number: int) -> ImportRun | None:
    """An import with all that was found in its file."""
    whole = (undefer(ImportRun.looked), undefer(ImportRun.first))
    return session.scalar(select(ImportRun).where(ImportRun.id == number).options(*whole))


def problems(session: Session, run_id: int, refused: bool, after: int) -> tuple[Sequence[ImportProblem], bool]:
    """The problems of one kind after this one, and whether there are more."""
    mine = (ImportProblem.run_id == run_id, ImportProblem.refused.is_(refused), ImportProblem.id > after)
    rows = session.scalars(select(ImportProblem).where(*mine).order_by(ImportProblem.id).limit(PROBLEMS + 1)).all()
    return rows[:PROBLEMS], len(rows) > PROBLEMS


def latest(session: Session, run_id: int) -> list[LatestRow]:
    """What was gone through last, the newest first."""
    done = select(ImportedOrder.row, Order.code, ImportedOrder.outcome, Order.customer_name).join(ImportedOrder.order)
    done = done.where(ImportedOrder.run_id == run_id).order_by(ImportedOrder.id.desc()).limit(LATEST)
    told = select(ImportProblem).where(ImportProblem.run_id == run_id, ImportProblem.refused)
    told = told.order_by(ImportProblem.id.desc()).limit(LATEST)
    found = [LatestRow(row, code, outcome, owner, "") for row, code, outcome, owner in session.execute(done)]
    found += [LatestRow(row.row, None, "refused", None, row.sentence) for row in session.scalars(told)]
    return sorted(found, reverse=True, key=lambda row: row.row)[:LATEST]


def orders_of(session: Session, run_id: int, outcome: str, most: int) -> list[str]:
    """The codes of the first orders that an import made or changed."""
    query = select(Order.code).join(ImportedOrder, ImportedOrder.order_id == Order.id)
    mine = (ImportedOrder.run_id == run_id, ImportedOrder.outcome == outcome)
    return list(session.scalars(query.where(*mine).order_by(ImportedOrder.id).limit(most)))


def refused_rows(session: Session, run_id: int) -> dict[int, str]:
    """Why each row that was not brought in was not."""
    query = select(ImportProblem.row, ImportProblem.rows, ImportProblem.sentence)
    found: dict[int, str] = {}
    for row, rows, sentence in session.execute(query.where(ImportProblem.run_id == run_id, ImportProblem.refused)):
        found |= dict.fromkeys(map(int, rows.split(",")) if rows else (row,), sentence)
    return found


def credits(session: Session, run_id: int) -> tuple[list[CreditRow], int]:
    """The newest credits that an import brought without the sale they are for, and how many it brought in all."""
    mine = select(Credit).where(Credit.run_id == run_id)
    newest = mine.order_by(Credit.placed_at.desc(), Credit.id.desc()).limit(CREDITS).options(selectinload(Credit.lines))
    count = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    return [credit_row(credit) for credit in session.scalars(newest)], count


def credit_row(credit: Credit) -> CreditRow:
    """A credit as the report shows it."""
    who = credit.customer_name or credit.customer_email or credit.customer_number
    pieces = ", ".join(f"{abs(line.quantity)} × {line.name}" for line in credit.lines[:3])
    more = f" and {len(credit.lines) - 3} more" if len(credit.lines) > 3 else ""
    return CreditRow(credit.code, credit.placed_at, who, pieces + more, credit.amount, credit.currency)


def under_another_prefix(session: Session, run: ImportRun) -> ImportRun | None:
    """The last import of the very same file whose orders are here under another prefix; None if there is none."""
    query = select(ImportRun).where(
        ImportRun.digest == run.digest,
        ImportRun.id != run.id,
        ImportRun.kind == "orders",
        ImportRun.started_at.is_not(None),
        ImportRun.orders_made > 0,
        ImportRun.state != ImportState.UNDONE,
    )
    found = session.scalars(query.order_by(ImportRun.id.desc())) if run.digest and run.kind == "orders" else ()
    return next((other for other in found if other.choices.get("prefix") != run.choices.get("prefix")), None)
