"""Importers: one file per source, each turning a merchant's export into incoming items. `SOURCES` names them all."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from dashboard.core.refusals import Invalid
from dashboard.importers import shopify_json, woo_json
from dashboard.importers.incoming import Choices, Incoming, Problem
from dashboard.importers.mapped import MappedTable
from dashboard.importers.shopify_customers import ShopifyCustomers
from dashboard.importers.shopify_orders import ShopifyOrders
from dashboard.importers.tracking import TrackingNumbers
from dashboard.importers.woo_csv import WooOrders

Item = Incoming | Problem


class Importer(Protocol):
    """A file that was looked over and can be read."""

    digest: str  # SHA-256 of the unzipped bytes
    count: int  # how many items will come, those that cannot be brought in among them
    found: Choices  # how it is read: the choices made, and what was found in the file where none was
    open_choices: tuple[str, ...]  # fields of Choices that the file leaves open: read as in `found` until settled
    columns: tuple[str, ...]  # as the file has them
    unknown_columns: tuple[str, ...]

    def read(self) -> Iterator[Item]:
        """Each item once, or why it cannot be brought in. Memory does not grow with the file."""


class Source(Protocol):
    """A kind of file. Opening one raises Invalid, with a sentence, if the file cannot be read as such."""

    name: str
    label: str
    kind: str  # what it holds: "orders", "customers" or "shipments"
    source: str  # under which its orders are known here: two files of one system can hold the same order
    prefix: str  # what the codes of its orders begin with, unless another is chosen

    def __call__(self, path: Path, choices: Choices) -> Importer:
        """Look the whole file over once."""

    def accepts(self, path: Path) -> bool:
        """Whether the beginning of the file looks like this source's own."""

    def write_refused(self, path: Path, choices: Choices, reasons: Mapping[int, str]) -> Iterator[bytes]:
        """The file again, but only these rows, each with its reason in a column "Reason", which reading passes over."""


# The first that accepts a file is taken for its own; what a merchant made themselves comes last.
ALL: tuple[Source, ...] = (
    ShopifyOrders,
    ShopifyCustomers,
    shopify_json.ORDERS,
    shopify_json.CUSTOMERS,
    WooOrders,
    woo_json.ORDERS,
    woo_json.CUSTOMERS,
    TrackingNumbers,
    MappedTable,
)
SOURCES: dict[str, Source] = {source.name: source for source in ALL}


def recognised(path: Path) -> Source:
    """The source that this file comes from. Raises Invalid if it is nobody's that is known here."""
    for source in SOURCES.values():
        if source.accepts(path):
            return source
    raise Invalid(f"{path.name} is no export that is known here. Choose what it is, or map its columns.")
