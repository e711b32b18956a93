"""Edit a manual shipment: carrier, tracking number, expected arrival, and where it is by now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dashboard.actions.cancel_shipment import called_off, drop_letters
from dashboard.actions.change import Change, change
from dashboard.actions.deliver import arrived
from dashboard.actions.hand_over import left, named
from dashboard.actions.once import Submission
from dashboard.core import guards, parcels
from dashboard.core.guards import Action
from dashboard.core.parcels import Point, Way
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.core.statuses import ShipmentStatus, shipment_label
from dashboard.models.order_facts import facts, shipment_facts
from dashboard.models.shipment import Shipment
from dashboard.models.shipment_letters import unsent_letters

S = ShipmentStatus
# A status that a verb of its own leads to; choosing it here is that verb, under its guards.
BY_VERB = {S.SHIPPED: Action.HAND_OVER, S.DELIVERED: Action.DELIVER, S.CANCELED: Action.CANCEL_SHIPMENT}


@dataclass(frozen=True, slots=True)
class Edit:
    """The shipment as it shall be; `way.point` says nothing, for that stays."""

    way: Way
    status: ShipmentStatus


def edit_shipment(
    code: str,
    number: str,
    edit: Edit,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    notify: bool = True,
) -> dict[str, Any]:
    """Make the shipment with this number so.

    Returns code, shipment, what changed in words, and `dropped` where a letter with the former tracking number still
    waited and another took its place. Raises Replayed, the refusals of change(), WrongState for a step that it cannot
    take, and Invalid beside a field, or where nothing differs.
    """
    with change(code, Action.EDIT_SHIPMENT, by=by, seen=seen, once=once, shipments=(number,)) as under_way:
        shipment = named(under_way, number)
        was, tracking = shipment.status, shipment.tracking_number
        said = [*relabelled(shipment, edit.way)]
        if edit.status is not was:
            said += step(under_way, shipment, edit.status)
        if not said and edit.status is was:
            raise Invalid("Nothing differs from what the shipment has.")
        if said:
            under_way.record("shipment_edited", shipment=number, changes=", ".join(said))
        under_way.notify = notify
        if shipment.tracking_number != tracking:
            under_way.overtaken = unsent_letters(under_way.session, under_way.order.id, number, ("shipment_sent",))
        label = shipment_label(shipment.status, shipment.point)
        under_way.result = {"code": code, "shipment": number, "changes": ", ".join(said) or f"status {label}"}
    return under_way.result


def relabelled(shipment: Shipment, wanted: Way) -> Iterator[str]:
    """Give the shipment this carrier, number and arrival; what became what, in words."""
    way = parcels.way(Way(Point(shipment.point), wanted.carrier, wanted.tracking, wanted.expected_on))
    columns = (("carrier", way.carrier), ("tracking_number", way.tracking), ("expected_on", way.expected_on))
    for column, new in columns:
        old = getattr(shipment, column)
        if old != new:
            setattr(shipment, column, new)
            yield f"{WORDS[column]} {old or 'none'} → {new or 'none'}"
    shipment.tracking_key = parcels.tracking_key(shipment.tracking_number)


WORDS = {"carrier": "carrier", "tracking_number": "tracking number", "expected_on": "expected arrival"}


def step(under_way: Change, shipment: Shipment, to: ShipmentStatus) -> list[str]:
    """Take a step: by its own verb, which has a line of its own, else in words."""
    before = shipment_facts(shipment)
    parcels.require_step(before, to)
    if verb := BY_VERB.get(to):
        guards.require_permission(under_way.by, verb)
        guards.require(verb, facts(under_way.session, under_way.order), before)
    if to is S.SHIPPED:
        left(under_way, shipment)
    elif to is S.DELIVERED:
        arrived(under_way, shipment)
    elif to is S.CANCELED:
        drop_letters(under_way, shipment)
        called_off(under_way, shipment, restock=False)
    else:
        shipment.status, shipment.shipped_at = to, shipment.shipped_at or under_way.at
        return [f"status {before.status.label} → {to.label}"]
    return []
