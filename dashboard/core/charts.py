"""The workflow’s four charts: where each status stands, and every way from one to the next with what makes it.

Parcels’ ways are read from the desk’s own tables. Payment and fulfilment follow from facts, so their ways are written
down here, and a test walks through all that can happen to an order (core/ahead.py) and finds these and no others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dashboard.core import ahead
from dashboard.core.action import Action
from dashboard.core.facts import OrderFacts, ShipmentFacts
from dashboard.core.words import FulfilmentStatus, OrderState, PaymentStatus, ShipmentStatus, Status

A, P, F, S = Action, PaymentStatus, FulfilmentStatus, ShipmentStatus
Actions = tuple[Action | None, ...]


class Edge(NamedTuple):
    """A way from one status to the next; `action` None: the buyer takes it."""

    before: Status
    after: Status
    action: Action | None


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture: statuses at their column and row, the first of them the beginning, and the ways between them.

    Ways pass the columns between them in the `lanes`, rows where nothing stands; with `arcs`, over what stands in their
    own row. `told`: actions that are named with their conditions where they are refused.
    """

    title: str
    places: Mapping[Status, tuple[int, float]]
    edges: tuple[Edge, ...]
    told: frozenset[Action] = field(default_factory=frozenset)
    lanes: tuple[float, ...] = ()
    arcs: bool = False


def ways(before: Status, afters: Mapping[Status, Actions]) -> Iterator[Edge]:
    """The ways from one status, by each of these actions."""
    return (Edge(before, after, action) for after, actions in afters.items() for action in actions)


PAYS: Actions = (A.RECORD_PAYMENT, A.RECEIVE_PAYMENT)
GIVES: Actions = (A.REFUND, A.CANCEL, A.APPROVE_REFUND)
MOVES: Actions = (A.HAND_OVER, A.DELIVER, A.EDIT_SHIPMENT)
CALLED_OFF: Actions = (A.CANCEL_SHIPMENT, A.EDIT_SHIPMENT)
ARRIVES: Actions = (A.DELIVER, A.EDIT_SHIPMENT)
BACK: Actions = (A.RETURN, A.REFUND)
WITHDRAWN: Actions = (A.REFUND, A.APPROVE_REFUND)
AGAIN: Actions = (A.FAIL_REFUND,)
PAYMENT = Chart(
    "Payment",
    {
        P.UNPAID: (0, 1), P.IN_PROGRESS: (1, 0), P.PARTIALLY_PAID: (1, 2), P.PAID: (2, 1),
        P.PARTIALLY_REFUNDED: (3, 0), P.REFUNDED: (4, 1),
    },
    (
        *ways(P.UNPAID, {
            P.PAID: (A.RECORD_PAYMENT,), P.PARTIALLY_PAID: (A.RECORD_PAYMENT,), P.IN_PROGRESS: (None,),
        }),
        *ways(P.IN_PROGRESS, {P.PAID: PAYS, P.PARTIALLY_PAID: PAYS, P.UNPAID: (A.FAIL_PAYMENT,)}),
        *ways(P.PARTIALLY_PAID, {
            P.PAID: (*PAYS, A.EDIT_LINES), P.PARTIALLY_REFUNDED: GIVES, P.REFUNDED: GIVES,
        }),
        *ways(P.PAID, {P.PARTIALLY_REFUNDED: GIVES, P.REFUNDED: GIVES, P.PARTIALLY_PAID: (A.EDIT_LINES,)}),
        *ways(P.PARTIALLY_REFUNDED, {P.REFUNDED: GIVES, P.PAID: AGAIN, P.PARTIALLY_PAID: AGAIN}),
        *ways(P.REFUNDED, {P.PARTIALLY_REFUNDED: (*PAYS, *AGAIN), P.PAID: AGAIN, P.PARTIALLY_PAID: AGAIN}),
    ),
    frozenset({A.RECORD_PAYMENT, A.REFUND}),
    (0, 1, 2),
)  # fmt: skip
FULFILMENT = Chart(
    "Fulfilment",
    {
        F.UNFULFILLED: (0, 1), F.DISPATCHED: (1, 0), F.PARTIALLY_FULFILLED: (1, 2), F.FULFILLED: (2, 1),
        F.DELIVERED: (3, 0), F.PICKED_UP: (3, 2), F.PARTIALLY_RETURNED: (4, 0), F.RETURNED: (4, 2),
    },
    (
        *ways(F.UNFULFILLED, {
            F.DISPATCHED: (A.PACK, A.FULFIL, *WITHDRAWN, *AGAIN), F.FULFILLED: (A.FULFIL,),
            F.PARTIALLY_FULFILLED: (A.FULFIL, *MOVES),
        }),
        *ways(F.DISPATCHED, {
            F.FULFILLED: (A.FULFIL, A.HAND_OVER, A.EDIT_SHIPMENT), F.PARTIALLY_FULFILLED: (A.FULFIL, *MOVES),
            F.DELIVERED: ARRIVES, F.PICKED_UP: ARRIVES, F.UNFULFILLED: (*CALLED_OFF, *WITHDRAWN, *AGAIN),
        }),
        *ways(F.PARTIALLY_FULFILLED, {
            F.FULFILLED: (A.FULFIL, *MOVES, *WITHDRAWN), F.DELIVERED: (*ARRIVES, *WITHDRAWN),
            F.PICKED_UP: (*ARRIVES, *WITHDRAWN), F.PARTIALLY_RETURNED: BACK, F.RETURNED: (A.REFUND,),
            F.UNFULFILLED: CALLED_OFF,
        }),
        *ways(F.FULFILLED, {
            F.DELIVERED: ARRIVES, F.PARTIALLY_RETURNED: BACK, F.PARTIALLY_FULFILLED: (*CALLED_OFF, *AGAIN),
            F.UNFULFILLED: CALLED_OFF,
        }),
        *ways(F.DELIVERED, {F.PARTIALLY_RETURNED: BACK, F.RETURNED: BACK, F.PARTIALLY_FULFILLED: AGAIN}),
        *ways(F.PICKED_UP, {F.PARTIALLY_RETURNED: BACK, F.RETURNED: BACK, F.PARTIALLY_FULFILLED: AGAIN}),
        *ways(F.PARTIALLY_RETURNED, {F.RETURNED: (*BACK, A.APPROVE_REFUND)}),
        *ways(F.RETURNED, {F.PARTIALLY_RETURNED: AGAIN}),
    ),
    frozenset({A.PACK, A.FULFIL, A.HAND_OVER, A.DELIVER, A.RETURN}),
    (0, 1, 2),
)  # fmt: skip
ORDER = Chart(
    "Order",
    {OrderState.OPEN: (0, 0.5), OrderState.CANCELED: (1, 0), OrderState.RETURNED_TO_CART: (1, 1)},
    tuple(ways(OrderState.OPEN, {
        OrderState.CANCELED: (A.CANCEL,), OrderState.RETURNED_TO_CART: (A.RETURN_TO_CART,),
    })),
    frozenset({A.CANCEL, A.RETURN_TO_CART}),
)  # fmt: skip
SHIPMENT = Chart(
    "Shipment",
    {
        S.AWAITING_SHIPMENT: (0, 1), S.SHIPPED: (1, 1), S.IN_TRANSIT: (2, 1), S.OUT_FOR_DELIVERY: (3, 1),
        S.DELIVERED: (4, 1), S.DELIVERY_FAILED: (3, 2.5), S.CANCELED: (4, 2.5),
    },
    tuple(
        Edge(before, after, action)
        for before in S for action, after in ahead.moves(OrderFacts(), ShipmentFacts(before))
    ),
    lanes=(1.75,),
    arcs=True,
)  # fmt: skip
CHARTS = (PAYMENT, FULFILMENT, ORDER, SHIPMENT)
