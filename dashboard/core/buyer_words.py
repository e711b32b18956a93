"""How an order stands, in the words of whoever bought it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from dashboard.core.words import FulfilmentStatus, OrderState, PaymentStatus, ShipmentStatus

S, F, P = ShipmentStatus, FulfilmentStatus, PaymentStatus
ON_ITS_WAY = frozenset({S.SHIPPED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY})
OF_PARCEL = {
    S.AWAITING_SHIPMENT: "We are getting it ready",
    S.SHIPPED: "It is on its way",
    S.IN_TRANSIT: "It is on its way",
    S.OUT_FOR_DELIVERY: "It arrives today",
    S.DELIVERY_FAILED: "It could not be delivered",
    S.DELIVERED: "It has arrived",
}
AT_COUNTER = {S.AWAITING_SHIPMENT: "Ready for pickup", S.DELIVERED: "Picked up"}
OF_FULFILMENT = {
    F.DISPATCHED: "packed, leaves soon",
    F.PARTIALLY_FULFILLED: "part of it is sent",
    F.FULFILLED: "on its way",
    F.DELIVERED: "it has arrived",
    F.PICKED_UP: "you have it",
    F.RETURNED: "all of it came back",
    F.PARTIALLY_RETURNED: "part of it came back",
}
PAST = frozenset({F.DELIVERED, F.PICKED_UP, F.RETURNED, F.CANCELED})


class Parcel(NamedTuple):
    """A parcel as far as a buyer's list minds it."""

    status: ShipmentStatus
    point: str
    expected_on: date | None


def parcel(status: ShipmentStatus, point: str, expected_on: date | None = None) -> str:
    """How one parcel stands: "Arrives Wednesday, 25 Nov"."""
    if point == "pickup" and status in AT_COUNTER:
        return AT_COUNTER[status]
    if status in ON_ITS_WAY - {S.OUT_FOR_DELIVERY} and expected_on is not None:
        return f"Arrives {expected_on:%A}, {expected_on.day} {expected_on:%b}"
    return OF_PARCEL[status]


def order(
    state: OrderState,
    payment: PaymentStatus,
    fulfilment: FulfilmentStatus,
    parcels: Iterable[Parcel] = (),
    *,
    in_cart: bool = False,
) -> str:
    """How an order stands, as said beside its badge; `in_cart`: it went back to a cart that is still open."""
    if state is OrderState.RETURNED_TO_CART:
        return "look into your carts" if in_cart else "its cart is done"
    if state is OrderState.CANCELED:
        return "money paid was given back" if payment is P.REFUNDED else ""
    coming = sorted(one.expected_on for one in parcels if one.status in ON_ITS_WAY and one.expected_on)
    if coming:
        first = "first parcel arrives" if fulfilment is F.PARTIALLY_FULFILLED else "arrives"
        return f"{first} {coming[0]:%a} {coming[0].day} {coming[0]:%b}"
    if fulfilment is not F.UNFULFILLED:
        return OF_FULFILMENT.get(fulfilment, "")
    return {P.PAID: "paid, being packed", P.UNPAID: "not paid yet", P.IN_PROGRESS: "payment in progress"}.get(
        payment, ""
    )


def title(names: Sequence[str]) -> str:
    """What is in an order: "Stoneware mug and 2 more", "Serving bowl and Wooden spoon"."""
    if len(names) <= 1:
        return names[0] if names else "Nothing left in it"
    return f"{names[0]} and {names[1] if len(names) == 2 else f'{len(names) - 1} more'}"
