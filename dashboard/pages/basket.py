"""Lines of an order in a form: products found and added, each with quantity and price as typed.

A row is called "l12" for line 12 of the order, or "p7" for product 7; its fields are "quantity-l12", "price-l12".
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeVar

from flask import request

from dashboard.core import money, reckoning
from dashboard.core.products import called
from dashboard.core.refusals import Invalid, Refused
from dashboard.extensions import db
from dashboard.models.keyset import is_number
from dashboard.models.product_list import ProductRow, offered, products_by_id

KEY = re.compile(r"[lp][0-9]{1,18}")
MOST = 200
SHOWN = 6
LONGEST = 40
SEARCHED = 200
T = TypeVar("T")


@dataclass(slots=True)
class Row:
    """One line in the form: what it is, what was typed, and what is wrong with it."""

    key: str
    name: str
    variant: str
    sku: str
    picture: str | None
    quantity: str
    price: str
    was: str = ""  # the quantity before, for a line that is there already and becomes another
    least: int = 0
    quantity_error: str = ""
    price_error: str = ""

    @property
    def number(self) -> int:
        """The id of its line or product."""
        return int(self.key[1:])

    @property
    def is_line(self) -> bool:
        """Whether it is a line of the order already."""
        return self.key.startswith("l")

    @property
    def title(self) -> str:
        """Its product by name and variant."""
        return called(self.name, self.variant)


class Typed(NamedTuple):
    """What a row says."""

    row: Row
    quantity: int
    unit_price: Decimal


class Search(NamedTuple):
    """What is looked for, and the products that match."""

    q: str
    found: Sequence[ProductRow]
    more: bool


def row_keys() -> list[str]:
    """The rows that the form has, each once. A product that is to be added comes last."""
    sent = [key for key in request.form.getlist("row")[:MOST] if KEY.fullmatch(key)]
    wanted = request.form.get("add", "")
    drop = request.form.get("drop")
    if is_number(wanted) and int(wanted):
        sent.append(f"p{int(wanted)}")
    return [key for key in dict.fromkeys(sent) if key != drop]


def added_rows(currency: str, catalog: int | None = None, among: Sequence[str] | None = None) -> list[Row]:
    """The rows of products, at the price that was typed, else the product's own where it is in this currency."""
    wanted = [key for key in (row_keys() if among is None else among) if key.startswith("p")]
    known = products_by_id(db.session(), [int(key[1:]) for key in wanted], catalog)
    return [product_row(key, known[int(key[1:])], currency) for key in wanted if int(key[1:]) in known]


def product_row(key: str, product: ProductRow, currency: str) -> Row:
    """The row of a product: as typed, else one piece of it at its own price."""
    own = f"{money.to_decimal(product.price, currency):f}" if product.currency == currency else ""
    quantity, price = typed(key, "1", own)
    if request.form.get("add") == key[1:] and f"quantity-{key}" in request.form:
        quantity = one_more(quantity)
    return Row(key, product.name, product.variant, product.sku, product.picture, quantity, price)


def typed(key: str, quantity: str, price: str) -> tuple[str, str]:
    """What was typed in a row's fields, else these."""
    return tuple(  # type: ignore[return-value]
        request.form.get(f"{name}-{key}", other)[:LONGEST] for name, other in (("quantity", quantity), ("price", price))
    )


def one_more(quantity: str) -> str:
    """The quantity after its product was picked again."""
    plain = quantity.strip()
    return str(int(plain) + 1) if reckoning.QUANTITY.fullmatch(plain) else quantity


def looked_for(catalog: int | None = None, others: bool = False) -> Search:
    """What the box says, with the products that match; nothing once one was picked.

    Those of the catalog, at its prices; `others`: also what is in other catalogs, or in none.
    """
    q = "" if "add" in request.form else request.form.get("product_q", "")[:SEARCHED].strip()
    found = offered(db.session(), q, SHOWN + 1, None if others else catalog) if q else []
    if found and others and catalog is not None:
        found = list(products_by_id(db.session(), [row.id for row in found], catalog).values())
    return Search(q, sorted(found, key=lambda row: row.sku)[:SHOWN], len(found) > SHOWN)


def read(rows: Sequence[Row], currency: str) -> list[Typed]:
    """What all rows say. Raises Invalid beside the first field that is wrong, each being told in its row."""
    said, wrong = [], []
    for row in rows:
        try:
            quantity = reckoning.quantity(row.quantity, f"quantity-{row.key}")
            said.append(Typed(row, quantity, reckoning.unit_price(row.price, currency, f"price-{row.key}")))
        except Invalid as refusal:
            tell(rows, refusal)
            wrong.append(refusal)
    if wrong:
        raise wrong[0]
    return said


def tell(rows: Sequence[Row], refused: Refused) -> None:
    """Put a refusal into the row whose field it is about."""
    name, _, key = (refused.field or "").partition("-")
    for row in rows:
        if row.key == key:
            row.quantity_error = refused.sentence if name == "quantity" else row.quantity_error
            row.price_error = refused.sentence if name == "price" else row.price_error


def amount(text: str | None, currency: str, field: str) -> int:
    """An amount as typed, nothing typed being nothing. Raises Invalid beside the field."""
    if not (text or "").strip():
        return 0
    try:
        return money.parse(text or "", currency)
    except Invalid as refusal:
        raise Invalid(refusal.sentence, field) from None


def tried(reckon: Callable[[], T]) -> T | None:
    """What comes of the form as it stands; None where it cannot be told yet."""
    try:
        return reckon()
    except Invalid:
        return None
