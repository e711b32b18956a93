"""The log: one line per thing done, chained by hashes, written once and never changed (triggers see to it)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import BigInt, Key, Moment
from dashboard.extensions import db

# PostgreSQL adds no truths up, so they are counted.
ONE_CHAIN = (
    " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in ("order_id", "customer_id", "store_id"))
    + " = 1"
)


def told_of(name: str, column: str, then: str, unique: bool = False) -> Index:
    """An index of the few lines that name one of these; nearly all lines are an order’s and move it to nobody."""
    there = text(f"{column} IS NOT NULL")
    return Index(name, column, then, unique=unique, sqlite_where=there, postgresql_where=there)


class Activity(db.Model):
    """Line `seq` of the chain of one order, one customer, or the store itself.

    `text` is JSON: what the sentence on the page is made of, names frozen as they were. `digest` is over `salt`,
    `actor_name` and `text`, `hash` over the rest and the previous hash, so that erasing a text keeps the chain.
    """

    __tablename__ = "activities"
    __table_args__ = (
        Index("uq_activities_order", "order_id", "seq", unique=True),
        told_of("uq_activities_customer", "customer_id", "seq", unique=True),
        told_of("uq_activities_store", "store_id", "seq", unique=True),
        told_of("ix_activities_from", "from_customer_id", "at"),
        told_of("ix_activities_to", "to_customer_id", "at"),
        CheckConstraint(ONE_CHAIN, name="one_chain"),
        CheckConstraint("seq > 0", name="seq"),
    )

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    store_id: Mapped[int | None] = mapped_column(ForeignKey("store.id"))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    verb: Mapped[str] = mapped_column(Key(40))
    actor_kind: Mapped[str] = mapped_column(Key(10))
    actor_id: Mapped[int | None] = mapped_column(BigInt)
    actor_name: Mapped[str] = mapped_column(String(200))
    # The owners an ownership verb moved the order between, so that a customer's page finds it.
    from_customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    to_customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    text: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(Key(32))
    digest: Mapped[str] = mapped_column(Key(64))
    previous_hash: Mapped[str] = mapped_column(Key(64))
    hash: Mapped[str] = mapped_column(Key(64))
