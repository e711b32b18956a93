"""What the store sells: products with price and stock, offered together in catalogs."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from dashboard.database import BigInt, Key, Moment
from dashboard.extensions import db


class Product(db.Model):
    """A thing sold. Price in minor units of `currency`.

    `stock` None means that it is not counted; below zero, more was sent than was known to be there. `archived_at`: not
    sold any more. `version` counts its changes.
    """

    __tablename__ = "products"
    __table_args__ = (CheckConstraint("price >= 0", name="price"),)

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    sku: Mapped[str] = mapped_column(Key(120), unique=True)
    name: Mapped[str] = mapped_column(String(500))
    variant: Mapped[str] = mapped_column(String(200), default="")
    picture: Mapped[str | None] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(Key(3))
    price: Mapped[int] = mapped_column(BigInt)
    stock: Mapped[int | None]
    archived_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)


def stock_of(session: Session, ids: Collection[int]) -> dict[int, int]:
    """What is left of those of these products whose stock somebody counts, by id."""
    query = select(Product.id, Product.stock).where(Product.id.in_(ids), Product.stock.is_not(None))
    return {number: int(left) for number, left in session.execute(query) if left is not None}


class Catalog(db.Model):
    """A set of products offered together. `token`: what its order link ends with, None while it has none."""

    __tablename__ = "catalogs"

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    token: Mapped[str | None] = mapped_column(Key(64), unique=True)
    items: Mapped[list["CatalogItem"]] = relationship(cascade="all, delete-orphan")


class CatalogItem(db.Model):
    """A product in a catalog, at the catalog's own price where it has one."""

    __tablename__ = "catalog_items"
    __table_args__ = (CheckConstraint("price >= 0", name="price"),)

    catalog_id: Mapped[int] = mapped_column(ForeignKey("catalogs.id", ondelete="CASCADE"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True, index=True)
    price: Mapped[int | None] = mapped_column(BigInt)
    product: Mapped[Product] = relationship()
