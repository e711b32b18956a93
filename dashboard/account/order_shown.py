"""What the page of one order shows, whoever looks: the buyer, or whoever holds the link of a letter."""

from typing import Any

from dashboard.core import buyer_words, progress
from dashboard.core.quantities import per_line
from dashboard.core.statuses import OrderState, ShipmentStatus
from dashboard.extensions import db
from dashboard.letters import order_placed
from dashboard.models.order import Order
from dashboard.models.order_facts import facts


def order_shown(order: Order) -> dict[str, Any]:
    """The names that the templates of an order's page want."""
    returned = order.state is OrderState.RETURNED_TO_CART
    open_ = order.state is OrderState.OPEN
    return {
        "order": order,
        "fulfilment": order.state if returned else order.fulfilment_status,
        "shipments": [one for one in order.shipments if one.status is not ShipmentStatus.CANCELED],
        "names": {line.id: line.name for line in order.lines},
        "says": buyer_words.parcel,
        "steps": progress.steps,
        "notes": [note for note in order.notes if not note.internal],
        "worth": {line.id: line.worth(order.tax_included) for line in order.lines},
        "beside": order_placed.beside(order),
        "open": open_,
        "to_come": to_come(order) if open_ else [],
    }


def to_come(order: Order) -> list[tuple[str, int]]:
    """What is in no parcel yet, name and pieces; nothing where none has left."""
    if not order.shipments:
        return []
    left = per_line(facts(db.session(), order, carts=False))
    return [(line.name, left[line.id].left_to_pack) for line in order.lines if left[line.id].left_to_pack]
