"""Many drafts stored at once: the rows that the actions would write, without the objects in between.

A test tells the same drafts both ways and compares every table.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from dashboard.core.documents import order_document
from dashboard.demo.chain import chain
from dashboard.demo.derived import derived
from dashboard.demo.draft import Draft, Parted, Row
from dashboard.extensions import db
from dashboard.models.ids import take_ids
from dashboard.models.search_index import key_of

TABLES = db.metadata.tables
# Kinds of rows with parts: their table, the parts' table and column, and where a draft keeps them.
PARTED = (
    ("refunds", "refund_lines", "refund_id", "refunds"),
    ("shipments", "shipment_lines", "shipment_id", "shipments"),
    ("goods_returns", "goods_return_lines", "goods_return_id", "returns"),
)
PLAIN = (
    ("payments", "payments"),
    ("invoices", "invoices"),
    ("order_marks", "marks"),
    ("order_tags", "tags"),
    ("notes", "notes"),
)


class Line(NamedTuple):
    """What an order is found by of a line."""

    sku: str
    name: str
    variant: str


class Bulk:
    """Rows by table, in an order that foreign keys allow."""

    def __init__(self, session: Session, drafts: Sequence[Draft]) -> None:
        self.session, self.drafts = session, drafts
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.orders = self.ids("orders", len(drafts))
        self.lines = self.ids("order_lines", sum(len(draft.lines) for draft in drafts))
        self.parted = {
            table: self.ids(table, sum(len(getattr(draft, name)) for draft in drafts)) for table, _, _, name in PARTED
        }

    def ids(self, table: str, count: int) -> Iterator[int]:
        """Unused ids of a table."""
        return take_ids(self.session, TABLES[table], count)

    def derived(self, draft: Draft) -> Row:
        """The derived columns of an order."""
        return derived(draft)

    def log(self, draft: Draft, order_id: int) -> list[Row]:
        """The rows of an order's log."""
        return chain(draft.log, order_id=order_id)

    def add(self, draft: Draft) -> None:
        """Add all rows of one order."""
        order_id = next(self.orders)
        order = {"id": order_id, **draft.order, **self.derived(draft), "version": 1 + len(draft.log)}
        self.rows["orders"].append(order)
        lines = {row["position"]: next(self.lines) for row in draft.lines}
        self.rows["order_lines"] += [{"id": lines[row["position"]], "order_id": order_id, **row} for row in draft.lines]
        for table, name in PLAIN:
            self.rows[table] += [{"order_id": order_id, **row} for row in getattr(draft, name)]
        for table, part_table, column, name in PARTED:
            for parted in getattr(draft, name):
                self.add_parted(table, part_table, column, parted, order_id, lines)
        self.rows["activities"] += self.log(draft, order_id)
        self.rows["order_doc"].append(document(draft, order))

    def add_parted(
        self, table: str, part_table: str, column: str, parted: Parted, order_id: int, lines: dict[int, int]
    ) -> None:
        """Add a refund, shipment or return with the pieces of each line."""
        number = next(self.parted[table])
        self.rows[table].append({"id": number, "order_id": order_id, **parted.row})
        for part in parted.parts:
            rest = {name: value for name, value in part.items() if name != "position"}
            self.rows[part_table].append({column: number, "line_id": lines[part["position"]], **rest})


def document(draft: Draft, order: Row) -> Row:
    """The row of the order's search document."""
    doc = order_document(
        code=order["code"],
        customer=order["customer_name"],
        email=order["customer_email"],
        phone=order["customer_phone_key"] or order["customer_phone"],
        owner=draft.owner,
        lines=[Line(row["sku"], row["name"], row["variant"]) for row in draft.lines],
        tracking=[number for parted in draft.shipments if (number := parted.row.get("tracking_number"))],
        notes=[note for _, note in sorted(((note["at"], note["text"]) for note in draft.notes), reverse=True)],
        delivery=order.get("shipping_address"),
        billing=order.get("billing_address"),
    )
    return {"key": key_of(order["placed_at"], order["id"]), "order_id": order["id"], "doc": doc}


def store(session: Session, drafts: Sequence[Draft]) -> list[Row]:
    """Store the drafts in the running transaction. Returns the rows of orders; owners' spend is the caller's."""
    bulk = Bulk(session, drafts)
    for draft in drafts:
        bulk.add(draft)
    insert_all(session, bulk.rows)
    return bulk.rows["orders"]


def insert_all(session: Session, rows: dict[str, list[Row]]) -> None:
    """Insert rows table by table."""
    for name, found in rows.items():
        if found:
            table: Table = TABLES[name]
            session.execute(insert(table), found)
