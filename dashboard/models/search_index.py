"""The search indexes: one folded document per order and per customer, newest first by its own key.

SQLite: an FTS5 trigram index with external content, kept by triggers. PostgreSQL: a pg_trgm GIN index.
"""

from datetime import datetime

from sqlalchemy import Connection, ForeignKey, Text, delete, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from dashboard.core.documents import customer_document, order_document
from dashboard.database import BigInt
from dashboard.extensions import db
from dashboard.models.customer import Customer
from dashboard.models.merged import parts_of
from dashboard.models.new import new
from dashboard.models.note import Note
from dashboard.models.order import Order

SECOND = 30  # bits of a key that hold the order's id


class OrderDoc(db.Model):
    """An order's searchable text; `key` is (placed_at in seconds << 30) | order id: newest first, unique."""

    __tablename__ = "order_doc"

    key: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=False)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), unique=True)
    doc: Mapped[str] = mapped_column(Text)


class CustomerDoc(db.Model):
    """A customer's searchable text; `key` is the customer's id."""

    __tablename__ = "customer_doc"

    key: Mapped[int] = mapped_column(
        BigInt, ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    doc: Mapped[str] = mapped_column(Text)


def key_of(placed_at: datetime, order_id: int) -> int:
    """The document key of an order: sorts by when it was placed, then by id."""
    return (int(placed_at.timestamp()) << SECOND) | order_id


def index_order(session: Session, order: Order) -> None:
    """Write the order's document anew, where it changed."""
    doc, key = document(order), key_of(order.placed_at, order.id)
    row = session.get(OrderDoc, key)
    if row is None:
        session.execute(delete(OrderDoc).where(OrderDoc.order_id == order.id))  # its date changed
        session.add(OrderDoc(key=key, order_id=order.id, doc=doc))
    elif row.doc != doc:
        row.doc = doc


def first_document(order: Order) -> OrderDoc:
    """The document of a new order, not stored yet."""
    return new(OrderDoc, key=key_of(order.placed_at, order.id), order_id=order.id, doc=document(order))


def document(order: Order) -> str:
    """The order's searchable text."""
    return order_document(
        code=order.code,
        customer=order.customer_name,
        email=order.customer_email,
        phone=order.customer_phone_key or order.customer_phone,
        owner=order.owner,
        lines=order.lines,
        tracking=[shipment.tracking_number for shipment in order.shipments if shipment.tracking_number],
        notes=[note.text for note in sorted(order.notes, key=latest, reverse=True)],
        delivery=order.shipping_address,
        billing=order.billing_address,
    )


def latest(note: Note) -> tuple[datetime, str]:
    """What sorts notes by when they were written."""
    return note.at, note.text


def index_customer(session: Session, customer: Customer) -> None:
    """Write the customer's document anew, where it changed."""
    doc = customer_document(customer, parts_of(session, customer.id))
    row = session.get(CustomerDoc, customer.id)
    if row is None:
        session.add(CustomerDoc(key=customer.id, doc=doc))
    elif row.doc != doc:
        row.doc = doc


# So many pieces of the index lie side by side before writes merge them, bit by bit: SQLite's own 4 make an order cost
# half as much again, and searches are no faster by it. Where writing is ahead of that, SQLite merges a whole level at
# once when it has 16 pieces, and then the next: somebody who writes waits most of a second, with 64 a twentieth of it.
MERGED = {"automerge": 8, "crisismerge": 64}
# Kibibytes of new documents that PostgreSQL puts aside before it sorts them into the index: a search goes through all
# that is there, and with its own 4 MB takes several times as long.
ASIDE = 256
FTS = {"order_doc": "order_fts", "customer_doc": "customer_fts"}


def create_indexes(connection: Connection) -> None:
    """The full-text structures that SQLAlchemy does not describe; harmless to call again."""
    for table, fts in FTS.items():
        if connection.dialect.name == "sqlite":
            connection.execute(
                text(
                    f"CREATE VIRTUAL TABLE IF NOT EXISTS {fts} USING fts5("
                    f"doc, content='{table}', content_rowid='key', tokenize='trigram', columnsize=0)"
                )
            )
            for name, pieces in MERGED.items():
                connection.execute(text(f"INSERT INTO {fts}({fts}, rank) VALUES ('{name}', {pieces})"))  # noqa: S608
        else:
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS {table}_trgm ON {table} USING gin (doc gin_trgm_ops)"))
            connection.execute(text(f"ALTER INDEX {table}_trgm SET (gin_pending_list_limit = {ASIDE})"))
