"""Products as pages list and offer them: by SKU, page by page, and what matches what was typed.

A search folds case and accents, which the two databases do differently, so the words are looked for here, product by
product; a shop has thousands of them, not millions.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from dashboard.core.search import fold
from dashboard.models.catalog import CatalogItem, Product
from dashboard.models.keyset import Cursor

SIZE = 50
AT_ONCE = 500  # read from the database while words are looked for


class ProductRow(NamedTuple):
    """A product in a list; `price` in minor units of `currency`, `stock` None where nobody counts it."""

    id: int
    sku: str
    name: str
    variant: str
    picture: str | None
    currency: str
    price: int
    stock: int | None
    archived_at: datetime | None


class Page(NamedTuple):
    """Some products by SKU, and whether there are others before and after them."""

    rows: Sequence[ProductRow]
    before: bool
    after: bool


COLUMNS = tuple(getattr(Product, name) for name in ProductRow._fields)


def products_page(session: Session, q: str, archived: bool, place: Cursor | None) -> Page:
    """The products that match, from a place on: those that are sold, or the archived ones."""
    query = select(*COLUMNS).where(Product.archived_at.is_not(None) if archived else Product.archived_at.is_(None))
    return paged(session, query, q, place)


def paged(session: Session, query: Select[Any], q: str, place: Cursor | None) -> Page:
    """The products of a query that match, from a place on."""
    back = place is not None and place.back
    rows = taken(matching(session, query, q, place.value if place else None, back), SIZE + 1)
    more, rows = len(rows) > SIZE, rows[:SIZE]
    if back:
        return Page(rows[::-1], more, after=True)
    return Page(rows, place is not None, more)


def offered(session: Session, q: str, most: int, catalog: int | None = None) -> list[ProductRow]:
    """The first products on sale that match, at the catalog's price where it has one."""
    query = select(*COLUMNS).where(Product.archived_at.is_(None))
    if catalog is not None:
        price = func.coalesce(CatalogItem.price, Product.price).label("price")
        columns = [price if column is Product.price else column for column in COLUMNS]
        query = select(*columns).join(CatalogItem, CatalogItem.product_id == Product.id)
        query = query.where(Product.archived_at.is_(None), CatalogItem.catalog_id == catalog)
    return taken(matching(session, query, q), most)


def matching(
    session: Session, query: Select[Any], q: str, start: str | None = None, back: bool = False
) -> Iterator[ProductRow]:
    """The products of a query that hold each word of `q`, by SKU, from one SKU on."""
    words = fold(q).split()
    while True:
        part = query
        if start is not None:
            part = part.where(Product.sku < start if back else Product.sku > start)
        part = part.order_by(Product.sku.desc() if back else Product.sku).limit(AT_ONCE if words else SIZE + 1)
        rows = [ProductRow._make(row) for row in session.execute(part)]
        for row in rows:
            text = fold(f"{row.sku} {row.name} {row.variant}") if words else ""
            if all(word in text for word in words):
                yield row
        if len(rows) < (AT_ONCE if words else SIZE + 1):
            return
        start = rows[-1].sku


def taken(rows: Iterator[ProductRow], most: int) -> list[ProductRow]:
    """The first of them."""
    return [row for row, _ in zip(rows, range(most), strict=False)]


def products_by_id(session: Session, ids: Sequence[int], catalog: int | None = None) -> dict[int, ProductRow]:
    """These products, archived ones too, at the catalog's price where it has one."""
    if not ids:
        return {}
    found = {
        row.id: row
        for row in (ProductRow._make(r) for r in session.execute(select(*COLUMNS).where(Product.id.in_(ids))))
    }
    if catalog is not None:
        own = select(CatalogItem.product_id, CatalogItem.price).where(
            CatalogItem.catalog_id == catalog, CatalogItem.product_id.in_(ids), CatalogItem.price.is_not(None)
        )
        for number, price in session.execute(own):
            found[number] = found[number]._replace(price=price or 0)
    return found
