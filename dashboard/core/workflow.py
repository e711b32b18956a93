"""The workflow as pictures: which status follows on which, by which action, laid out; and an order's place in it.

Parcels’ steps and the conditions are read from the tables that the desk itself follows; here is only what derived
statuses come from, and where each stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.core import guards
from dashboard.core.action import Action
from dashboard.core.conditions import Condition
from dashboard.core.facts import OrderFacts
from dashboard.core.statuses import SHIPMENT_STEPS, fulfilment_status, payment_status
from dashboard.core.words import FulfilmentStatus, OrderState, PaymentStatus, ShipmentStatus, Status

A, P, F, S = Action, PaymentStatus, FulfilmentStatus, ShipmentStatus
WIDE, HIGH, COLUMN, ROW, EDGE = 150, 34, 198, 58, 4
OF_A_PARCEL = frozenset({A.HAND_OVER, A.DELIVER, A.CANCEL_SHIPMENT, A.EDIT_SHIPMENT})


class Edge(NamedTuple):
    """A way from one status to the next; `action` None: the buyer, the provider or the carrier takes it."""

    before: Status
    after: Status
    action: Action | None


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture: statuses at their column and row, the first of them the beginning, and the ways between them."""

    title: str
    places: Mapping[Status, tuple[int, float]]
    edges: tuple[Edge, ...]


def of_step(before: ShipmentStatus, after: ShipmentStatus) -> Action | None:
    """Who takes a parcel that step."""
    if after is S.CANCELED:
        return A.CANCEL_SHIPMENT
    if after is S.DELIVERED:
        return A.DELIVER
    return A.HAND_OVER if (before, after) == (S.AWAITING_SHIPMENT, S.SHIPPED) else None


PAYMENT = Chart(
    "Payment",
    {
        P.UNPAID: (0, 1), P.IN_PROGRESS: (1, 0), P.PARTIALLY_PAID: (1, 2), P.PAID: (2, 1),
        P.PARTIALLY_REFUNDED: (3, 0), P.REFUNDED: (4, 1),
    },
    (
        Edge(P.UNPAID, P.IN_PROGRESS, None), Edge(P.IN_PROGRESS, P.PAID, A.RECORD_PAYMENT),
        Edge(P.UNPAID, P.PARTIALLY_PAID, A.RECORD_PAYMENT), Edge(P.UNPAID, P.PAID, A.RECORD_PAYMENT),
        Edge(P.PARTIALLY_PAID, P.PAID, A.RECORD_PAYMENT), Edge(P.PAID, P.PARTIALLY_REFUNDED, A.REFUND),
        Edge(P.PAID, P.REFUNDED, A.REFUND), Edge(P.PARTIALLY_REFUNDED, P.REFUNDED, A.REFUND),
    ),
)  # fmt: skip
FULFILMENT = Chart(
    "Fulfilment",
    {
        F.UNFULFILLED: (0, 1), F.DISPATCHED: (1, 0), F.PARTIALLY_FULFILLED: (1, 2), F.FULFILLED: (2, 1),
        F.DELIVERED: (3, 0), F.PICKED_UP: (3, 2), F.PARTIALLY_RETURNED: (4, 0), F.RETURNED: (4, 2),
    },
    (
        Edge(F.UNFULFILLED, F.DISPATCHED, A.PACK), Edge(F.UNFULFILLED, F.PARTIALLY_FULFILLED, A.FULFIL),
        Edge(F.UNFULFILLED, F.FULFILLED, A.FULFIL), Edge(F.DISPATCHED, F.FULFILLED, A.HAND_OVER),
        Edge(F.PARTIALLY_FULFILLED, F.FULFILLED, A.FULFIL), Edge(F.FULFILLED, F.DELIVERED, A.DELIVER),
        Edge(F.FULFILLED, F.PICKED_UP, A.DELIVER), Edge(F.DELIVERED, F.PARTIALLY_RETURNED, A.RETURN),
        Edge(F.DELIVERED, F.RETURNED, A.RETURN), Edge(F.PICKED_UP, F.RETURNED, A.RETURN),
        Edge(F.PARTIALLY_RETURNED, F.RETURNED, A.RETURN),
    ),
)  # fmt: skip
ORDER = Chart(
    "Order",
    {OrderState.OPEN: (0, 0.5), OrderState.CANCELED: (1, 0), OrderState.RETURNED_TO_CART: (1, 1)},
    (
        Edge(OrderState.OPEN, OrderState.CANCELED, A.CANCEL),
        Edge(OrderState.OPEN, OrderState.RETURNED_TO_CART, A.RETURN_TO_CART),
    ),
)
SHIPMENT = Chart(
    "Shipment",
    {
        S.AWAITING_SHIPMENT: (0, 1), S.SHIPPED: (1, 1), S.IN_TRANSIT: (2, 1), S.OUT_FOR_DELIVERY: (3, 1),
        S.DELIVERED: (4, 1), S.DELIVERY_FAILED: (3, 2.5), S.CANCELED: (4, 2.5),
    },
    tuple(Edge(before, after, of_step(before, after)) for before in S for after in S
          if after in SHIPMENT_STEPS[before]),
)  # fmt: skip
CHARTS = (PAYMENT, FULFILMENT, ORDER, SHIPMENT)


class Node(NamedTuple):
    """A status in the picture: `state` is now, been, next, later, no, or "" where no order is looked at."""

    status: Status
    x: int
    y: int
    state: str


class Line(NamedTuple):
    """A way in the picture, as the path of an SVG; its state is that of where it leads, "been" where it was gone."""

    path: str
    state: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart laid out: `wide` by `high`, with its nodes in order of reading and the lines between them."""

    wide: int
    high: int
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]


class Next(NamedTuple):
    """What may come next: an action, the statuses it leads to, and why it is refused now."""

    action: Action
    leads: tuple[Status, ...]
    refused: tuple[Condition, ...]


def place(chart: Chart, facts: OrderFacts) -> Status | None:
    """Where the order is in this chart; None where it is nowhere in it, as a canceled one is in Fulfilment."""
    found: dict[str, Status] = {
        "Payment": payment_status(facts), "Fulfilment": fulfilment_status(facts), "Order": facts.state
    }  # fmt: skip
    status = found.get(chart.title)
    return status if status in chart.places else None


def states(chart: Chart, now: Status | None, facts: OrderFacts) -> dict[Status, str]:
    """What each status of the chart is to the order: now, been, next, later or no."""
    found: dict[Status, str] = dict.fromkeys(chart.places, "no")
    if now is None:
        return found
    start = next(iter(chart.places))
    near = {edge.after for edge in chart.edges if edge.before == now and may_be(edge, facts)}
    for status in reachable(chart, near):
        found[status] = "later"
    found |= dict.fromkeys(near, "next")
    for status in chart.places:
        if status != now and now not in reachable(chart, {start} - {status}, without=status):
            found[status] = "been"
    return found | {now: "now"}


def reachable(chart: Chart, first: Iterable[Status], without: Status | None = None) -> set[Status]:
    """These and all that come after them, not by way of `without`."""
    found, ahead = set[Status](), list(first)
    while ahead:
        status = ahead.pop()
        if status not in found and status != without:
            found.add(status)
            ahead += [edge.after for edge in chart.edges if edge.before == status]
    return found


def may_be(edge: Edge, facts: OrderFacts) -> bool:
    """Whether the order may take this way now."""
    return facts.state is OrderState.OPEN if edge.action is None else not refused(edge.action, facts)


def refused(action: Action, facts: OrderFacts) -> tuple[Condition, ...]:
    """The conditions that fail; of what is done to a parcel, those of the one that comes nearest."""
    if action not in OF_A_PARCEL or not facts.shipments:
        return guards.failed(action, facts)
    return min((guards.failed(action, facts, parcel) for parcel in facts.shipments), key=len)


def coming(chart: Chart, now: Status | None, facts: OrderFacts | None = None) -> list[Next]:
    """The actions that lead on, each once; of an order those from where it is, with why one is refused."""
    leads: dict[Action, list[Status]] = {}
    for edge in chart.edges:
        if edge.action is not None and (facts is None or edge.before == now):
            after = leads.setdefault(edge.action, [])
            after += [edge.after] if edge.after not in after else []
    return [Next(action, tuple(after), refused(action, facts) if facts else ()) for action, after in leads.items()]


def picture(chart: Chart, found: Mapping[Status, str] | None = None) -> Picture:
    """The chart laid out, each status and way with what it is to an order."""
    found = found or {}
    top = 34 if any(skips(chart, edge) for edge in chart.edges) else 0
    spots = {
        status: (EDGE + column * COLUMN, round(EDGE + top + row * ROW))
        for status, (column, row) in chart.places.items()
    }
    nodes = tuple(Node(status, *spots[status], found.get(status, "")) for status in chart.places)
    lines = tuple(Line(path(chart, edge, spots), way(edge, found)) for edge in chart.edges)
    wide, high = max(x for x, _ in spots.values()) + WIDE + EDGE, max(y for _, y in spots.values()) + HIGH + EDGE
    return Picture(wide, high, nodes, lines)


def way(edge: Edge, found: Mapping[Status, str]) -> str:
    """What a way is to the order: taken, open now, or what its end is."""
    before, after = found.get(edge.before, ""), found.get(edge.after, "")
    if before == "been" and after in ("been", "now"):
        return "been"
    return after if before == "now" or after in ("", "no") else "later"


def skips(chart: Chart, edge: Edge) -> bool:
    """Whether the way passes over a status that stands in its row."""
    (left, row), (right, other) = chart.places[edge.before], chart.places[edge.after]
    between = {place for place in chart.places.values() if place[1] == row and left < place[0] < right}
    return row == other and bool(between)


def path(chart: Chart, edge: Edge, spots: Mapping[Status, tuple[int, int]]) -> str:
    """The line from one status to another: a curve, over what stands in between, or down where they share a column."""
    (x, y), (to_x, to_y) = spots[edge.before], spots[edge.after]
    if skips(chart, edge):
        over = y - 34
        return f"M{x + 75} {y}C{x + 75} {over} {to_x + 75} {over} {to_x + 75} {y}"
    if x >= to_x:
        down = to_y > y
        start, end = (y + HIGH, to_y) if down else (y, to_y + HIGH)
        return f"M{x + 75} {start}C{x + 75} {(start + end) // 2} {to_x + 75} {(start + end) // 2} {to_x + 75} {end}"
    y, to_y, middle = y + HIGH // 2, to_y + HIGH // 2, (x + WIDE + to_x) // 2
    return f"M{x + WIDE} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"
