"""What a catalog offers today, at its own prices, in the store's currency; and the catalog behind an order link."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.core.products import called
from dashboard.models.catalog import Catalog, CatalogItem, Product

MOST = 5_000
TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Offered(NamedTuple):
    """A product on offer; `price` in minor units of the store's currency, `stock` None where nobody counts it."""

    id: int
    sku: str
    name: str
    variant: str
    picture: str | None
    price: int
    stock: int | None

    @property
    def called(self) -> str:
        """Its name with its variant."""
        return called(self.name, self.variant)

    @property
    def sold_out(self) -> bool:
        """Whether none is left."""
        return self.stock is not None and self.stock < 1


def offer(session: Session, catalog: int, currency: str) -> Sequence[Offered]:
    """The catalog's products that are sold today, by SKU; MOST of them."""
    price = func.coalesce(CatalogItem.price, Product.price)
    columns = (Product.id, Product.sku, Product.name, Product.variant, Product.picture, price, Product.stock)
    query = select(*columns).join(CatalogItem, CatalogItem.product_id == Product.id)
    query = query.where(CatalogItem.catalog_id == catalog, Product.archived_at.is_(None), Product.currency == currency)
    return [Offered(*row) for row in session.execute(query.order_by(Product.sku).limit(MOST))]


def catalog_behind(session: Session, token: str) -> Catalog | None:
    """The catalog whose order link this is, None for one that ended or never was."""
    if not TOKEN.fullmatch(token):  # a database may not even take it as a text
        return None
    return session.scalar(select(Catalog).where(Catalog.token == token))
