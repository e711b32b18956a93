"""Reading a file, wherever that happens: what is asked of it, and what was found when it was looked over."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from dashboard.core.refusals import Invalid
from dashboard.importers import SOURCES, Importer, Item, Source, recognised
from dashboard.importers.csv_rows import writable
from dashboard.importers.incoming import Choices
from dashboard.importers.json_file import begins_like_json
from dashboard.importers.order_rows import order_rows
from dashboard.importers.product_rows import product_rows
from dashboard.importers.table import open_table

SAMPLED = 3  # rows of the file that the preview shows
# What nobody but the merchant can know: it is asked for, never supposed.
NEEDED = {"currency", "dates", "decimal", "mapping"}
LONGEST = 200  # letters of a cell in it


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: `needed` are choices without which nothing can be read, `samples` are [row, [cell, …]]."""

    digest: str
    count: int
    found: dict[str, Any]
    open_choices: tuple[str, ...]
    needed: tuple[str, ...]
    columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    samples: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read as a source's own; the first `skip` items were gone through before."""

    source: str
    path: Path
    choices: Choices
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that is open."""

    looked: Looked
    items: Iterator[Item]


class Reader(Protocol):
    """Somewhere that files are read. Everything here raises Invalid, with a sentence, for what cannot be read."""

    def recognise(self, path: Path, kind: str | None) -> str:
        """The source of the file, by its beginning; `kind` is what it is said to hold."""

    def opened(self, task: Task, alive: Callable[[], None]) -> AbstractContextManager[Reading]:
        """The file, looked over. `alive` is called every few seconds while that takes."""

    def refused(self, task: Task, reasons: Mapping[int, str]) -> Iterator[bytes]:
        """The file again, but only these rows, each with its reason."""

    def products(self, path: Path) -> list[dict[str, Any]]:
        """The rows of a list of products, as product_rows() gives them."""

    def order_sheet(self, path: Path) -> list[dict[str, Any]]:
        """The rows of an order sheet, as order_rows() gives them."""


class Here:
    """Reads within this process: for commands that tests run, and as what the process apart does."""

    def recognise(self, path: Path, kind: str | None) -> str:
        """The source of the file, by its beginning."""
        return recognise(path, kind)

    @contextmanager
    def opened(self, task: Task, alive: Callable[[], None]) -> Iterator[Reading]:
        """The file, looked over."""
        importer = SOURCES[task.source](task.path, task.choices)
        yield Reading(look(importer), islice(importer.read(), task.skip, None))

    def refused(self, task: Task, reasons: Mapping[int, str]) -> Iterator[bytes]:
        """Only these rows."""
        return SOURCES[task.source].write_refused(task.path, task.choices, reasons)

    def products(self, path: Path) -> list[dict[str, Any]]:
        """The rows of a list of products."""
        return list(product_rows(path))

    def order_sheet(self, path: Path) -> list[dict[str, Any]]:
        """The rows of an order sheet."""
        return list(order_rows(path))


def recognise(path: Path, kind: str | None) -> str:
    """The name of the source. Raises Invalid where the file is none of the wanted kind.

    A table that nobody knows may be one of the merchant's own, whose columns are asked for.
    What is neither JSON nor a table within the bounds is refused once, by its own sentence, before any source looks.
    """
    if not begins_like_json(path):
        open_table(path, Choices("", "UTC"))
    wanted = [source for source in SOURCES.values() if kind in {None, source.kind}]
    if fitting := next((source for source in wanted if source.accepts(path)), None):
        return fitting.name
    if (kind or is_table(path)) and (table := next((source for source in wanted if fields_of(source)), None)):
        return table.name
    other = recognised(path)
    raise Invalid(f"{path.name} holds no {kind}: it looks like {other.kind} from {other.label}.")


def is_table(path: Path) -> bool:
    """Whether a file has columns, and under them a row that fits."""
    if begins_like_json(path):
        return False
    table = open_table(path, Choices("", "UTC"))
    _, cells = next(table.rows(), (0, []))
    return len(cells) >= len(table.header) > 1


def fields_of(source: Source) -> dict[str, str]:
    """What a column of a table of one's own can become, with the words for it; nothing for a source that knows."""
    given = dict(getattr(source, "fields", ()) or ())
    return {name: str(getattr(field, "label", field)) for name, field in given.items()}


def look(importer: Importer) -> Looked:
    """What was found in a file, as plain data."""
    found = asdict(importer.found)
    open_choices = tuple(importer.open_choices)
    return Looked(
        digest=importer.digest,
        count=importer.count,
        found={name: dict(value) if name == "mapping" and value else value for name, value in found.items()},
        open_choices=open_choices,
        needed=tuple(name for name in open_choices if name in NEEDED),
        columns=tuple(importer.columns),
        unknown_columns=tuple(importer.unknown_columns),
        samples=tuple(samples(importer)),
    )


def samples(importer: Importer) -> Iterator[list[Any]]:
    """The first rows as they stand in the file, where it has rows."""
    rows = getattr(getattr(importer, "file", None), "rows", None)
    for number, cells in islice(rows(), SAMPLED) if rows else ():
        yield [number, [writable(str(cell)[:LONGEST]) for cell in cells]]
