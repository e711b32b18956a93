"""How far a line or a parcel has come, for the eye: the rules are in statuses.py."""

from typing import NamedTuple

from dashboard.core.quantities import Pieces
from dashboard.core.statuses import shipment_label
from dashboard.core.words import FulfilmentStatus, OrderState, ShipmentStatus

S, F = ShipmentStatus, FulfilmentStatus
ALL_STEPS = (S.AWAITING_SHIPMENT, S.SHIPPED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED)
AT_COUNTER = (S.AWAITING_SHIPMENT, S.DELIVERED)


class Step(NamedTuple):
    """One step of a parcel's way: `state` is done, now or later."""

    label: str
    state: str


def of_line(pieces: Pieces, state: OrderState, packed: bool = False) -> FulfilmentStatus:
    """The fulfilment of one line by itself; `packed`: the whole order is marked as packed."""
    if state is OrderState.CANCELED:
        return F.CANCELED
    if pieces.returned:
        back = pieces.returned >= pieces.sent >= pieces.to_send
        return F.RETURNED if back else F.PARTIALLY_RETURNED
    if pieces.to_send and pieces.sent >= pieces.to_send:
        return F.DELIVERED if pieces.delivered >= pieces.to_send else F.FULFILLED
    if pieces.sent:
        return F.PARTIALLY_FULFILLED
    in_boxes = pieces.to_send > 0 and (packed or not pieces.left_to_pack)
    return F.DISPATCHED if in_boxes else F.UNFULFILLED


def steps(status: ShipmentStatus, point: str) -> list[Step]:
    """The way of a parcel with its place on it; none for one that was canceled."""
    if status is S.CANCELED:
        return []
    way = AT_COUNTER if point == "pickup" else ALL_STEPS
    if status is S.DELIVERY_FAILED:
        way = (*ALL_STEPS[:-1], S.DELIVERY_FAILED)
    at = way.index(status) if status in way else 0
    end = status is S.DELIVERED
    return [
        Step(shipment_label(step, point), "done" if place < at or end else "now" if place == at else "later")
        for place, step in enumerate(way)
    ]
