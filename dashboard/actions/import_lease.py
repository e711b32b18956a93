"""Who works on an import: a lease, so that several processes never run the same one and a killed one is taken up."""

import secrets
from datetime import timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from dashboard.core.imports import WORKED_ON, ImportState
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models.import_run import ImportRun

LEASE = timedelta(seconds=30)
MOST_TRIES = 3  # without getting on in between; then the file is what breaks it
GAVE_UP = "The desk broke off at the same place again and again. Its log says why; nothing is half done."


class Halted(Exception):
    """The import is no longer ours to work on: paused, canceled, chosen anew, or taken over."""


def new_token() -> str:
    """A lease's secret."""
    return secrets.token_hex(16)


def claim(token: str) -> int | None:
    """Take the oldest import that waits for somebody; its id, or None where nothing waits."""
    if db.session.scalar(waiting().with_only_columns(ImportRun.id).limit(1)) is None:
        db.session.rollback()
        return None
    with writing() as session:
        run = session.scalar(waiting().limit(1).with_for_update(skip_locked=True))
        if run is None:
            return None
        if run.tries >= MOST_TRIES:
            give_up(run)
            return None
        take(run, token)
        return run.id


def waiting() -> Select[ImportRun]:
    """Those that nobody works on and somebody should."""
    free = or_(ImportRun.leased_until.is_(None), ImportRun.leased_until < now())
    return select(ImportRun).where(ImportRun.state.in_(WORKED_ON), free).order_by(ImportRun.id)


def take(run: ImportRun, token: str) -> None:
    """Make it ours."""
    run.leased_by, run.leased_until = token, now() + LEASE
    run.tries += 1
    run.paced_at, run.paced_from = now(), run.position


def give_up(run: ImportRun) -> None:
    """Nobody takes it again by itself."""
    run.state = ImportState.FINISHED if run.state is ImportState.UNDOING else ImportState.FAILED
    run.failure, run.finished_at = GAVE_UP, now()
    run.let_go()


def hold(session: Session, run_id: int, token: str) -> ImportRun:
    """The run's row, ours until commit, its lease as new. Raises Halted."""
    query = select(ImportRun).where(ImportRun.id == run_id).with_for_update(key_share=True)
    run = session.scalar(query.execution_options(populate_existing=True))
    if run is None or run.leased_by != token or run.state not in WORKED_ON:
        raise Halted
    run.leased_until = now() + LEASE
    return run


def still_here(run_id: int, token: str) -> None:
    """Renew the lease where nothing else is to be written. Raises Halted."""
    with writing() as session:
        hold(session, run_id, token)


def release(run_id: int, token: str) -> None:
    """Leave it to whoever comes next."""
    with writing() as session:
        run = session.get(ImportRun, run_id)
        if run is not None and run.leased_by == token:
            run.let_go()
            run.tries = 0
