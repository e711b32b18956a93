"""Order lines: as the buyer placed them (original) and as the merchant now has them (confirmation)."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import BigInt, Exact, Key
from dashboard.extensions import db


class OrderLine(db.Model):
    """One line. The `original_` columns never change (a trigger refuses it); None: added by the merchant.

    A line the merchant took off stays, with quantity 0. Amounts in minor units; `discount` is the line's whole
    share, `tax` is inside `total` and, where prices exclude tax, added to it.
    """

    __tablename__ = "order_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        CheckConstraint("quantity >= 0", name="quantity"),
        CheckConstraint("original_quantity > 0", name="original_quantity"),
        CheckConstraint("(original_quantity IS NULL) = (original_unit_price IS NULL)", name="original"),
    )

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    position: Mapped[int]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
    sku: Mapped[str] = mapped_column(Key(120), default="")
    name: Mapped[str] = mapped_column(String(500))
    variant: Mapped[str] = mapped_column(String(200), default="")
    picture: Mapped[str | None] = mapped_column(String(200))
    quantity: Mapped[int]
    unit_price: Mapped[Decimal] = mapped_column(Exact)
    original_quantity: Mapped[int | None]
    original_unit_price: Mapped[Decimal | None] = mapped_column(Exact)
    discount: Mapped[int] = mapped_column(BigInt, default=0)
    tax_rate: Mapped[int] = mapped_column(default=0)
    tax: Mapped[int] = mapped_column(BigInt, default=0)
    total: Mapped[int] = mapped_column(BigInt)

    def worth(self, tax_included: bool) -> int:
        """What it comes to by its price: before its discount, and without a tax that its price does not hold."""
        return self.total + self.discount - (0 if tax_included else self.tax)
