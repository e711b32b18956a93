"""What is left to send of many orders, as plain rows, for a preview of thousands."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from dashboard.core.facts import COUNTED
from dashboard.core.statuses import ShipmentStatus
from dashboard.models.line import OrderLine
from dashboard.models.refund import Refund, RefundLine
from dashboard.models.shipment import Shipment, ShipmentLine


class Left(NamedTuple):
    """Pieces of one line that are in no shipment yet; below one, none."""

    line_id: int
    product_id: int | None
    name: str
    pieces: int


def left_of(session: Session, orders: Sequence[int]) -> dict[int, list[Left]]:
    """What is left of each of these orders, by its id."""
    left = OrderLine.quantity - func.coalesce(withdrawn(), 0) - func.coalesce(packed(), 0)
    query = select(OrderLine.order_id, OrderLine.id, OrderLine.product_id, OrderLine.name, left)
    found: dict[int, list[Left]] = defaultdict(list)
    for row in session.execute(query.where(OrderLine.order_id.in_(orders))):
        found[row[0]].append(Left(*row[1:]))
    return found


def withdrawn() -> ScalarSelect[int]:
    """Pieces of a line that will not be sent, by refunds that stand."""
    query = select(func.sum(RefundLine.withdrawn)).join(Refund, Refund.id == RefundLine.refund_id)
    return query.where(RefundLine.line_id == OrderLine.id, Refund.state.in_(COUNTED)).scalar_subquery()


def packed() -> ScalarSelect[int]:
    """Pieces of a line in shipments that stand."""
    query = select(func.sum(ShipmentLine.quantity)).join(Shipment, Shipment.id == ShipmentLine.shipment_id)
    stands = Shipment.status != ShipmentStatus.CANCELED
    return query.where(ShipmentLine.line_id == OrderLine.id, stands).scalar_subquery()
