"""Drives importers and actions as an import does, without the machinery around it: chunk by chunk."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from dashboard.actions.import_item import Origin, Outcome, foresee_item, import_item, known_items
from dashboard.core.person import COMMAND
from dashboard.core.refusals import Refused
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.importers import SOURCES, Importer, Item, Source, recognised
from dashboard.importers.incoming import Choices, Problem

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CHUNK = 50


@dataclass
class Came:
    """What came of a file."""

    importer: Importer
    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    @property
    def told(self) -> list[tuple[int, str]]:
        return [(problem.row, problem.sentence) for problem in self.problems]


def opened(path: Path, source: str | None = None, **choices: Any) -> tuple[Source, Importer]:
    """The file's source and the file, looked over with these choices."""
    kind = SOURCES[source] if source else recognised(path)
    return kind, kind(path, Choices(**{"region": "DE", "zone": "Europe/Berlin"} | choices))


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items, CHUNK at a time."""
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def bring_in(
    path: Path, source: str | None = None, prefix: str | None = None, most: int | None = None, **choices: Any
) -> Came:
    """Bring a file in, or its first items; each chunk is foreseen in a reading transaction before."""
    kind, importer = opened(path, source, **choices)
    origin = Origin(kind.source, kind.label, kind.prefix if prefix is None else prefix, choices.get("region", "DE"))
    came = Came(importer)
    for chunk in chunks(islice(importer.read(), most)):
        foreseen = list(outcomes(db.session(), chunk, origin, came=None))
        db.session.rollback()
        with writing() as session:
            assert list(outcomes(session, chunk, origin, came)) == foreseen
    return came


def outcomes(session: Any, chunk: list[Item], origin: Origin, came: Came | None) -> Iterator[Outcome | str]:
    """What becomes of each item, written down in `came`; foreseen only, where there is none."""
    known, at = known_items(session, chunk, origin), now()
    for item in chunk:
        if isinstance(item, Problem):
            tell(came, item)
            yield "told"
            continue
        try:
            does = import_item if came else foresee_item
            outcome = does(session, item, known, origin, by=COMMAND, at=at)
        except Refused as refusal:
            tell(came, Problem(item.row, f"#{item.number}: {refusal.sentence}", refused=True, rows=(item.row,)))
            yield refusal.sentence
            continue
        if came:
            came.outcomes[outcome.value] += 1
            came.problems += item.warnings if outcome is Outcome.MADE else ()
        yield outcome


def tell(came: Came | None, problem: Problem) -> None:
    """Write a problem down."""
    if came:
        came.problems.append(problem)
        came.outcomes["refused"] += problem.refused
