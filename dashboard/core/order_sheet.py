"""An order sheet that came back: what each of its rows asks for, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from dashboard.core import money
from dashboard.core.reckoning import quantity
from dashboard.core.refusals import Invalid

MOST_LINES = 200


class Product(Protocol):
    """What is on offer."""

    @property
    def id(self) -> int: ...
    @property
    def called(self) -> str: ...
    @property
    def price(self) -> int: ...
    @property
    def stock(self) -> int | None: ...


class Asked(NamedTuple):
    """A row that asks for something: `error` is why it cannot be ordered so, `note` what is else to be known."""

    row: int
    sku: str
    name: str
    quantity: int
    product: int | None
    price: int | None
    error: str = ""
    note: str = ""


def asked(rows: Iterable[Mapping[str, object]], offered: Mapping[str, Product], currency: str) -> list[Asked]:
    """The rows with a quantity, and those that cannot be read; a row that asks for nothing is passed over.

    `offered`: what is on offer, by SKU. Prices in minor units of `currency`.
    """
    seen: dict[str, int] = {}
    found = [of_row(row, offered, seen, currency) for row in rows]
    return [one for one in found if one is not None]


def of_row(
    row: Mapping[str, object], offered: Mapping[str, Product], seen: dict[str, int], currency: str
) -> Asked | None:
    """What one row asks for; None for nothing."""
    number, sku = int(str(row["row"])), str(row.get("sku", "")).strip()
    name, typed = str(row.get("name", ""))[:200], str(row.get("quantity", "")).strip()
    if "refused" in row:
        return Asked(number, sku[:120], name, 0, None, None, str(row["refused"]))
    if typed in {"", "0"}:
        return None
    product = offered.get(sku)
    try:
        pieces = quantity(typed)
    except Invalid as refusal:
        return Asked(number, sku[:120], name, 0, None, None, refusal.sentence)
    if not pieces:
        return None
    if product is None:
        what = "The row names no SKU." if not sku else "This is not in the catalog. Take it out, or take a new sheet."
        return Asked(number, sku[:120], name, pieces, None, None, what)
    error = too_many(pieces, product.stock)
    if sku in seen:
        error = f"This SKU stands in row {seen[sku]} already. Add the two up."
    seen.setdefault(sku, number)
    note = another_price(str(row.get("price", "")), product.price, currency)
    return Asked(number, sku, product.called, pieces, product.id, product.price, error, note)


def too_many(pieces: int, stock: int | None) -> str:
    """Why so many cannot be had; nothing where they can."""
    if stock is None or pieces <= stock:
        return ""
    return "Sold out." if stock < 1 else f"Only {stock:,} left."


def another_price(text: str, price: int, currency: str) -> str:
    """That the sheet has another price than today's; nothing where it has the same, or none."""
    try:
        was = money.to_minor(money.parse_decimal(text), currency) if text.strip() else price
    except Invalid:
        return "The price in the sheet cannot be read; today’s counts."
    if was == price:
        return ""
    return f"The price was {money.amount(was, currency)} in the sheet, and is {money.amount(price, currency)} today."


def pieces_of(rows: Iterable[Asked]) -> dict[int, int]:
    """What the rows come to, by product. Raises Invalid for none, too many, or a row with an error."""
    found = {}
    for one in rows:
        if one.error or one.product is None:
            raise Invalid("Rows of this sheet cannot be ordered as they are. Mend them, and upload it again.", "file")
        found[one.product] = one.quantity
    if not found:
        raise Invalid("The sheet asks for nothing: fill in the column Quantity, and save it.", "file")
    if len(found) > MOST_LINES:
        raise Invalid(f"An order has {MOST_LINES} lines at most. Order the rest by another sheet.", "file")
    return found
