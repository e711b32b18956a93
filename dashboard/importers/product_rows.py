"""Products from a table, CSV or XLSX: a product in each row, under tolerant headers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dashboard.core.refusals import Invalid
from dashboard.importers.cells import unguarded
from dashboard.importers.csv_rows import refuse_unreadable, writable
from dashboard.importers.incoming import Choices
from dashboard.importers.mapped_fields import squeezed
from dashboard.importers.table import open_table

MOST_ROWS = 5_000
LONGEST = 1_000  # letters of a cell that can be told; more is wrong in every column
COLUMNS = {
    "sku": "sku productsku variantsku articlenumber itemnumber artno artnr articleno itemno productcode",
    "name": "name product productname title itemname articlename",
    "variant": "variant variantname option optionvalue option1value attribute",
    "price": "price unitprice variantprice regularprice grossprice retailprice",
    "currency": "currency currencycode pricecurrency",
    "stock": "stock quantity qty inventory instock onhand available variantinventoryqty stockquantity",
}


def places(header: tuple[str, ...]) -> dict[str, int]:
    """The place of each of COLUMNS; the header that says it best counts."""
    by_header = {squeezed(cell): at for at, cell in reversed(list(enumerate(header)))}
    found = {}
    for name, also in COLUMNS.items():
        at = next((by_header[word] for word in also.split() if word in by_header), None)
        if at is not None:
            found[name] = at
    return found


def is_list(header: tuple[str, ...]) -> bool:
    """Whether a row names products by their SKU."""
    return "sku" in places(header)


def product_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Each row as text by column, with its number in "row"; what cannot be read says why in "refused".

    Raises Invalid for a file that is no such table, or too long.
    """
    none = "has no column “SKU”. Name its columns sku, name, variant, price, currency, stock."
    long = f"has more than {MOST_ROWS:,} products. Import it in parts."
    return rows_of(path, is_list, places, MOST_ROWS, none, long)


def rows_of(
    path: Path,
    is_right: Callable[[tuple[str, ...]], bool],
    places: Callable[[tuple[str, ...]], dict[str, int]],
    most: int,
    none: str,
    long: str,
) -> Iterator[dict[str, Any]]:
    """The rows of a table whose header is right, as product_rows() gives them.

    Raises Invalid: the file's name and `none` for another table, `long` for one of more than `most` rows.
    """
    table = open_table(path, Choices("", "UTC"), is_right)
    if not is_right(table.header):
        raise Invalid(f"{path.name} {none}")
    file, _ = table.settle()
    wanted = places(file.header)
    for count, (number, cells) in enumerate(file.rows(), start=1):
        if count > most:
            raise Invalid(f"{path.name} {long}")
        yield {"row": number, **cells_of(number, cells, len(file.header), wanted)}


def cells_of(number: int, cells: list[str], width: int, wanted: dict[str, int]) -> dict[str, str]:
    """The row’s cells by column, a guard against formulas taken off."""
    try:
        refuse_unreadable(number, cells, width)
    except Invalid as refusal:
        return {"refused": refusal.sentence[:1].upper() + refusal.sentence[1:]}
    return {name: unguarded(writable(cells[at].strip())[:LONGEST]) for name, at in wanted.items()}
