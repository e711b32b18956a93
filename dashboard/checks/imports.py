"""Invariants about imports: what was counted is there."""

from collections.abc import Iterable, Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.checks.invariant import Overall
from dashboard.core.imports import ImportState
from dashboard.models import Credit, CreditLine, ImportedOrder, ImportProblem, ImportRun

GONE = (ImportState.UNDOING, ImportState.UNDONE)


def counts(session: Session) -> Iterable[str]:
    """Finished imports that did not count every item of their file, exactly once."""
    counted = ImportRun.made + ImportRun.changed + ImportRun.unchanged + ImportRun.refused
    wrong = (ImportRun.position != ImportRun.count) | (counted != ImportRun.count)
    query = select(ImportRun.id).where(ImportRun.state == ImportState.FINISHED, wrong)
    return (f"import {number}" for number in session.scalars(query))


def problems(session: Session) -> Iterator[str]:
    """Imports with more or fewer problems told than counted."""
    for refused, column in ((True, ImportRun.refused), (False, ImportRun.warned)):
        told = select(func.count()).where(ImportProblem.run_id == ImportRun.id, ImportProblem.refused.is_(refused))
        query = select(ImportRun.id).where(column != told.scalar_subquery(), ImportRun.by_name != "")
        yield from (f"import {number}" for number in session.scalars(query))


def made(session: Session) -> Iterable[str]:
    """Imports whose orders are not all there, though nobody undid them."""
    rows = select(func.count()).where(ImportedOrder.run_id == ImportRun.id, ImportedOrder.outcome == "made")
    begun = (ImportRun.started_at.is_not(None), ImportRun.state.not_in(GONE), ImportRun.by_name != "")
    query = select(ImportRun.id).where(*begun, ImportRun.orders_made != rows.scalar_subquery())
    return (f"import {number}" for number in session.scalars(query))


def credited(session: Session) -> Iterable[str]:
    """Credits whose amount is not what their lines come to."""
    lines = select(func.coalesce(func.sum(CreditLine.total), 0)).where(CreditLine.credit_id == Credit.id)
    query = select(Credit.code).where(Credit.amount != -lines.scalar_subquery())
    return (f"credit {code}" for code in session.scalars(query))


IMPORTS = (
    Overall("import_counts", "A finished import counted every order of its file once.", counts),
    Overall("import_problems", "Every problem that an import counted is told.", problems),
    Overall("credits", "Every credit without a sale is the sum of its lines.", credited),
    Overall("imported_orders", "Every order that an import made is here, unless it was undone.", made),
)
