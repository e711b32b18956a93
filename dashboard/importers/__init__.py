"""Importers: one file per source, each turning a merchant's export into incoming orders. `SOURCES` names them all."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from dashboard.importers.incoming import Defaults, IncomingOrder, Problem
from dashboard.importers.shopify_orders import ShopifyOrders


class Importer(Protocol):
    """A file that was looked over and can be read."""

    digest: str  # SHA-256 of the unzipped bytes
    orders: int  # how many orders will come
    unknown_columns: tuple[str, ...]

    def read(self) -> Iterator[IncomingOrder | Problem]:
        """Each order once, or why it cannot be brought in. Memory does not grow with the file."""


class Source(Protocol):
    """A kind of file. Opening one raises Invalid, with a sentence, if the file cannot be read as such."""

    name: str
    label: str

    def __call__(self, path: Path, defaults: Defaults) -> Importer:
        """Look the whole file over once."""


SOURCES: dict[str, Source] = {source.name: source for source in (ShopifyOrders,)}
