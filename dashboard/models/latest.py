"""How far things have come, in one indexed read: what a page that asks again is answered by."""

from typing import Any

from sqlalchemy import ColumnElement, Dialect, exists, func, literal_column, select
from sqlalchemy.orm import Session

from dashboard.core.imports import ImportState
from dashboard.models.activity import Activity
from dashboard.models.import_run import ImportRun

# PostgreSQL hands out ids before it commits: while somebody writes, a lower one may still come.
SOMEBODY_WRITES: ColumnElement[bool] = literal_column(
    "pg_snapshot_xmin(pg_current_snapshot()) <> pg_snapshot_xmax(pg_current_snapshot())"
)


def desk_of(dialect: Dialect) -> list[ColumnElement[Any]]:
    """What told() reads, for a statement that is sent anyway.

    Undoing an import takes lines away, so those imports are counted beside.
    """
    undone = select(func.count()).where(ImportRun.state == ImportState.UNDONE).scalar_subquery()
    undoing = exists().where(ImportRun.state == ImportState.UNDOING)
    lines = select(func.max(Activity.id)).scalar_subquery()
    return [lines, undone, undoing | SOMEBODY_WRITES if dialect.name == "postgresql" else undoing]


def told(last: int | None, undone: int, moving: bool) -> str | None:
    """Another text after every line of any log; None while that cannot be told."""
    return None if moving else f"{last or 0}.{undone}"


def of_the_desk(session: Session) -> str | None:
    """The same, by a query of its own."""
    return told(*session.execute(select(*desk_of(session.get_bind().dialect))).one())
