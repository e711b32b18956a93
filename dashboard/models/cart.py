"""Buyers' carts: at most one open cart per buyer and catalog."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.database import BigInt, Exact, Key, Moment, now
from dashboard.extensions import db

OPEN = text("state = 'open'")


class Cart(db.Model):
    """What a buyer is about to order; catalog None is the cart "Other"."""

    __tablename__ = "carts"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'closed', 'placed')", name="state"),
        # NULL catalogs are distinct to a unique index, so "Other" needs a number of its own.
        Index(
            "uq_carts_open",
            "customer_id",
            text("coalesce(catalog_id, 0)"),
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    catalog_id: Mapped[int | None] = mapped_column(ForeignKey("catalogs.id"))
    from_order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), unique=True)
    state: Mapped[str] = mapped_column(Key(8), default="open")
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)

    lines: Mapped[list["CartLine"]] = relationship(cascade="all, delete-orphan", order_by="CartLine.position")


class CartLine(db.Model):
    """Some pieces of one product in a cart, with the name and price they were put in at."""

    __tablename__ = "cart_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    sku: Mapped[str] = mapped_column(Key(120), default="")
    name: Mapped[str] = mapped_column(String(500))
    quantity: Mapped[int]
    unit_price: Mapped[Decimal] = mapped_column(Exact)
