"""What a catalog offers today, at its own prices, in the store's currency; and the catalog behind an order link."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.core.products import called
from dashboard.models.catalog import Catalog, CatalogItem, Product

MOST = 5_000
TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Offered(NamedTuple):
    """A product on offer; `price` in minor units of `currency`, the store's, `stock` None where nobody counts it."""

    id: int
    sku: str
    name: str
    variant: str
    picture: str | None
    price: int
    stock: int | None
    currency: str

    @property
    def called(self) -> str:
        """Its name with its variant."""
        return called(self.name, self.variant)

    @property
    def sold_out(self) -> bool:
        """Whether none is left."""
        return self.stock is not None and self.stock < 1


def offer(
    session: Session, catalog: int | None, currency: str, ids: Collection[int] | None = None
) -> Sequence[Offered]:
    """What of the catalog is sold today, by SKU, MOST of it; None: of all products. `ids`: of these alone."""
    if ids is not None and not ids:
        return []
    price = Product.price if catalog is None else func.coalesce(CatalogItem.price, Product.price)
    columns = (Product.id, Product.sku, Product.name, Product.variant, Product.picture, price, Product.stock)
    query = select(*columns, Product.currency).where(Product.archived_at.is_(None), Product.currency == currency)
    if catalog is not None:
        query = query.join(CatalogItem, CatalogItem.product_id == Product.id)
        query = query.where(CatalogItem.catalog_id == catalog)
    if ids is not None:
        query = query.where(Product.id.in_(ids))
    return [Offered(*row) for row in session.execute(query.order_by(Product.sku).limit(MOST))]


def catalog_behind(session: Session, token: str) -> Catalog | None:
    """The catalog whose order link this is, None for one that ended or never was."""
    if not TOKEN.fullmatch(token):  # a database may not even take it as a text
        return None
    return session.scalar(select(Catalog).where(Catalog.token == token))
