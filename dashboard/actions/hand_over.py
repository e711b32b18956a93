"""Hand a shipment over: it is on its way from now on."""

from typing import Any

from dashboard.actions.change import Change, change
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.statuses import ShipmentStatus
from dashboard.models.shipment import Shipment


def hand_over(
    code: str,
    number: str,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    notify: bool = True,
) -> dict[str, Any]:
    """Make the shipment with this number Shipped.

    Returns code and shipment. Raises Replayed and the refusals of change().
    """
    with change(code, Action.HAND_OVER, by=by, seen=seen, once=once, shipments=(number,)) as under_way:
        left(under_way, named(under_way, number))
        under_way.notify = notify
        under_way.result = {"code": code, "shipment": number}
    return under_way.result


def named(under_way: Change, number: str) -> Shipment:
    """The order's shipment with this number, which change() has seen to."""
    return next(shipment for shipment in under_way.order.shipments if shipment.number == number)


def left(under_way: Change, shipment: Shipment) -> None:
    """The shipment has left the house."""
    shipment.status, shipment.shipped_at = ShipmentStatus.SHIPPED, under_way.at
    under_way.record("shipped", shipment=shipment.number, status=shipment.status.label.lower())
