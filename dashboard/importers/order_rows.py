"""The rows of an order sheet that was filled in, XLSX or CSV: an article in each row, and how many of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dashboard.importers.mapped_fields import squeezed
from dashboard.importers.product_rows import rows_of

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
    none = f"is no order sheet: it has no columns SKU and Quantity. {HELP}"
    return rows_of(path, is_order_sheet, places, MOST_ROWS, none, f"has more than {MOST_ROWS:,} rows. {HELP}")
