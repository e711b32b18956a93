"""The page behind an order letter’s link: how the order stands, what is in it, where its parcels are. Nothing else."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from dashboard.core import progress
from dashboard.core.statuses import OrderState, ShipmentStatus
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models.order_link import order_behind
from dashboard.pages import secret

pages = Blueprint("guest_order", __name__)

WORDS = {
    ShipmentStatus.AWAITING_SHIPMENT: "We are getting it ready",
    ShipmentStatus.SHIPPED: "It is on its way",
    ShipmentStatus.IN_TRANSIT: "It is on its way",
    ShipmentStatus.OUT_FOR_DELIVERY: "It arrives today",
    ShipmentStatus.DELIVERY_FAILED: "It could not be delivered",
    ShipmentStatus.DELIVERED: "It has arrived",
}


@pages.get("/o/<string(maxlength=64):token>")
def show(token: str) -> ResponseReturnValue:
    """The order; one answer for links that never were, that were replaced and that ended."""
    order = order_behind(db.session(), token, now())
    if order is None:
        return secret.page("account/order_link_ended.html", 404)
    returned = order.state is OrderState.RETURNED_TO_CART
    return secret.page(
        "account/guest_order.html",
        order=order,
        fulfilment=order.state if returned else order.fulfilment_status,
        shipments=[one for one in order.shipments if one.status is not ShipmentStatus.CANCELED],
        names={line.id: line.name for line in order.lines},
        words=WORDS,
        notes=[note for note in order.notes if not note.internal],
        steps=progress.steps,
        subtotal=sum(line.total + line.discount for line in order.lines),
        open=order.state is OrderState.OPEN,
    )
