"""Add a product to a cart: more pieces of it, or a line of its own at today's price."""

from typing import Any

from dashboard.actions.change_cart import CartChange, change_cart
from dashboard.actions.once import Submission
from dashboard.actions.order_lines import MOST_LINES
from dashboard.core import money
from dashboard.core.person import Person
from dashboard.core.products import called
from dashboard.core.reckoning import MOST_PIECES
from dashboard.core.refusals import Invalid
from dashboard.models.cart import CartLine
from dashboard.models.catalog_offer import Offered, offer
from dashboard.models.store import Store


def add_to_cart(
    number: int,
    product: int | None,
    quantity: int,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
) -> dict[str, Any]:
    """Put so many pieces of a product of the cart's catalog into the open cart of this id.

    Returns the cart's id and what was put in, in words. Raises Invalid beside "product_q" or "quantity", Replayed and
    the refusals of change_cart().
    """
    if not 0 < quantity <= MOST_PIECES:
        raise Invalid(f"Enter a whole number of pieces, from 1 to {MOST_PIECES:,}.", "quantity")
    with change_cart(number, by=by, seen=seen, once=once) as under_way:
        sold = sold_now(under_way, product)
        line = line_of(under_way, sold)
        if line.quantity + quantity > MOST_PIECES:
            raise Invalid(f"A line holds {MOST_PIECES:,} pieces at most.", "quantity")
        line.quantity += quantity
        pieces = f"{quantity:,} × {called(sold.name, sold.variant)}"
        under_way.record("cart_filled", pieces=pieces)
        under_way.result = {"cart": number, "pieces": pieces}
    return under_way.result


def sold_now(under_way: CartChange, product: int | None) -> Offered:
    """The product as it is sold in the cart's catalog. Raises Invalid beside "product_q"."""
    currency = under_way.session.get_one(Store, 1).currency
    found = {one.id: one for one in offer(under_way.session, under_way.cart.catalog_id, currency, [product or 0])}
    if product not in found:
        raise Invalid("Choose a product of this catalog.", "product_q")
    return found[product]


def line_of(under_way: CartChange, sold: Offered) -> CartLine:
    """The cart's line of this product, a new one without pieces where there is none."""
    lines = under_way.cart.lines
    if found := next((line for line in lines if line.product_id == sold.id), None):
        return found
    if len(lines) >= MOST_LINES:
        raise Invalid(f"A cart has {MOST_LINES} lines at most.", "product_q")
    line = CartLine(
        position=max((one.position for one in lines), default=0) + 1,
        product_id=sold.id,
        sku=sold.sku,
        name=called(sold.name, sold.variant)[:500],
        quantity=0,
        unit_price=money.to_decimal(sold.price, sold.currency),
    )
    lines.append(line)
    return line
