"""Random orders, and what an importer must make of them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from dashboard.importers.incoming import IncomingOrder

LETTERS = "abcXYZ äßéñ 日本 ’\"',;|&<>\n0159-()"


@dataclass(frozen=True)
class Goods:
    """One line."""

    name: str
    sku: str
    quantity: int
    price: Decimal

    @property
    def worth(self) -> Decimal:
        return self.quantity * self.price


@dataclass(frozen=True)
class Sold:
    """One order as some shop sold it."""

    number: str
    placed_at: datetime
    email: str
    buyer: str
    city: str
    goods: tuple[Goods, ...]
    shipping: Decimal
    paid: bool
    sent: bool

    @property
    def total(self) -> Decimal:
        return sum((one.worth for one in self.goods), Decimal(0)) + self.shipping


def text(least: int) -> st.SearchStrategy[str]:
    """Text as merchants write it, with all that a file format may trip over."""
    whole = st.text(LETTERS, min_size=least, max_size=12).map(lambda found: found.strip())
    return whole.filter(lambda found: len(found) >= least and found[:1] not in "'\"" if least else True)


prices = st.integers(0, 99_999).map(lambda cents: Decimal(cents).scaleb(-2))
goods = st.builds(Goods, text(1), st.from_regex(r"[A-Z]{2}-[0-9]{1,3}", fullmatch=True), st.integers(1, 30), prices)


@st.composite
def orders(draw: st.DrawFn, most: int = 6) -> list[Sold]:
    """Orders whose numbers no single letter turns into one another."""
    found = []
    for at in range(1, draw(st.integers(1, most)) + 1):
        seconds = draw(st.integers(0, 40_000_000))
        found.append(
            Sold(
                number=str(at) * 5,
                placed_at=datetime(2025, 1, 13, tzinfo=UTC) + timedelta(seconds=seconds),
                email=draw(st.sampled_from(("", f"buyer{at}@mail.example", f"Anna.{at}@Shop.Example"))),
                buyer=draw(text(1)),
                city=draw(text(1)),
                goods=tuple(draw(st.lists(goods, min_size=1, max_size=4, unique_by=lambda one: one.sku))),
                shipping=draw(prices),
                paid=draw(st.booleans()),
                sent=draw(st.booleans()),
            )
        )
    return found


def seen(order: Sold) -> tuple[object, ...]:
    """What must come back of an order."""
    cents = int(order.total.scaleb(2))
    lines = tuple((one.name, one.sku, one.quantity, one.price) for one in order.goods)
    return (order.number, order.placed_at, "EUR", order.email or None, order.buyer, order.city, lines,
            int(order.shipping.scaleb(2)), cents, cents if order.paid else 0, order.sent)  # fmt: skip


def came_back(item: IncomingOrder) -> tuple[object, ...]:
    """The same of what an importer read."""
    lines = tuple((line.name, line.sku, line.quantity, line.unit_price) for line in item.lines)
    sent = {line.sent for line in item.lines} if not item.shipments else {True}
    return (item.number, item.placed_at, item.currency, item.email, item.name,
            (item.shipping_address or {}).get("city"), lines, item.shipping, item.total, item.payment.captured,
            sent == {True})  # fmt: skip
