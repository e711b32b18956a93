"""What the merge dialog shows of accounts before they become one: their open carts of one catalog."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.models.cart import Cart, CartLine
from dashboard.models.catalog import Catalog


class OpenCart(NamedTuple):
    """An open cart: whose it is, and how many pieces lie in it."""

    id: int
    customer_id: int
    catalog_id: int | None
    catalog: str
    pieces: int


def rival_carts(session: Session, numbers: Sequence[int]) -> list[list[OpenCart]]:
    """The open carts of these accounts that share a catalog, catalog by catalog; the first account's come first."""
    pieces = select(func.coalesce(func.sum(CartLine.quantity), 0)).where(CartLine.cart_id == Cart.id).scalar_subquery()
    query = (
        select(Cart.id, Cart.customer_id, Cart.catalog_id, Catalog.name, pieces)
        .outerjoin(Catalog, Catalog.id == Cart.catalog_id)
        .where(Cart.customer_id.in_(numbers), Cart.state == "open")
        .order_by(Cart.id)
    )
    found: dict[int | None, list[OpenCart]] = {}
    for cart, customer, catalog, name, count in session.execute(query):
        found.setdefault(catalog, []).append(OpenCart(cart, customer, catalog, name or "Other", int(count)))
    first = {number: place for place, number in enumerate(numbers)}
    rivals = [carts for carts in found.values() if len(carts) > 1]
    return [sorted(carts, key=lambda cart: first[cart.customer_id]) for carts in rivals]
