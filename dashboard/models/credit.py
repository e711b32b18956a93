"""Credits that came without the sale they are for: money given back, waiting for somebody to look at them."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.database import BigInt, Exact, Key, Moment, now
from dashboard.extensions import db


class Credit(db.Model):
    """One credit as its source has it, in no order's sums and no account's spend.

    `amount` is what it gives back in minor units of `currency`, below zero where it takes: minus the sum of its
    lines, whose pieces and prices stand as the source wrote them.
    """

    __tablename__ = "credits"
    __table_args__ = (UniqueConstraint("source", "code"),)

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    source: Mapped[str] = mapped_column(Key(32))
    code: Mapped[str] = mapped_column(Key(80))
    placed_at: Mapped[datetime] = mapped_column(Moment)
    currency: Mapped[str] = mapped_column(Key(3))
    amount: Mapped[int] = mapped_column(BigInt)
    customer_name: Mapped[str] = mapped_column(String(200), default="")
    customer_email: Mapped[str | None] = mapped_column(String(320))
    customer_number: Mapped[str] = mapped_column(Key(80), default="")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("import_runs.id"), index=True)
    imported_at: Mapped[datetime] = mapped_column(Moment, default=now)
    imported_by: Mapped[str] = mapped_column(String(200), default="")

    lines: Mapped[list["CreditLine"]] = relationship(
        order_by="CreditLine.position", cascade="all, delete-orphan", passive_deletes=True
    )


class CreditLine(db.Model):
    """One line of a credit; `total` is quantity times unit price, rounded once."""

    __tablename__ = "credit_lines"
    __table_args__ = (CheckConstraint("position > 0", name="position"),)

    credit_id: Mapped[int] = mapped_column(ForeignKey("credits.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sku: Mapped[str] = mapped_column(Key(120), default="")
    name: Mapped[str] = mapped_column(String(500))
    quantity: Mapped[int]
    unit_price: Mapped[Decimal] = mapped_column(Exact)
    total: Mapped[int] = mapped_column(BigInt)
