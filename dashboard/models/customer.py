"""Customer accounts, what each has spent, and the one-time links that let a holder set a password."""

from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.core.person import Person
from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # the last order of an account that owns none: it sorts before all others
AWAY = text("merged_into_id IS NOT NULL")
# What lists are narrowed to, added up in `shelf`; an account that was merged away stands on none of theirs.
OFFLINE, CLOSED, NO_EMAIL, MERGED = 1, 2, 4, 8
SHELF = (
    f"CASE WHEN merged_into_id IS NOT NULL THEN {MERGED} ELSE "
    f"CASE WHEN offline_buyer THEN {OFFLINE} ELSE 0 END + "
    f"CASE WHEN deactivated_at IS NOT NULL OR erased_at IS NOT NULL THEN {CLOSED} ELSE 0 END + "
    f"CASE WHEN email_key IS NULL THEN {NO_EMAIL} ELSE 0 END END"
)


class Customer(db.Model):
    """An account: somebody who can own orders. Logs in by e-mail or verified phone unless an offline buyer.

    `order_count` to `spend_sort` are what lists sort by, kept by actions.spend; nothing else writes them. `spend_sort`
    is the total spend in the store's currency, in minor units. The database itself keeps `shelf`.
    """

    __tablename__ = "customers"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="named"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="merged_elsewhere"),
        # A number identifies one account once it is verified; before that, several may claim it.
        Index(
            "uq_customers_verified_phone",
            "phone_key",
            unique=True,
            sqlite_where=text("phone_verified_at IS NOT NULL"),
            postgresql_where=text("phone_verified_at IS NOT NULL"),
        ),
        Index("ix_customers_phone_key", "phone_key"),
        Index("ix_customers_merged_into", "merged_into_id", sqlite_where=AWAY, postgresql_where=AWAY),
        Index("ix_customers_name_key", "name_key", "id"),
        Index("ix_customers_by_name", "shelf", "name_key", "id"),
        Index("ix_customers_by_spend", "shelf", "spend_sort", "id"),
        Index("ix_customers_by_orders", "shelf", "order_count", "id"),
        Index("ix_customers_by_last_order", "shelf", "last_order_at", "id"),
        Index("ix_customers_by_age", "shelf", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(Key(400))
    email: Mapped[str | None] = mapped_column(String(320))
    email_key: Mapped[str | None] = mapped_column(Key(320), unique=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    phone_key: Mapped[str | None] = mapped_column(Key(20))
    phone_verified_at: Mapped[datetime | None] = mapped_column(Moment)
    offline_buyer: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    deactivated_at: Mapped[datetime | None] = mapped_column(Moment)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    version: Mapped[int] = mapped_column(default=1)

    order_count: Mapped[int] = mapped_column(default=0)
    last_order_at: Mapped[datetime] = mapped_column(Moment, default=NEVER)
    spend_sort: Mapped[int] = mapped_column(BigInt, default=0)
    shelf: Mapped[int] = mapped_column(Computed(SHELF, persisted=True))

    spend: Mapped[list["CustomerSpend"]] = relationship(
        order_by="CustomerSpend.currency", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def can_own(self) -> bool:
        """Whether an order may be given to this account (DOMAIN 4)."""
        return self.merged_into_id is None and self.deactivated_at is None and self.erased_at is None

    @property
    def can_sign_in(self) -> bool:
        """Whether its holder may come in: nobody signs in to what is closed or an offline buyer’s."""
        return self.can_own and not self.offline_buyer

    @property
    def person(self) -> Person:
        """Its holder, as actions want to know them."""
        return Person("buyer", self.id, self.name)


class CustomerSpend(db.Model):
    """Total spend in one currency: paid less refunded over the open, real orders owned. Minor units."""

    __tablename__ = "customer_spend"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("orders > 0", name="orders"),
        Index(None, "currency", "amount", "customer_id"),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    currency: Mapped[str] = mapped_column(Key(3), primary_key=True)
    amount: Mapped[int] = mapped_column(BigInt)
    orders: Mapped[int]


class PasswordLink(db.Model):
    """A link that lets an account's holder set a password, once. Only the token's SHA-256 is kept."""

    __tablename__ = "password_links"

    token_hash: Mapped[str] = mapped_column(Key(64), primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
