"""Tracking numbers, CSV or XLSX: an order, a carrier and a number in each row."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from dashboard.core.refusals import Invalid
from dashboard.importers.cells import Cells
from dashboard.importers.grouping import key_of
from dashboard.importers.incoming import Choices, Incoming, IncomingTracking
from dashboard.importers.mapped_fields import squeezed
from dashboard.importers.one_per_row import OnePerRow
from dashboard.importers.table import header, open_table, with_reasons

COLUMNS = {
    "order": "order ordercode ordernumber orderno orderid name number reference amazonorderid",
    "tracking": "trackingnumber tracking trackingno trackingcode trackingid awb consignment parcelnumber",
    "carrier": "carrier trackingcompany shippingcarrier courier carriername carriercode service",
    "at": "date shippedat shipdate dateshipped shippedon sentat shippingdate",
}
FIELDS = {also: name for name, headers in COLUMNS.items() for also in headers.split()}


def places(columns: tuple[str, ...]) -> dict[str, int]:
    """The place of each of COLUMNS; the header that says it best counts."""
    found: dict[str, int] = {}
    for name, headers in COLUMNS.items():
        by_header = {squeezed(cell): at for at, cell in reversed(list(enumerate(columns)))}
        at = next((by_header[also] for also in headers.split() if also in by_header), None)
        if at is not None:
            found[name] = at
    return found


def is_list(columns: tuple[str, ...]) -> bool:
    """Whether these are the columns of a list of tracking numbers, and of nothing larger."""
    squeezed_ones = {squeezed(cell) for cell in columns}
    return {"order", "tracking"} <= set(places(columns)) and squeezed_ones.isdisjoint(
        {"quantity", "unitprice", "price"}
    )


class TrackingNumbers(OnePerRow):
    """A list that was looked over."""

    name: ClassVar[str] = "tracking"
    label: ClassVar[str] = "Tracking numbers"
    kind: ClassVar[str] = "shipments"
    source: ClassVar[str] = "tracking"
    prefix: ClassVar[str] = ""

    def __init__(self, path: Path, choices: Choices) -> None:
        super().__init__(path, choices, is_list, places, ("at",))
        known = {*self.places.values()}
        self.unknown_columns = tuple(
            cell for at, cell in enumerate(self.columns) if cell and at not in known and squeezed(cell) != "reason"
        )

    @classmethod
    def accepts(cls, path: Path) -> bool:
        """Whether the header row names orders and tracking numbers."""
        return is_list(header(path, is_list))

    @staticmethod
    def write_refused(path: Path, choices: Choices, reasons: Mapping[int, str]) -> Iterator[bytes]:
        """These rows under their header, with the reason in a last column."""
        return with_reasons(open_table(path, choices, is_list), reasons)

    def item(self, row: Cells, cells: list[str]) -> tuple[Incoming, Mapping[str, str]]:
        """The tracking number of a row."""
        number, tracking = key_of([row.text("order")], 0), row.bare("tracking")
        if not number:
            raise Invalid("the row names no order.")
        if not tracking:
            raise Invalid(f"#{number}: the row has no tracking number.")
        found = IncomingTracking(row.row, number, tracking, row.text("carrier"), row.moment("at"))
        return found, {f"{number} {tracking}": f"#{number}: tracking number {tracking}"}
