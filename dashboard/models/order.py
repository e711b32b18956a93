"""Orders: the snapshot of who ordered, what state they are in, and the statuses derived from their facts."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Computed, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.core.statuses import CancelReason, FulfilmentStatus, OrderState, PaymentStatus, Route
from dashboard.database import BigInt, Key, Moment, Word
from dashboard.extensions import db
from dashboard.models.cart import Cart
from dashboard.models.catalog import Catalog
from dashboard.models.customer import Customer
from dashboard.models.goods_return import GoodsReturn
from dashboard.models.invoice import Invoice, OrderMark
from dashboard.models.line import OrderLine
from dashboard.models.note import Note, OrderTag
from dashboard.models.payment import Payment
from dashboard.models.refund import Refund
from dashboard.models.shipment import Shipment

# Whose guest order it is: all with one contact (e-mail, else phone) are one guest's; without either, each is alone.
GUEST_KEY = (
    "CASE WHEN account_id IS NULL THEN CASE WHEN customer_email_key IS NOT NULL THEN 'e:' || customer_email_key "
    "WHEN customer_phone_key IS NOT NULL THEN 'p:' || customer_phone_key ELSE 'o:' || CAST(id AS TEXT) END END"
)
OF_GUESTS: dict[str, Any] = {
    "sqlite_where": text("guest_key IS NOT NULL"),
    "postgresql_where": text("guest_key IS NOT NULL"),
}
PARTS: dict[str, Any] = {"cascade": "all, delete-orphan", "passive_deletes": True}


FILTERED = (
    "payment_status", "fulfilment_status", "state", "route", "catalog_id", "account_id", "is_test", "archived_at",
)  # fmt: skip
DATED = ("placed_at", "id", "archived_at")


def guest_key(order: "Order") -> str:
    """The key that this order has, or would have, as a guest's: what GUEST_KEY tells the database to compute."""
    if order.customer_email_key is not None:
        return f"e:{order.customer_email_key}"
    return f"o:{order.id}" if order.customer_phone_key is None else f"p:{order.customer_phone_key}"


def some(name: str, where: str, *columns: str, sqlite: str | None = None) -> Index:
    """An index of only those orders for which a condition holds."""
    return Index(name, *columns, sqlite_where=text(sqlite or where), postgresql_where=text(where))


def filtered(*first: str) -> tuple[str, ...]:
    """The columns of an index by these, each order with all that filters ask for."""
    every = (*first, "placed_at", "id", *FILTERED, "total_sort")
    return tuple(dict.fromkeys(every))


class Order(db.Model):
    """An order. Amounts in minor units of `currency`.

    `payment_status` to `item_count` are derived by actions.derive after every change; nothing else writes them.
    `total` is what the customer owes: lines + shipping (+ its tax where prices exclude tax) + `difference`, which
    is what an imported file's own total says beyond that sum. The database itself keeps `guest_key`, which only
    guest orders have.
    """

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint("total >= 0", name="total"),
        CheckConstraint("refunded >= 0 AND refunded <= paid", name="refunded_within_paid"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("(state = 'canceled') = (cancel_reason IS NOT NULL)", name="cancel_reason"),
        CheckConstraint("is_test = (code LIKE 'TEST-%')", name="test_series"),
        # One for each sort, with all that filters ask for: whatever they leave out is passed over within the index.
        Index("ix_orders_newest", *filtered()),
        Index("ix_orders_total", "total_sort", "id", *FILTERED, "placed_at"),
        Index("ix_orders_payment", *filtered("payment_status")),
        Index("ix_orders_fulfilment", *filtered("fulfilment_status")),
        # And for what few orders have, so that these are found at once: likewise, where few are written into it or one
        # status tells much about the other; else with what every list leaves out, so that counting reads no order.
        Index("ix_orders_both", *filtered("payment_status", "fulfilment_status")),
        some("ix_orders_test", "is_test", *filtered("is_test"), sqlite="is_test = 1"),
        some("ix_orders_archived", "archived_at IS NOT NULL", *filtered("archived_at")),
        some("ix_orders_closed", "state <> 'open'", *filtered("state")),
        Index("ix_orders_owner", "account_id", *DATED),
        Index("ix_orders_route", "route", *DATED),
        Index("ix_orders_catalog", "catalog_id", *DATED),
        some("ix_orders_guest", "account_id IS NULL", *DATED),
        Index("ix_orders_guest_key", "guest_key", "placed_at", "id", **OF_GUESTS),
        Index("ix_orders_customer_email", "customer_email_key"),
        Index("ix_orders_customer_phone", "customer_phone_key"),
    )

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    code: Mapped[str] = mapped_column(Key(40), unique=True)
    source: Mapped[str] = mapped_column(Key(32), default="desk")
    source_id: Mapped[str | None] = mapped_column(Key(80))
    placed_at: Mapped[datetime] = mapped_column(Moment)
    placed_offset: Mapped[int | None]  # minutes east of UTC, as the source wrote it
    route: Mapped[Route] = mapped_column(Word(Route))
    catalog_id: Mapped[int | None] = mapped_column(ForeignKey("catalogs.id"))
    is_test: Mapped[bool] = mapped_column(default=False)

    customer_name: Mapped[str] = mapped_column(String(200), default="")
    customer_email: Mapped[str | None] = mapped_column(String(320))
    customer_email_key: Mapped[str | None] = mapped_column(Key(320))
    customer_phone: Mapped[str | None] = mapped_column(String(60))
    customer_phone_key: Mapped[str | None] = mapped_column(Key(20))
    shipping_address: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    billing_address: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    account_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    guest_key: Mapped[str | None] = mapped_column(Key(322), Computed(GUEST_KEY, persisted=True))

    state: Mapped[OrderState] = mapped_column(Word(OrderState), default=OrderState.OPEN)
    cancel_reason: Mapped[CancelReason | None] = mapped_column(Word(CancelReason))
    archived_at: Mapped[datetime | None] = mapped_column(Moment)
    packed_at: Mapped[datetime | None] = mapped_column(Moment)
    reordered_from_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), unique=True)

    currency: Mapped[str] = mapped_column(Key(3))
    tax_included: Mapped[bool] = mapped_column(default=True)
    discount: Mapped[int] = mapped_column(BigInt, default=0)
    discount_code: Mapped[str] = mapped_column(String(200), default="")
    shipping: Mapped[int] = mapped_column(BigInt, default=0)
    shipping_tax: Mapped[int] = mapped_column(BigInt, default=0)
    shipping_method: Mapped[str] = mapped_column(String(200), default="")
    tax: Mapped[int] = mapped_column(BigInt, default=0)
    difference: Mapped[int] = mapped_column(BigInt, default=0)
    total: Mapped[int] = mapped_column(BigInt)

    payment_status: Mapped[PaymentStatus] = mapped_column(Word(PaymentStatus), default=PaymentStatus.UNPAID)
    fulfilment_status: Mapped[FulfilmentStatus] = mapped_column(
        Word(FulfilmentStatus), default=FulfilmentStatus.UNFULFILLED
    )
    paid: Mapped[int] = mapped_column(BigInt, default=0)
    refunded: Mapped[int] = mapped_column(BigInt, default=0)
    total_sort: Mapped[int] = mapped_column(BigInt, default=0)
    item_count: Mapped[int] = mapped_column(default=0)

    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped[Customer | None] = relationship()
    catalog: Mapped[Catalog | None] = relationship()
    lines: Mapped[list[OrderLine]] = relationship(order_by=OrderLine.position, **PARTS)
    payments: Mapped[list[Payment]] = relationship(order_by=Payment.id, **PARTS)
    refunds: Mapped[list[Refund]] = relationship(order_by=Refund.id, **PARTS)
    shipments: Mapped[list[Shipment]] = relationship(order_by=Shipment.id, **PARTS)
    returns: Mapped[list[GoodsReturn]] = relationship(order_by=GoodsReturn.id, **PARTS)
    invoice: Mapped[Invoice | None] = relationship(**PARTS)
    marks: Mapped[list[OrderMark]] = relationship(**PARTS)
    notes: Mapped[list[Note]] = relationship(order_by=Note.id.desc(), **PARTS)
    tags: Mapped[list[OrderTag]] = relationship(order_by=OrderTag.key, **PARTS)
    cart: Mapped[Cart | None] = relationship(foreign_keys=Cart.from_order_id, viewonly=True)
