"""Work on an import: look its file over, rehearse it whole, or bring it in, a chunk of orders at a time.

How far it has come is written in the transaction of each chunk, so that whoever takes a killed import up goes on
behind the last whole order. A rehearsal reads what will come of a chunk; where only trying tells, it does the same as
an import and takes it back.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from dashboard.actions.import_begin import refuse_prefix
from dashboard.actions.import_foresee import foresee_items
from dashboard.actions.import_item import Came, import_items, known_items
from dashboard.actions.import_lease import hold, still_here
from dashboard.actions.import_met import Met
from dashboard.actions.import_plan import Known, Origin, Outcome
from dashboard.actions.import_report import Tally
from dashboard.actions.import_touched import keep_touched, shown, touch
from dashboard.core import guards
from dashboard.core.imports import ImportState
from dashboard.core.person import COMMAND, Person
from dashboard.core.refusals import Invalid, NotPermitted, Refused
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.importers import SOURCES, Item
from dashboard.importers.csv_rows import writable
from dashboard.importers.incoming import Choices, Problem
from dashboard.importers.reading import Looked, Reader, Task, fields_of
from dashboard.models.import_mapping import remembered
from dashboard.models.import_run import ImportRun, by_command
from dashboard.models.staff import Staff
from dashboard.models.store import Store

CHUNK = 100  # orders per transaction: others wait for the write lock no longer than that takes
MOST_LINES = 500  # and not of many large ones
FIRST = 5  # orders that the preview shows
FILE_GONE = "The file is not kept any more. Upload it again: what is here already is not made twice."
Progress = Callable[[int, int], None]  # told how many items are done, of how many


class Rehearsed(Exception):
    """Takes back what a rehearsal did."""


def quiet(done: int, count: int) -> None:
    """Tell nobody."""


def work_on(run_id: int, token: str, path: Path, reader: Reader, progress: Progress = quiet) -> None:
    """Go on with an import that is claimed, to its end or until it is halted. Raises Halted, and what made it fail."""
    try:
        while read_through(run_id, token, path, reader, progress):
            pass
    except NotPermitted as refusal:
        end(run_id, token, ImportState.PAUSED, refusal.sentence)
        raise
    except Refused as refusal:
        name = db.session.get_one(ImportRun, run_id).filename
        end(run_id, token, ImportState.FAILED, refusal.sentence.replace(path.name, name))
        raise


def whose(session: Session, run: ImportRun) -> Person:
    """In whose name it is done. Raises NotPermitted where they may not, or not any more."""
    if by_command(run):
        return COMMAND
    staff = session.get(Staff, run.by_id, populate_existing=True)
    if staff is None or not staff.active:
        raise NotPermitted(f"{run.by_name} works here no more. Somebody who may import files can go on with it.")
    guards.require_permission(staff.person, "import")
    return staff.person


def read_through(run_id: int, token: str, path: Path, reader: Reader, progress: Progress) -> bool:
    """Open the file and go through what is left of it; whether it has to be opened anew, by another mapping."""
    run = db.session.get_one(ImportRun, run_id)
    whose(db.session(), run)
    store = db.session.get(Store, 1)
    if store is None:
        raise Invalid("There is no store yet. Start the desk once, then import.")
    refuse_prefix(run.choices["prefix"], store)
    task = Task(run.source, path, choices_of(run, store), skip=run.position)
    source = SOURCES[run.source]
    origin = Origin(source.source, source.label, run.choices["prefix"], store.region, run.id, store.code_prefix)
    begun = run.begun
    with reader.opened(task, lambda: still_here(run_id, token)) as reading, closing(Met()) as met:
        if not note_looked(run_id, token, reading.looked):
            return remember_mapping(run_id, token)
        for chunk in chunks(reading.items):
            work = (run_id, token, chunk, origin)
            done = chunk_in(*work) if begun else rehearse(*work, met)
            progress(done, reading.looked.count)
    end(run_id, token, ImportState.FINISHED if begun else ImportState.READY)
    return False


def choices_of(run: ImportRun, store: Store) -> Choices:
    """The choices made, beside what the store says."""
    made = {name: value for name, value in run.choices.items() if name != "prefix"}
    return Choices(**{"region": store.region, "zone": store.zone, **made})


def note_looked(run_id: int, token: str, looked: Looked) -> bool:
    """Write down what was found in the file; whether it can be read, or first needs a choice."""
    with writing() as session:
        run = hold(session, run_id, token)
        run.digest, run.count = looked.digest, looked.count
        run.position = min(run.position, looked.count)
        run.looked = {name: getattr(looked, name) for name in type(looked).__slots__}
        if kept_mapping(session, run):
            return False
        if looked.needed:
            run.state = ImportState.OPEN
            run.let_go()
    return not looked.needed


def kept_mapping(session: Session, run: ImportRun) -> dict[str, str] | None:
    """What columns like these became the last time, where nothing is chosen for them yet."""
    if "mapping" in run.choices or not fields_of(SOURCES[run.source]):
        return None
    kept = remembered(session, (run.looked or {}).get("columns", ()))
    return dict(kept.fields) if kept else None


def remember_mapping(run_id: int, token: str) -> bool:
    """Choose for the columns what was chosen the last time; whether there was such a time. Raises Halted."""
    with writing() as session:
        run = session.get_one(ImportRun, run_id, populate_existing=True)
        mapping = kept_mapping(session, run)
        if mapping:
            hold(session, run_id, token).choices = {**run.choices, "mapping": mapping}
    return mapping is not None


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items, so many at a time that nobody waits long."""
    chunk: list[Item] = []
    lines = 0
    for item in items:
        chunk.append(item)
        lines += len(getattr(item, "lines", ()))
        if len(chunk) == CHUNK or lines >= MOST_LINES:
            yield chunk
            chunk, lines = [], 0
    if chunk:
        yield chunk


def chunk_in(run_id: int, token: str, chunk: Sequence[Item], origin: Origin) -> int:
    """Bring in a chunk, and how far it has come with it; returns that."""
    with writing() as session:
        run = hold(session, run_id, token)
        by, known = whose(session, run), known_items(session, chunk, origin)
        tally = told(import_items(session, chunk, known, origin, by=by, at=now()), known, origin)
        keep_touched(session, run, tally)
        return count_on(session, run, tally, len(chunk))


def rehearse(run_id: int, token: str, chunk: Sequence[Item], origin: Origin, met: Met) -> int:
    """See what would come of a chunk; returns how far the rehearsal has come."""
    before = met.before(chunk)
    tally = None if before else foreseen(run_id, chunk, origin)
    if tally is None:
        tally = tried(run_id, token, before, chunk, origin)
    met.keep(tally.moved)
    with writing() as session:
        run = hold(session, run_id, token)
        run.first = tally.first or run.first
        return count_on(session, run, tally, len(chunk))


def foreseen(run_id: int, chunk: Sequence[Item], origin: Origin) -> Tally | None:
    """What reading alone tells, None where that is not sure, and of the orders that the preview shows."""
    session = db.session()
    session.rollback()
    run = session.get_one(ImportRun, run_id)
    if run.position == 0:
        return None
    by, known = whose(session, run), known_items(session, chunk, origin)
    came = foresee_items(session, chunk, known, origin, by=by, at=now())
    return None if came is None else told(came, known, origin)


def tried(run_id: int, token: str, before: Sequence[Item], chunk: Sequence[Item], origin: Origin) -> Tally:
    """What comes of a chunk, after what was met `before` and is in it again; all of it is taken back."""
    items, tally = [*before, *chunk], Tally()
    try:
        with writing() as session:
            run = hold(session, run_id, token)
            begins, by = run.position == 0, whose(session, run)
            known = known_items(session, items, origin)
            came = import_items(session, items, known, origin, by=by, at=now())
            tally = told(came[len(before) :], known, origin)
            tally.first = shown(session, tally, FIRST) if begins else []
            raise Rehearsed
    except Rehearsed:
        return tally


def count_on(session: Session, run: ImportRun, tally: Tally, items: int) -> int:
    """Write down what came of so many items more; returns how many that makes."""
    run.position += items
    run.count = max(run.count, run.position)
    run.tries = 0
    tally.add_to(session, run)
    return run.position


def told(found: Sequence[Came], known: Known, origin: Origin) -> Tally:
    """What came of the items of one chunk; what is wrong with one is its own problem."""
    tally = Tally()
    for came in found:
        if isinstance(came.item, Problem):
            tally.add(came.item)
        elif came.outcome is None:
            tally.add(refusal_of(came.item, came.refusal))
        else:
            tally.count(came.item, came.outcome)
            tally.problems += came.warnings
            if came.outcome is not Outcome.UNCHANGED:
                tally.moved.append(came.item)
                touch(tally, came.item, known, origin.prefix, came.outcome)
    return tally


def refusal_of(item: Any, refused: Refused | None) -> Problem:
    """Why an item was not brought in."""
    name = getattr(item, "number", None)
    said = refused.sentence if refused else "it was not brought in."
    sentence = f"#{name}: {said}" if name else said
    return Problem(item.row, sentence, refused=True, rows=getattr(item, "rows", ()) or (item.row,))


def end(run_id: int, token: str, state: ImportState, failure: str | None = None) -> None:
    """Write down that it came to this. Raises Halted."""
    with writing() as session:
        run = hold(session, run_id, token)
        run.state, run.failure = state, writable(failure)[:1000] if failure else None
        run.let_go()
        if state in {ImportState.FINISHED, ImportState.READY}:
            run.count = run.position  # a file may have said more than came
        if state in {ImportState.FINISHED, ImportState.FAILED}:
            run.finished_at = now()
