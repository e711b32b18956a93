"""The rows of one Shopify order: repeated ones skipped, the order's own cells brought together, conflicts refused."""

from collections.abc import Iterable, Mapping

from dashboard.core.refusals import Invalid
from dashboard.importers.cells import Cells, Spelling
from dashboard.importers.csv_rows import refuse_unreadable
from dashboard.importers.grouping import Group
from dashboard.importers.incoming import Problem
from dashboard.importers.shopify_columns import ORDER, REPEATED

FULL = ORDER - REPEATED  # a row with one of these is no mere continuation
ONE = ORDER - {"name"}  # of these, all rows of an order must say the same


def distinct(
    group: Group, columns: Mapping[str, int], width: int, spelling: Spelling
) -> tuple[list[Cells], list[Problem]]:
    """The order's rows, and a warning for each left out because it stands twice, order and all.

    A repeated row without cells of the order is another line of the same goods. Raises Invalid for a row that does
    not fit the `width` of the header.
    """
    rows: list[Cells] = []
    warnings: list[Problem] = []
    full: dict[tuple[str, ...], int] = {}
    for number, cells in group.rows:
        refuse_unreadable(number, cells, width)
        row = Cells(number, {name: text for name, at in columns.items() if (text := cells[at].strip())}, spelling)
        content = tuple(cells)
        if content in full:
            sentence = f"#{group.key}: the row repeats row {full[content]} and was left out."
            warnings.append(Problem(number, sentence))
            continue
        if not FULL.isdisjoint(row.cells):
            full[content] = number
        rows.append(row)
    return rows, warnings


def merged(rows: list[Cells], columns: Iterable[str]) -> Cells:
    """What the rows say of the order under each column; blank means not repeated. Raises Invalid where two disagree."""
    said: dict[str, tuple[str, int]] = {}
    for row in rows:
        for column, text in row.cells.items():
            if column not in ONE:
                continue
            before, number = said.setdefault(column, (text, row.row))
            if before != text and plain(before) != plain(text):
                rows_named = f"rows {number} and {row.row} disagree under {column.capitalize()}"
                raise Invalid(f"{rows_named} (“{before[:40]}”, “{text[:40]}”). Correct the file and import it again.")
    texts = {column: said.get(column, ("", 0))[0] for column in columns}
    return Cells(rows[0].row, texts, rows[0].spelling)


def plain(text: str) -> str:
    """Text as it is compared between rows."""
    return text.removeprefix("'").strip().casefold()
