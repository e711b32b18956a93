"""The rows of an order sheet that was filled in, XLSX or CSV: an article in each row, and how many of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dashboard.core.refusals import Invalid
from dashboard.importers.incoming import Choices
from dashboard.importers.mapped_fields import squeezed
from dashboard.importers.product_rows import cells_of
from dashboard.importers.table import open_table

MOST_ROWS = 6_000
COLUMNS = {
    "sku": "sku articlenumber itemnumber artno articleno itemno productcode",
    "name": "product name productname item articlename",
    "price": "unitprice price",
    "quantity": "quantity qty pieces ordered",
}
HELP = "Download the order sheet, fill in its column Quantity, and upload that."


def places(header: tuple[str, ...]) -> dict[str, int]:
    """The place of each of COLUMNS."""
    by_header = {squeezed(cell.partition(",")[0]): at for at, cell in reversed(list(enumerate(header)))}
    found = {name: [by_header[word] for word in also.split() if word in by_header] for name, also in COLUMNS.items()}
    return {name: at[0] for name, at in found.items() if at}


def is_order_sheet(header: tuple[str, ...]) -> bool:
    """Whether rows name articles and how many of each."""
    return {"sku", "quantity"} <= places(header).keys()


def order_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Each row as text by column, with its number in "row"; what cannot be read says why in "refused".

    Raises Invalid for a file that is no such sheet, or too long.
    """
    table = open_table(path, Choices("", "UTC"), is_order_sheet)
    if not is_order_sheet(table.header):
        raise Invalid(f"{path.name} is no order sheet: it has no columns SKU and Quantity. {HELP}")
    file, _ = table.settle()
    wanted = places(file.header)
    for count, (number, cells) in enumerate(file.rows(), start=1):
        if count > MOST_ROWS:
            raise Invalid(f"{path.name} has more than {MOST_ROWS:,} rows. {HELP}")
        yield {"row": number, **cells_of(number, cells, len(file.header), wanted)}
