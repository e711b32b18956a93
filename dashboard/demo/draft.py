"""A draft: all rows of one order and its log, as plain values, before they have ids.

Both ways into the database take the same draft: tell.py through the actions, bulk.py in one go.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from dashboard.core import money
from dashboard.core.person import COMMAND, Person, Role
from dashboard.demo.numbers import Numbers
from dashboard.demo.products import BY_SKU, Thing
from dashboard.demo.story import Item

Row = dict[str, Any]


class Owner(NamedTuple):
    """An account as drafts need it."""

    id: int
    name: str
    email: str | None
    email_key: str | None
    phone: str | None
    phone_key: str | None


class Setting(NamedTuple):
    """What the store already has, by the names that stories use."""

    staff: Mapping[Role, Person]
    accounts: Mapping[str, Owner]
    catalogs: Mapping[str, int]
    products: Mapping[str, int]
    numbers: Numbers
    region: str
    tax_rate: int


class Entry(NamedTuple):
    """A line of the log to be."""

    at: datetime
    by: Person
    verb: str
    text: Mapping[str, Any]


class Parted(NamedTuple):
    """A refund, shipment or return with its parts; these name their line by position."""

    row: Row
    parts: list[Row]


@dataclass(slots=True)
class Draft:
    """One order's rows. `order` holds the columns of orders but ids and what is derived."""

    setting: Setting
    buyer: Person
    owner: Owner | None
    order: Row
    lines: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)
    refunds: list[Parted] = field(default_factory=list)
    shipments: list[Parted] = field(default_factory=list)
    returns: list[Parted] = field(default_factory=list)
    invoices: list[Row] = field(default_factory=list)
    marks: list[Row] = field(default_factory=list)
    tags: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    to_cart: bool = False
    log: list[Entry] = field(default_factory=list)

    def at(self, hours: float) -> datetime:
        """The moment this many hours after the order was placed, to the second."""
        return self.order["placed_at"] + timedelta(seconds=round(hours * 3600))

    def person(self, role: Role | None) -> Person:
        """The colleague in this role; None: the desk itself."""
        return COMMAND if role is None else self.setting.staff[role]

    def say(self, at: datetime, by: Person, verb: str, **text: Any) -> None:
        """Add a line to the log; events that overlap may add theirs in any order."""
        self.log.append(Entry(at, by, verb, text))

    def amount(self, minor: int) -> str:
        """An amount in the order's currency as the log keeps it."""
        return written(minor, self.order["currency"])

    def line(self, sku: str) -> Row:
        """The line of this product."""
        return next(line for line in self.lines if line["sku"] == sku)

    def add_line(self, item: Item, original: bool = True) -> None:
        """Add a line; `original`: the buyer placed it so."""
        thing = BY_SKU[item.sku]
        price = thing.price if item.price is None else item.price
        self.lines.append(
            {
                "position": len(self.lines) + 1,
                "product_id": self.setting.products.get(item.sku),
                **described(thing),
                "quantity": item.quantity,
                "unit_price": price,
                "original_quantity": item.quantity if original else None,
                "original_unit_price": price if original else None,
            }
        )

    def reckon(self) -> None:
        """Line totals, discount shares, taxes and the order's total, from quantities and prices that include tax."""
        order, rate = self.order, self.setting.tax_rate
        gross = [money.line_total(row["quantity"], row["unit_price"], order["currency"]) for row in self.lines]
        shares = money.share_out(order["discount"], gross) if order["discount"] else [0] * len(gross)
        for row, amount, share in zip(self.lines, gross, shares, strict=True):
            row |= {
                "discount": share,
                "tax_rate": rate,
                "tax": money.tax_within(amount - share, rate),
                "total": amount - share,
            }
        order["shipping_tax"] = money.tax_within(order["shipping"], rate)
        order["tax"] = order["shipping_tax"] + sum(row["tax"] for row in self.lines)
        order["total"] = order["shipping"] + sum(row["total"] for row in self.lines)


def described(thing: Thing) -> Row:
    """The columns of a line that describe its product."""
    return {"sku": thing.sku, "name": thing.name, "variant": thing.variant, "picture": thing.picture}


@lru_cache(100_000)
def written(minor: int, currency: str) -> str:
    """An amount as the log keeps it; generated orders have few different ones, and Babel takes its time."""
    return money.money(minor, currency)
