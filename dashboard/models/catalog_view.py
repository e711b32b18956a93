"""Catalogs as pages show them: all of them, and the products of one with their prices there."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.models.cart import Cart
from dashboard.models.catalog import Catalog, CatalogItem, Product
from dashboard.models.keyset import Cursor
from dashboard.models.product_list import COLUMNS, Page, paged


class CatalogRow(NamedTuple):
    """A catalog in the list: how many products it offers, and how many carts of it are open."""

    id: int
    name: str
    products: int
    carts: int


class CatalogPage(NamedTuple):
    """Some products of a catalog by SKU, and the prices that some of them have there, in minor units by their ids."""

    page: Page
    prices: dict[int, int]


def all_catalogs(session: Session) -> Sequence[CatalogRow]:
    """Every catalog by name."""
    offered = select(func.count()).where(CatalogItem.catalog_id == Catalog.id).scalar_subquery()
    carts = select(func.count()).where(Cart.catalog_id == Catalog.id, Cart.state == "open").scalar_subquery()
    query = select(Catalog.id, Catalog.name, offered, carts).order_by(Catalog.name)
    return [CatalogRow._make(row) for row in session.execute(query)]


def offered_in(session: Session, number: int, q: str, place: Cursor | None) -> CatalogPage:
    """The products of the catalog that match, from a place on, archived ones too."""
    query = select(*COLUMNS).join(CatalogItem, CatalogItem.product_id == Product.id)
    page = paged(session, query.where(CatalogItem.catalog_id == number), q, place)
    own = select(CatalogItem.product_id, CatalogItem.price).where(
        CatalogItem.catalog_id == number,
        CatalogItem.product_id.in_([row.id for row in page.rows]),
        CatalogItem.price.is_not(None),
    )
    return CatalogPage(page, {product: price or 0 for product, price in session.execute(own)})
