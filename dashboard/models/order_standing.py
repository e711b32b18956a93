"""How an order stands, for what its customer is told of."""

from dashboard.core.notices import Parcel, Standing
from dashboard.models.order import Order


def order_standing(order: Order) -> Standing:
    """Its state and the states of all that it has, from the rows of the running transaction."""
    return Standing(
        order.state,
        {one.id: Parcel(one.status, one.point, one.tracking_number) for one in order.shipments},
        {one.id: one.state for one in order.refunds},
        {one.id: one.state for one in order.payments},
        frozenset(one.id for one in order.returns),
    )
