"""Mark shipments as delivered; at the counter: as picked up."""

from collections.abc import Sequence
from typing import Any

from dashboard.actions.change import Change, change
from dashboard.actions.hand_over import named
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.statuses import ShipmentStatus, shipment_label
from dashboard.models.shipment import Shipment


def deliver(
    code: str,
    numbers: Sequence[str],
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    notify: bool = True,
) -> dict[str, Any]:
    """Mark these shipments of the order as delivered.

    Returns code, shipments, and the status of the last one in words. Raises Replayed and the refusals of change().
    """
    with change(code, Action.DELIVER, by=by, seen=seen, once=once, shipments=numbers) as under_way:
        for number in numbers:
            arrived(under_way, named(under_way, number))
        under_way.notify = notify
        label = shipment_label(ShipmentStatus.DELIVERED, named(under_way, numbers[-1]).point)
        under_way.result = {"code": code, "shipments": list(numbers), "status": label}
    return under_way.result


def arrived(under_way: Change, shipment: Shipment) -> None:
    """The customer has it. What was never said to have left has left by now."""
    shipment.status, shipment.delivered_at = ShipmentStatus.DELIVERED, under_way.at
    shipment.shipped_at = shipment.shipped_at or under_way.at
    label = shipment_label(shipment.status, shipment.point)
    under_way.record("delivered", shipment=shipment.number, status=label.lower())
