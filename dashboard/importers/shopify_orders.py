"""Shopify's orders_export.csv: one row per line, the order's own cells on its first."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from dashboard.core.refusals import Invalid
from dashboard.importers import grouping
from dashboard.importers.cells import Spelling
from dashboard.importers.csv_file import SUPPOSED
from dashboard.importers.grouping import Group
from dashboard.importers.incoming import Choices, IncomingOrder, Problem
from dashboard.importers.reckon import reckon
from dashboard.importers.shopify_cells import assemble
from dashboard.importers.shopify_columns import ITEM, PASSED_OVER, REQUIRED, USED, normalised
from dashboard.importers.shopify_money import money_of
from dashboard.importers.shopify_rows import distinct, merged
from dashboard.importers.table import header, open_table, with_reasons


def is_export(columns: tuple[str, ...]) -> bool:
    """Whether these are the columns of Shopify's orders."""
    return set(REQUIRED) <= {normalised(cell) for cell in columns}


def refuse_missing(path: Path, columns: tuple[str, ...]) -> None:
    """Raise Invalid if a column is not there that nothing can do without."""
    found = {normalised(cell) for cell in columns}
    if missing := [name.capitalize() for name in REQUIRED if name not in found]:
        raise Invalid(f"{path.name} is no orders export of Shopify: it has no column {', '.join(missing)}.")


class ShopifyOrders:
    """One export that was looked over."""

    name: ClassVar[str] = "shopify"
    label: ClassVar[str] = "Shopify"
    kind: ClassVar[str] = "orders"
    source: ClassVar[str] = "shopify"
    prefix: ClassVar[str] = "SH-"

    def __init__(self, path: Path, choices: Choices) -> None:
        opened = open_table(path, choices, is_export)
        refuse_missing(path, opened.header)
        self.file, self.digest = opened.settle()
        self.found = replace(choices, encoding=self.file.encoding, separator=self.file.separator)
        self.columns = self.file.header
        headers = [normalised(cell) for cell in self.columns]
        self.places = {name: at for at, name in reversed(list(enumerate(headers))) if name in USED}
        self.counted = grouping.count(self.file.rows(), self.places["name"])
        self.open_choices = self.unsettled(choices)
        self.count = len(self.counted)
        named = zip(self.columns, headers, strict=True)
        self.unknown_columns = tuple(cell for cell, name in named if name and name not in USED | PASSED_OVER)

    @classmethod
    def accepts(cls, path: Path) -> bool:
        """Whether the header row is that of Shopify's orders."""
        return is_export(header(path, is_export))

    def unsettled(self, choices: Choices) -> tuple[str, ...]:
        """Windows-1252 is only supposed, and nothing stands for a currency that the file does not name."""
        unsure = {
            "encoding": choices.encoding is None and self.found.encoding == SUPPOSED,
            "currency": "currency" not in self.places and self.found.currency is None,
        }
        return tuple(name for name, open_ in unsure.items() if open_)

    @staticmethod
    def write_refused(path: Path, choices: Choices, reasons: Mapping[int, str]) -> Iterator[bytes]:
        """These rows under their header, with the reason in a last column."""
        return with_reasons(open_table(path, choices, is_export), reasons)

    def read(self) -> Iterator[IncomingOrder | Problem]:
        """Each order once, or why it cannot be brought in."""
        for group in grouping.gather(self.file.rows(), self.places["name"], self.counted):
            try:
                yield self.order(group)
            except Invalid as refusal:
                rows = tuple(number for number, _ in group.rows)
                yield Problem(rows[0], f"#{group.key}: {refusal.sentence}", refused=True, rows=rows)

    def order(self, group: Group) -> IncomingOrder:
        """The order of these rows. Raises Invalid."""
        if not group.key:
            raise Invalid("the first rows name no order.")
        rows, warnings = distinct(group, self.places, len(self.file.header), Spelling.of(self.found))
        head = merged(rows, self.places)
        lines = [row for row in rows if not ITEM.isdisjoint(row.cells)]
        order, told = assemble(head, lines, group.key, self.found)
        order = replace(order, total=reckon(order).total)
        money = money_of(head, order.currency, order.total or 0)
        told += [Problem(head.row, f"#{group.key}: {sentence}") for sentence in money.warnings]
        order = replace(order, payment=money.payment, refunded=money.refunded, warnings=(*warnings, *told))
        return replace(order, rows=tuple(number for number, _ in group.rows))
