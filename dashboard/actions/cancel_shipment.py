"""Cancel a manual shipment: its pieces are to be sent again, and go back to the shelf unless they are out."""

from typing import Any

from dashboard.actions import stock
from dashboard.actions.change import Change, change
from dashboard.actions.hand_over import named
from dashboard.actions.once import Submission
from dashboard.core import parcels
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.quantities import SENT
from dashboard.core.statuses import ShipmentStatus
from dashboard.models.shipment import Shipment
from dashboard.models.shipment_letters import unsent_letters


def cancel_shipment(
    code: str,
    number: str,
    *,
    by: Person,
    restock: bool = False,
    seen: int | None = None,
    once: Submission | None = None,
    notify: bool = True,
) -> dict[str, Any]:
    """Cancel the shipment with this number. `restock`: its pieces are back, though it was handed over.

    Returns code, shipment, `restocked`, how many pieces went back to the shelf, and `dropped`, whether a letter about
    it still waited. Raises Replayed and the refusals of change().
    """
    with change(code, Action.CANCEL_SHIPMENT, by=by, seen=seen, once=once, shipments=(number,)) as under_way:
        shipment = named(under_way, number)
        dropped = drop_letters(under_way, shipment)
        restocked = called_off(under_way, shipment, restock)
        under_way.notify = notify
        under_way.result = {"code": code, "shipment": number, "restocked": restocked, "dropped": dropped}
    return under_way.result


def called_off(under_way: Change, shipment: Shipment, restock: bool) -> int:
    """Cancel it, whatever it was; how many pieces went back to the shelf: of those that it took, and no others."""
    restocked = 0
    if restock or shipment.status not in SENT:
        restocked = stock.give_back(under_way, shipment.id)
    shipment.status = ShipmentStatus.CANCELED
    under_way.order.packed_at = None  # they are out of their box
    names = {line.id: line.name for line in under_way.order.lines}
    said = parcels.listed({part.line_id: part.quantity for part in shipment.lines}, names)
    under_way.record("shipment_canceled", shipment=shipment.number, pieces=said, restocked=restocked)
    return restocked


def drop_letters(under_way: Change, shipment: Shipment) -> bool:
    """Drop the letters that say it is coming and did not go yet, each with its line; whether there were any."""
    return under_way.drop(unsent_letters(under_way.session, under_way.order.id, shipment.number))
