"""Import a whole file: in chunks, each order by itself, so that a bad one stops no other; and keep an account of it."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from dashboard.actions.import_item import Origin, import_item, known_items
from dashboard.actions.import_report import Report
from dashboard.core import guards
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Refused
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.importers import SOURCES, Importer, Item
from dashboard.importers.incoming import Choices, Problem
from dashboard.models.import_run import ImportRun
from dashboard.models.store import Store

CHUNK = 50  # orders per transaction: others wait for the write lock no longer than that takes
PREFIX = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,11})?")


def run_import(
    path: Path,
    *,
    by: Person,
    source: str = "shopify",
    prefix: str = "SH-",
    currency: str | None = None,
    progress: Callable[[int, int], None] = lambda done, orders: None,
) -> Report:
    """Bring in every order of a file.

    `progress` is called with how many orders are done, of how many. Raises NotPermitted, and Invalid where nothing
    of the file can be read. Chunks already committed stay, whatever comes after; another run goes on from there.
    """
    guards.require_permission(by, "import")
    kind, store = SOURCES[source], db.session.get(Store, 1)
    if store is None:
        raise Invalid("There is no store yet. Start the desk once, then import.")
    refuse_prefix(prefix, store)
    origin = Origin(kind.name, kind.label, prefix, store.region)
    importer = kind(path, Choices(store.region, store.zone, currency))
    if "currency" in importer.open_choices:
        raise Invalid(f"{path.name} has no column Currency. Say which one it is, such as --currency EUR.")
    report, run_id, done = Report(importer.count, importer.unknown_columns), begin(kind.name, path, importer), 0
    for chunk in chunks(importer.read()):
        with writing() as session:
            bring_in(session, chunk, origin, report, by)
        done += len(chunk)
        progress(done, importer.count)
    finish(run_id, report)
    return report


def refuse_prefix(prefix: str, store: Store) -> None:
    """Raise Invalid for a prefix that can begin no imported code."""
    if not PREFIX.fullmatch(prefix):
        raise Invalid(f"“{prefix[:40]}” can be no prefix: use up to 12 letters, figures, dots and dashes, such as SH-.")
    if prefix.upper() in {store.code_prefix.upper(), "TEST-"}:
        raise Invalid(f"{prefix} begins the codes of the desk’s own orders. Choose another prefix.")


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The orders and problems, CHUNK at a time."""
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def bring_in(session: Session, chunk: Sequence[Item], origin: Origin, report: Report, by: Person) -> None:
    """Bring in the items of one chunk; what is wrong with one is its own problem."""
    known, at = known_items(session, chunk, origin), now()
    for item in chunk:
        if isinstance(item, Problem):
            report.add(item)
            continue
        try:
            report.count(item, import_item(session, item, known, origin, by=by, at=at))
        except Refused as refused:
            report.add(Problem(item.row, f"#{item.number}: {refused.sentence}", refused=True))


def begin(source: str, path: Path, importer: Importer) -> int:
    """Write down that an import begins; returns the run's id."""
    with writing() as session:
        run = ImportRun(source=source, filename=path.name[:300], digest=importer.digest)
        session.add(run)
        session.flush()
        return run.id


def finish(run_id: int, report: Report) -> None:
    """Write down what came of it."""
    with writing() as session:
        run = session.get_one(ImportRun, run_id)
        run.made, run.changed, run.unchanged = report.made, report.changed, report.unchanged
        run.problems = json.dumps([[problem.row, problem.sentence] for problem in report.problems], ensure_ascii=False)
        run.finished_at = now()
