"""An order's lists in one statement, however many kinds of parts they hold.

Each row that it gives is of one kind: joined to a list of kinds, the tables do not multiply one another, and every
column keeps its own type.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, case, inspect, literal_column, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from dashboard.models.goods_return import GoodsReturn, GoodsReturnLine
from dashboard.models.invoice import OrderMark
from dashboard.models.line import OrderLine
from dashboard.models.note import Note, OrderTag
from dashboard.models.order import Order
from dashboard.models.payment import Payment
from dashboard.models.refund import Refund, RefundLine
from dashboard.models.shipment import Shipment, ShipmentLine

# By the name of the list: its parts, what they are sorted by, and whether from the last on.
PARTS: dict[str, tuple[Any, str, bool]] = {
    "lines": (OrderLine, "position", False),
    "payments": (Payment, "id", False),
    "refunds": (Refund, "id", False),
    "shipments": (Shipment, "id", False),
    "returns": (GoodsReturn, "id", False),
    "marks": (OrderMark, "kind", False),
    "notes": (Note, "id", True),
    "tags": (OrderTag, "key", False),
}
# Parts that have lines of their own, and how those name them.
LINES: dict[str, tuple[Any, Any, Any]] = {
    "refunds": (RefundLine, RefundLine.refund_id, Refund.id),
    "shipments": (ShipmentLine, ShipmentLine.shipment_id, Shipment.id),
    "returns": (GoodsReturnLine, GoodsReturnLine.goods_return_id, GoodsReturn.id),
}


def load_parts(session: Session, order: Order, names: Collection[str]) -> None:
    """Load those of the order's lists that are not loaded yet, by one query; none where all are."""
    wanted = [name for name in PARTS if name in names and name in inspect(order).unloaded]
    if not wanted:
        return
    parts: dict[str, dict[Any, list[Any]]] = {name: {} for name in wanted}
    for kind, *entities in session.execute(rows_of_parts(tuple(wanted)), {"order_id": order.id}):
        found = iter(entities)
        for name in wanted:
            part, line = next(found), next(found) if name in LINES else None
            if name == kind and part is not None:
                lines = parts[name].setdefault(part, [])
                lines += [line] if line is not None else []
    for name, lines_of in parts.items():
        fill(order, name, lines_of)


def fill(order: Order, name: str, lines_of: dict[Any, list[Any]]) -> None:
    """Make these parts the order's list, and their lines theirs."""
    _, by, falling = PARTS[name]
    set_committed_value(order, name, sorted(lines_of, key=lambda part: getattr(part, by), reverse=falling))
    for part, lines in lines_of.items() if name in LINES else ():
        if "lines" in inspect(part).unloaded:
            set_committed_value(part, "lines", lines)


@cache
def rows_of_parts(wanted: tuple[str, ...]) -> Select[Any]:
    """The query for those parts of an order: the name of a list, and for each list a part and its line, or nulls."""
    kinds = union_all(*(select(literal_column(f"'{name}'").label("kind")) for name in wanted)).subquery("kinds")
    columns: list[Any] = [kinds.c.kind]
    joined: Any = kinds
    number = bindparam("order_id", type_=BigInteger())
    for name in wanted:
        part = PARTS[name][0]
        joined = joined.outerjoin(part, part.order_id == case((kinds.c.kind == name, number)))
        columns.append(part)
        if name in LINES:
            line, of, key = LINES[name]
            joined = joined.outerjoin(line, of == key)
            columns.append(line)
    return select(*columns).select_from(joined)
