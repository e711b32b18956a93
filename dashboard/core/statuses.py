"""The two statuses of an order as functions of its facts, and the steps a shipment may take. Source: DOMAIN 2."""

from collections.abc import Mapping
from typing import Protocol

from dashboard.core.facts import OrderFacts
from dashboard.core.quantities import Pieces, per_line
from dashboard.core.words import (
    CancelReason,
    FulfilmentStatus,
    OrderState,
    PaymentStatus,
    RefundState,
    Route,
    ShipmentStatus,
    Status,
)

__all__ = [
    "CancelReason", "FulfilmentStatus", "OrderState", "PaymentStatus", "RefundState", "Route", "ShipmentStatus",
    "Status", "SHIPMENT_STEPS", "fulfilment_status", "payment_status", "shipment_label",
]  # fmt: skip

S = ShipmentStatus
LIVE = frozenset(set(S) - {S.DELIVERED, S.CANCELED})
# Scans get lost, so steps forward may be skipped. Only manual shipments may be canceled (guards).
SHIPMENT_STEPS: dict[S, frozenset[S]] = {
    S.AWAITING_SHIPMENT: frozenset({S.SHIPPED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED, S.CANCELED}),
    S.SHIPPED: frozenset({S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED, S.DELIVERY_FAILED, S.CANCELED}),
    S.IN_TRANSIT: frozenset({S.OUT_FOR_DELIVERY, S.DELIVERED, S.DELIVERY_FAILED, S.CANCELED}),
    S.OUT_FOR_DELIVERY: frozenset({S.DELIVERED, S.DELIVERY_FAILED, S.CANCELED}),
    S.DELIVERY_FAILED: frozenset({S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED, S.CANCELED}),
    S.DELIVERED: frozenset(),
    S.CANCELED: frozenset(),
}


class Paid(Protocol):
    """What OrderFacts says of an order's money, in minor units."""

    @property
    def total(self) -> int: ...
    @property
    def captured(self) -> int: ...
    @property
    def attempt_open(self) -> bool: ...
    @property
    def refunded(self) -> int: ...
    @property
    def fees(self) -> int: ...


def payment_status(facts: Paid) -> PaymentStatus:
    """How far the order is paid: the first rule that fits."""
    paid, refunded = facts.captured, facts.refunded
    if refunded > 0 and refunded + facts.fees >= paid:
        return PaymentStatus.REFUNDED
    if refunded > 0:
        return PaymentStatus.PARTIALLY_REFUNDED
    if facts.attempt_open and paid == 0:
        return PaymentStatus.IN_PROGRESS
    if paid >= facts.total:
        return PaymentStatus.PAID
    return PaymentStatus.PARTIALLY_PAID if paid > 0 else PaymentStatus.UNPAID


def fulfilment_status(facts: OrderFacts, lines: Mapping[int, Pieces] | None = None) -> FulfilmentStatus:
    """How far the order is sent: the first rule that fits. `lines` is per_line(facts), if it is known already."""
    pieces = (per_line(facts) if lines is None else lines).values()
    wanted, sent, back = sum(p.to_send for p in pieces), sum(p.sent for p in pieces), sum(p.returned for p in pieces)
    if facts.state is OrderState.CANCELED:
        return FulfilmentStatus.CANCELED
    if wanted == 0:
        return FulfilmentStatus.UNFULFILLED
    if back > 0:
        return FulfilmentStatus.RETURNED if back >= sent >= wanted else FulfilmentStatus.PARTIALLY_RETURNED
    if sent >= wanted:
        return all_sent(facts)
    if sent > 0:
        return FulfilmentStatus.PARTIALLY_FULFILLED
    if facts.packed or all(p.packed >= p.to_send for p in pieces):
        return FulfilmentStatus.DISPATCHED
    return FulfilmentStatus.UNFULFILLED


def all_sent(facts: OrderFacts) -> FulfilmentStatus:
    """The status of an order with every piece handed over."""
    standing = [shipment for shipment in facts.shipments if shipment.status is not S.CANCELED]
    if not all(shipment.status is S.DELIVERED for shipment in standing):
        return FulfilmentStatus.FULFILLED
    picked_up = all(shipment.point == "pickup" for shipment in standing)
    return FulfilmentStatus.PICKED_UP if picked_up else FulfilmentStatus.DELIVERED


def shipment_label(status: ShipmentStatus, point: str) -> str:
    """The status on the page; at the counter, other words."""
    at_counter = {S.AWAITING_SHIPMENT: "Ready for pickup", S.DELIVERED: "Picked up"}
    return at_counter.get(status, status.label) if point == "pickup" else status.label
