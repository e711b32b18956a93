"""Rows of a spreadsheet gathered into orders, wherever in the file they stand, holding only orders still incomplete."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dashboard.importers.csv_rows import MEANINGLESS

Row = tuple[int, list[str]]


@dataclass(slots=True)
class Group:
    """The rows of one order in the file's order."""

    key: str
    rows: list[Row] = field(default_factory=list)


def key_of(row: list[str], column: int) -> str:
    """The order that a row names; "" if it names none."""
    text = row[column].strip().removeprefix("'").replace("#", "").strip() if column < len(row) else ""
    return text if text.isascii() else MEANINGLESS.sub("�", text)


def count(rows: Iterable[Row], column: int) -> Counter[str]:
    """How many rows each order has. A row that names none belongs to the order above it; "" before the first."""
    counted: Counter[str] = Counter()
    key = ""
    for _, row in rows:
        key = key_of(row, column) or key
        counted[key] += 1
    return counted


def gather(rows: Iterable[Row], column: int, counted: Counter[str]) -> Iterator[Group]:
    """Each order as soon as its last row came; `counted` is what count() found in the same rows."""
    left, waiting, key = counted.copy(), dict[str, Group](), ""
    for row in rows:
        key = key_of(row[1], column) or key
        group = waiting.setdefault(key, Group(key))
        group.rows.append(row)
        left[key] -= 1
        if left[key] == 0:
            yield waiting.pop(key)
