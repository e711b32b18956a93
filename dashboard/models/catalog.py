"""What the store sells: products with price and stock, offered together in catalogs."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.database import BigInt, Key
from dashboard.extensions import db


class Product(db.Model):
    """A thing sold. Price in minor units of `currency`; stock None means that it is not counted."""

    __tablename__ = "products"
    __table_args__ = (CheckConstraint("price >= 0", name="price"), CheckConstraint("stock >= 0", name="stock"))

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    sku: Mapped[str] = mapped_column(Key(120), unique=True)
    name: Mapped[str] = mapped_column(String(500))
    variant: Mapped[str] = mapped_column(String(200), default="")
    picture: Mapped[str | None] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(Key(3))
    price: Mapped[int] = mapped_column(BigInt)
    stock: Mapped[int | None]


class Catalog(db.Model):
    """A set of products offered together."""

    __tablename__ = "catalogs"

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    items: Mapped[list["CatalogItem"]] = relationship(cascade="all, delete-orphan")


class CatalogItem(db.Model):
    """A product in a catalog, at the catalog's own price where it has one."""

    __tablename__ = "catalog_items"
    __table_args__ = (CheckConstraint("price >= 0", name="price"),)

    catalog_id: Mapped[int] = mapped_column(ForeignKey("catalogs.id", ondelete="CASCADE"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True, index=True)
    price: Mapped[int | None] = mapped_column(BigInt)
    product: Mapped[Product] = relationship()
