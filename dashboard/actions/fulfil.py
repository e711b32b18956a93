"""Fulfil an order: some of its pieces, or all that are left, become a shipment, and leave the shelf."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.actions import stock
from dashboard.actions.change import Change, change
from dashboard.actions.lock import lock_products
from dashboard.actions.once import Submission
from dashboard.actions.together import Together
from dashboard.core import parcels, quantities
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.parcels import Way
from dashboard.core.person import Person
from dashboard.core.statuses import ShipmentStatus, shipment_label
from dashboard.core.stock import StockReason
from dashboard.models.order import Order
from dashboard.models.order_facts import facts, shipment_facts
from dashboard.models.shipment import Shipment, ShipmentLine
from dashboard.models.store import take_number


@dataclass(frozen=True, slots=True)
class Parcel:
    """What shall be sent: pieces by line id, None for all that are left; and how."""

    pieces: Mapping[int, int] | None = None
    way: Way = field(default_factory=Way)
    handed_over: bool = True


def fulfil(
    code: str,
    parcel: Parcel,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    notify: bool = True,
    within: Together | None = None,
) -> dict[str, Any]:
    """Make a shipment of these pieces; `within` is as in change().

    Returns code, shipment (its number and status in words), pieces in words, and `oversold`: what is below zero now, by
    name of the product. Raises Replayed, the refusals of change(), and Invalid beside a field.
    """
    way = parcels.way(parcel.way)
    with change(code, Action.FULFIL, by=by, seen=seen, once=once, within=within) as under_way:
        order, known = under_way.order, facts(under_way.session, under_way.order)
        names = {line.id: line.name for line in order.lines}
        pieces = parcels.chosen(known, wanted(known, parcel), "left_to_pack", names)
        if within is None:
            lock_products(under_way.session, [order.id])  # before the counter, so that no two wait for one another
        made = shipment(under_way, way, pieces, parcels.first_status(way.point, parcel.handed_over))
        if not parcels.with_shipment(known, shipment_facts(made)).packed:
            order.packed_at = None
        left = stock.move(under_way, taken(pieces), StockReason.FULFILLED, made.id)
        under_way.notify = notify
        label = shipment_label(made.status, made.point)
        verb = "shipped" if made.status is ShipmentStatus.SHIPPED else "packed"
        said = parcels.listed(pieces, names)
        activity = under_way.record(verb, shipment=made.number, status=label.lower(), pieces=said)
        oversold = {names[line_id]: number for line_id, number in left.items() if number < 0}
        under_way.result = {
            "code": code, "shipment": made.number, "status": label, "pieces": said, "oversold": oversold,
            "seq": activity.seq,
        }  # fmt: skip
    return under_way.result


def wanted(known: OrderFacts, parcel: Parcel) -> Mapping[int, int]:
    """The pieces to send by line id."""
    if parcel.pieces is not None:
        return parcel.pieces
    return {line_id: pieces.left_to_pack for line_id, pieces in quantities.per_line(known).items()}


def shipment(under_way: Change, way: Way, pieces: Mapping[int, int], status: ShipmentStatus) -> Shipment:
    """The shipment, stored, with a number from the counter."""
    order: Order = under_way.order
    made = Shipment(
        number=f"SH-{take_number(under_way.session, 'shipments')}",
        kind="manual",
        point=way.point.value,
        carrier=way.carrier,
        tracking_number=way.tracking,
        tracking_key=parcels.tracking_key(way.tracking),
        expected_on=way.expected_on,
        status=status,
        created_at=under_way.at,
        shipped_at=under_way.at if status is ShipmentStatus.SHIPPED else None,
        lines=[ShipmentLine(line_id=line_id, quantity=number) for line_id, number in pieces.items()],
    )
    order.shipments.append(made)
    under_way.session.flush()
    return made


def taken(pieces: Mapping[int, int]) -> dict[int, int]:
    """The pieces as stock moves when they leave."""
    return {line_id: -number for line_id, number in pieces.items()}
