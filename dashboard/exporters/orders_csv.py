"""Orders as a CSV table, a row for each line: what the import of tables takes in again as the same orders.

What is said of the whole order stands in its first row. Cells that begin like a formula carry an apostrophe, which
the import takes off. Amounts and dates are written as every program reads them.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from dashboard.exporters.columns import LINE_COLUMNS, ORDER_COLUMNS, Value
from dashboard.importers.cells import guarded
from dashboard.models.order_export import Taken

BOM = "\ufeff"  # so that spreadsheets read it as UTF-8
PIECE = 1 << 16


def pieces(orders: Iterable[Taken], zone: str) -> Iterator[bytes]:
    """The file, piece by piece."""
    clock, out = ZoneInfo(zone), io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    out.write(BOM)
    table.writerow([*(column.head for column in ORDER_COLUMNS), *(column.head for column in LINE_COLUMNS)])
    for taken in orders:
        table.writerows(rows(taken, clock))
        if out.tell() >= PIECE:
            yield out.getvalue().encode("utf-8", "replace")
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode("utf-8", "replace")


def rows(taken: Taken, clock: ZoneInfo) -> Iterator[list[str]]:
    """The rows of an order: one for each line that is left of it, one for an order without any."""
    order = taken.order
    head = [written(column.value(taken), clock) for column in ORDER_COLUMNS]
    again = [head[0], *[""] * (len(head) - 1)]
    lines = [line for line in taken.lines if line.quantity]
    if not lines:
        yield [*head, *[""] * len(LINE_COLUMNS)]
    for number, line in enumerate(lines):
        yield [
            *(again if number else head),
            *(written(column.value(order, line), clock) for column in LINE_COLUMNS),
        ]


def written(value: Value, clock: ZoneInfo) -> str:
    """A cell."""
    match value:
        case None:
            return ""
        case datetime():
            return value.astimezone(clock).strftime("%Y-%m-%d %H:%M:%S %z")
        case Decimal():
            return f"{value:f}"
        case int():
            return str(value)
    return guarded(value.replace("\0", ""))
