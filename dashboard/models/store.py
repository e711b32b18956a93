"""The store itself: one row of settings, its logo, and the counters that codes come from."""

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from dashboard.database import Key
from dashboard.extensions import db


class Store(db.Model):
    """The one row of the shop's own settings. Tax rates are basis points (1900 is 19 %).

    `notices_to` are the addresses, separated by commas, that new orders are reported to; empty: `email`.
    `message_hold` is how many seconds letters wait before they go; `version` counts the lines of the
    store's own log, in which every change of settings and staff stands.
    """

    __tablename__ = "store"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("message_hold >= 0", name="message_hold"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(320))
    address: Mapped[str] = mapped_column(String(500), default="")
    currency: Mapped[str] = mapped_column(Key(3), default="EUR")
    zone: Mapped[str] = mapped_column(String(64), default="Europe/Berlin")
    region: Mapped[str] = mapped_column(Key(2), default="DE")
    tax_included: Mapped[bool] = mapped_column(default=True)
    tax_rate: Mapped[int] = mapped_column(default=1900)
    code_prefix: Mapped[str] = mapped_column(Key(12), default="OD-")
    test_orders: Mapped[bool] = mapped_column(default=False)
    message_hold: Mapped[int] = mapped_column(default=60)
    notices_to: Mapped[str] = mapped_column(String(1000), default="")
    logo: Mapped[str | None] = mapped_column(ForeignKey("logos.digest"))
    version: Mapped[int] = mapped_column(default=1)


class Logo(db.Model):
    """The store's picture: its bytes, of a kind that core.pictures knows, under their SHA-256."""

    __tablename__ = "logos"

    digest: Mapped[str] = mapped_column(Key(64), primary_key=True)
    kind: Mapped[str] = mapped_column(Key(16))
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Counter(db.Model):
    """The next number of a series: "orders", "tests", "shipments", "invoices", "test_invoices", "returns" …"""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(Key(32), primary_key=True)
    next: Mapped[int]


def take_number(session: Session, series: str) -> int:
    """The next number of `series`, taken inside the running transaction; a rolled-back one is used again."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(Counter).values(name=series, next=2)
    after = first.on_conflict_do_update(index_elements=[Counter.name], set_={"next": Counter.next + 1})
    return int(session.scalars(after.returning(Counter.next)).one()) - 1
