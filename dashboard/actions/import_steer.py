"""Start, pause, resume and cancel an import: whoever works on it sees that before the next orders."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.core import guards
from dashboard.core.imports import ENDED, Step, require_step
from dashboard.core.person import Person
from dashboard.core.refusals import Vanished
from dashboard.database import now, writing
from dashboard.models.import_rows import ImportProblem
from dashboard.models.import_run import ImportRun


def steer(run_id: int, step: Step, *, by: Person, once: keys.Submission | None = None) -> dict[str, Any]:
    """Do this step; returns run and step. Raises Replayed, NotPermitted, KeyReused, Vanished and WrongState."""
    guards.require_permission(by, "import")
    with writing() as session:
        keys.claim(session, once)
        run = lock_run(session, run_id)
        run.state = require_step(step, run.state, run.begun)
        run.let_go()
        if step is Step.START:
            start(session, run)
        if step in {Step.START, Step.RESUME}:
            run.hand_to(by)
            run.failure, run.finished_at, run.tries = None, None, 0
        elif run.state in ENDED:
            run.finished_at = now()
        result = {"run": run_id, "step": step.value}
        keys.keep(session, once, result)
    return result


def start(session: Session, run: ImportRun) -> None:
    """From the rehearsal to the import: counted and told anew."""
    forget_problems(session, run.id)
    run.begin_again()
    run.started_at = now()


def forget_problems(session: Session, run_id: int) -> None:
    """What was said in the rehearsal is said again, or is true no more."""
    session.execute(delete(ImportProblem).where(ImportProblem.run_id == run_id))


def lock_run(session: Session, run_id: int) -> ImportRun:
    """The import of this id, ours until commit. Raises Vanished."""
    query = select(ImportRun).where(ImportRun.id == run_id).with_for_update(key_share=True)
    run = session.scalar(query.execution_options(populate_existing=True))
    if run is None:
        raise Vanished("There is no such import any more.")
    return run
