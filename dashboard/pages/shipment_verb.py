"""What the pages of a shipment's verbs share: which shipment, what its menu offers, and what its order becomes."""

from typing import Any, NamedTuple

from flask import abort, request

from dashboard.core import guards, parcels
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.refusals import Refused
from dashboard.core.statuses import ShipmentStatus, shipment_label
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_facts import facts, shipment_facts
from dashboard.models.shipment import Shipment
from dashboard.pages import verb
from dashboard.pages.addresses import address
from dashboard.pages.becomes import becomes
from dashboard.pages.order_menu import Offer

# Action -> its page and picture, in the order of the menu.
PAGES = {
    Action.EDIT_SHIPMENT: ("edit_shipment.show", "pencil"),
    Action.HAND_OVER: ("hand_over.show", "truck-delivery"),
    Action.DELIVER: ("deliver.show", "circle-check"),
    Action.CANCEL_SHIPMENT: ("cancel_shipment.show", "x"),
}


def menu(shipment: Shipment, known: OrderFacts, by: Person) -> tuple[Offer, ...]:
    """What can be done to a shipment, for somebody who may."""
    return tuple(offer(action, shipment, known) for action in PAGES if guards.may(by, action))


def offer(action: Action, shipment: Shipment, known: OrderFacts) -> Offer:
    """One verb of its menu."""
    endpoint, picture = PAGES[action]
    url = address(endpoint, code=known.code, number=shipment.number)
    return Offer(action, url, picture, guards.failed(action, known, shipment_facts(shipment)))


class Found(NamedTuple):
    """A shipment with its order, and that one's facts."""

    order: Order
    shipment: Shipment
    known: OrderFacts


def wanted(code: str, number: str, action: Action) -> Found:
    """The shipment of this address, for somebody who may do this to it; else 403, or 404."""
    order = verb.wanted(code, action)
    known = facts(db.session(), order)
    shipment = next((one for one in order.shipments if one.number == number), None)
    return Found(order, shipment or abort(404), known)


def page(action: Action, found: Found, to: ShipmentStatus, refused: Refused | None = None, **names: Any) -> str:
    """The form of a shipment's verb on today's order, which brings it to this status."""
    order, shipment, known = found
    called = {line.id: line.name for line in order.lines}
    then = parcels.with_status(known, order.shipments.index(shipment), to)
    return verb.draw(
        f"orders/{action.value}.html",
        order.code,
        order=order,
        shipment=shipment,
        status=shipment_label(shipment.status, shipment.point),
        pieces=parcels.listed({part.line_id: part.quantity for part in shipment.lines}, called),
        fulfilment=becomes(known, then),
        conditions=guards.conditions(action, known, shipment_facts(shipment)),
        refused=refused,
        to=to,
        notify=request.method == "GET" or bool(request.form.get("notify")),
        **names,
    )
