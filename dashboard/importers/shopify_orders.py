"""Shopify's orders_export.csv: one row per line, the order's own cells on its first."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from dashboard.core.refusals import Invalid
from dashboard.importers import csv_file, grouping
from dashboard.importers.grouping import Group
from dashboard.importers.incoming import Defaults, IncomingOrder, Problem
from dashboard.importers.reckon import reckon
from dashboard.importers.shopify_cells import assemble
from dashboard.importers.shopify_columns import ITEM, PASSED_OVER, REQUIRED, USED, normalised
from dashboard.importers.shopify_money import money_of
from dashboard.importers.shopify_rows import distinct, merged


class ShopifyOrders:
    """One export that was looked over."""

    name: ClassVar[str] = "shopify"
    label: ClassVar[str] = "Shopify"

    def __init__(self, path: Path, defaults: Defaults) -> None:
        self.defaults, self.file = defaults, csv_file.look_over(path)
        headers = [normalised(cell) for cell in self.file.header]
        self.columns = {name: at for at, name in reversed(list(enumerate(headers))) if name in USED}
        self.refuse_missing(path)
        self.counted = grouping.count(self.file.rows(), self.columns["name"])
        self.digest = self.file.digest
        self.orders = len(self.counted)
        named = zip(self.file.header, headers, strict=True)
        self.unknown_columns = tuple(cell for cell, name in named if name and name not in USED | PASSED_OVER)

    def refuse_missing(self, path: Path) -> None:
        """Raise Invalid if a column is not there that nothing can do without."""
        if missing := [name.capitalize() for name in REQUIRED if name not in self.columns]:
            raise Invalid(f"{path.name} is no orders export of Shopify: it has no column {', '.join(missing)}.")
        if "currency" not in self.columns and self.defaults.currency is None:
            raise Invalid(f"{path.name} has no column Currency. Say which one it is, such as --currency EUR.")

    def read(self) -> Iterator[IncomingOrder | Problem]:
        """Each order once, or why it cannot be brought in."""
        for group in grouping.gather(self.file.rows(), self.columns["name"], self.counted):
            try:
                yield self.order(group)
            except Invalid as refusal:
                yield Problem(group.rows[0][0], f"#{group.key}: {refusal.sentence}", refused=True)

    def order(self, group: Group) -> IncomingOrder:
        """The order of these rows. Raises Invalid."""
        if not group.key:
            raise Invalid("the first rows name no order.")
        rows, warnings = distinct(group, self.columns, len(self.file.header))
        head = merged(rows, self.columns)
        lines = [row for row in rows if not ITEM.isdisjoint(row.cells)]
        order, told = assemble(head, lines, group.key, self.defaults)
        order = replace(order, total=reckon(order).total)
        money = money_of(head, order.currency, order.total or 0, self.defaults.zone)
        told += [Problem(head.row, f"#{group.key}: {sentence}") for sentence in money.warnings]
        return replace(order, payment=money.payment, refunded=money.refunded, warnings=(*warnings, *told))
