"""The workflow as pictures: the charts laid out, and an order's place in them, with what may come of it next."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.core import ahead, guards
from dashboard.core.action import Action
from dashboard.core.ahead import Standing, Steps
from dashboard.core.charts import Chart, Edge
from dashboard.core.conditions import Condition
from dashboard.core.facts import OrderFacts
from dashboard.core.statuses import fulfilment_status, payment_status
from dashboard.core.words import OrderState, Status

A = Action
WIDE, HIGH, COLUMN, ROW, EDGE = 150, 34, 198, 58, 4
OF_A_PARCEL = frozenset({A.HAND_OVER, A.DELIVER, A.CANCEL_SHIPMENT, A.EDIT_SHIPMENT})
MEANT = {
    A.RECEIVE_PAYMENT: "Mark payment as received",
    A.FAIL_PAYMENT: "Mark payment as failed",
    A.FAIL_REFUND: "Mark refund as failed",
    A.DELIVER: "Mark shipment as delivered",
}
STRONGEST = ("been", "next", "later", "no", "")
# By the title of a chart: which status it is about, and what an order may become in it.
FOLLOWS: dict[str, tuple[Callable[[OrderFacts], Status], Callable[[Standing], Steps]]] = {
    "Payment": (payment_status, ahead.of_money),
    "Fulfilment": (fulfilment_status, ahead.of_goods),
    "Order": (lambda facts: facts.state, ahead.of_state),
}
Leads = Mapping[Action | None, list[Status]]


class Node(NamedTuple):
    """A status in the picture: `state` is now, been, next, later, no, or "" where no order is looked at."""

    status: Status
    x: int
    y: int
    state: str


class Line(NamedTuple):
    """A way in the picture, as the path of an SVG; its state is that of where it leads, "been" where it was gone.

    `both`: the same way leads back, too.
    """

    path: str
    state: str
    both: bool


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

    @property
    def words(self) -> str:
        """The words on its button, with what it is done to where these stand on several."""
        return MEANT.get(self.action, self.action.label)


def place(chart: Chart, facts: OrderFacts) -> Status | None:
    """Where the order is in this chart; None where it is nowhere in it, as a canceled one is in Fulfilment."""
    status = FOLLOWS[chart.title][0](facts)
    return status if status in chart.places else None


def leads(chart: Chart, order: Standing) -> Leads:
    """Where this order may come to in this chart by one action more, by action."""
    status, follows = FOLLOWS[chart.title]
    found: dict[Action | None, list[Status]] = {}
    for action, after in follows(order):
        became = status(after.facts)
        if became is not status(order.facts) and became in chart.places and became not in found.get(action, ()):
            found.setdefault(action, []).append(became)
    order_of = list(chart.places)
    return {action: sorted(statuses, key=order_of.index) for action, statuses in found.items()}


def states(chart: Chart, order: Standing) -> dict[Status, str]:
    """What each status of the chart is to the order: now, been, next, later or no."""
    found: dict[Status, str] = dict.fromkeys(chart.places, "no")
    now = place(chart, order.facts)
    if now is None:
        return found
    near = {status for statuses in leads(chart, order).values() for status in statuses}
    start = next(iter(chart.places))
    for status in reachable(chart, near, order.facts.state):
        found[status] = "later"
    found |= dict.fromkeys(near, "next")
    for status in chart.places:
        if status != now and now not in reachable(chart, {start} - {status}, without=status):
            found[status] = "been"
    return found | {now: "now"}


def reachable(
    chart: Chart, first: Iterable[Status], state: OrderState = OrderState.OPEN, without: Status | None = None
) -> set[Status]:
    """These and all that come after them in an order of this state, not by way of `without`."""
    found, left = set[Status](), list(first)
    while left:
        status = left.pop()
        if status not in found and status != without:
            found.add(status)
            left += [edge.after for edge in chart.edges if edge.before == status and open_to(edge.action, state)]
    return found


def open_to(action: Action | None, state: OrderState) -> bool:
    """Whether orders of this state know the action; the buyer pays open ones."""
    return state is OrderState.OPEN if action is None else state in guards.TABLE[action].states


def refused(action: Action, facts: OrderFacts) -> tuple[Condition, ...]:
    """The conditions that fail; of what is done to a parcel, those of the one that comes nearest."""
    if action not in OF_A_PARCEL or not facts.shipments:
        return guards.failed(action, facts)
    return min((guards.failed(action, facts, parcel) for parcel in facts.shipments), key=len)


def possible(chart: Chart) -> list[Next]:
    """The actions of the chart, each once, with all they ever lead to."""
    found: dict[Action, list[Status]] = {}
    for edge in chart.edges:
        if edge.action is not None and edge.after not in found.setdefault(edge.action, []):
            found[edge.action].append(edge.after)
    return [Next(action, tuple(after), ()) for action, after in found.items()]


def coming(chart: Chart, order: Standing) -> list[Next]:
    """The actions that lead on from where the order is; of those that matter most, also why one is refused now."""
    facts, exact = order.facts, leads(chart, order)
    found: dict[Action, Next] = {}
    for edge in chart.edges:
        action = edge.action
        # "Edit shipment" leads where its other verbs lead, so that those are enough.
        if action in (None, A.EDIT_SHIPMENT) or action in found or edge.before != place(chart, facts):
            continue
        why = refused(action, facts)
        if action in exact:
            found[action] = Next(action, tuple(exact[action]), ())
        elif why and action in chart.told and (facts.shipments or action not in OF_A_PARCEL):
            found[action] = Next(action, (), why)
    return list(found.values())


def picture(chart: Chart, found: Mapping[Status, str] | None = None) -> Picture:
    """The chart laid out, each status and way with what it is to an order."""
    found = found or {}
    top = 34 if chart.arcs else 0
    spots = {status: spot(column, row, top) for status, (column, row) in chart.places.items()}
    nodes = tuple(Node(status, *spots[status], found.get(status, "")) for status in chart.places)
    wide, high = max(x for x, _ in spots.values()) + WIDE + EDGE, max(y for _, y in spots.values()) + HIGH + EDGE
    return Picture(wide, high, nodes, tuple(lines(chart, top, found)))


def spot(column: int, row: float, top: int) -> tuple[int, int]:
    """The left upper corner of a place."""
    return EDGE + column * COLUMN, round(EDGE + top + row * ROW)


def lines(chart: Chart, top: int, found: Mapping[Status, str]) -> Iterable[Line]:
    """The ways between two statuses, each pair once, drawn from the one that is read first."""
    pairs: dict[tuple[Status, Status], set[str]] = {}
    ends: dict[tuple[Status, Status], set[Status]] = {}
    for edge in chart.edges:
        first, last = sorted((edge.before, edge.after), key=chart.places.__getitem__)
        pairs.setdefault((first, last), set()).add(way(edge, found))
        ends.setdefault((first, last), set()).add(edge.after)
    for (first, last), seen in pairs.items():
        one_way = ends[first, last]
        drawn = (first, last) if last in one_way else (last, first)
        yield Line(path(chart, *drawn, top), min(seen, key=STRONGEST.index), len(one_way) > 1)


def way(edge: Edge, found: Mapping[Status, str]) -> str:
    """What a way is to the order: taken, open now, or what its end is."""
    before, after = found.get(edge.before, ""), found.get(edge.after, "")
    if before == "been" and after in ("been", "now"):
        return "been"
    if before == "now":
        return after if after != "been" else "later"
    return after if after in ("", "no") else "later"


def skips(chart: Chart, before: Status, after: Status) -> bool:
    """Whether a way between these two goes over a status that stands in their row."""
    (left, row), (right, other) = chart.places[before], chart.places[after]
    between = any(one[1] == row and left < one[0] < right for one in chart.places.values())
    return chart.arcs and row == other and between


def path(chart: Chart, before: Status, after: Status, top: int) -> str:
    """The line from one status to another: down where they share a column, over what stands between, or by lanes."""
    (column, row), (to_column, to_row) = chart.places[before], chart.places[after]
    (x, y), (to_x, to_y) = spot(column, row, top), spot(to_column, to_row, top)
    if skips(chart, before, after):
        over = y - 34
        return f"M{x + 75} {y}C{x + 75} {over} {to_x + 75} {over} {to_x + 75} {to_y}"
    if column >= to_column:
        down = to_y > y
        start, end = (y + HIGH, to_y) if down else (y, to_y + HIGH)
        return f"M{x + 75} {start}C{x + 75} {(start + end) // 2} {to_x + 75} {(start + end) // 2} {to_x + 75} {end}"
    drawn, middle = f"M{x + WIDE} {y + HIGH // 2}", y + HIGH // 2
    for passed in range(column + 1, to_column):
        row = lane(chart, passed, row)
        passed_x, passed_y = spot(passed, row, top)
        drawn += bend(passed_x, middle, passed_y + HIGH // 2) + f"H{passed_x + WIDE}"
        middle = passed_y + HIGH // 2
    return drawn + bend(to_x, middle, to_y + HIGH // 2)


def lane(chart: Chart, column: int, row: float) -> float:
    """The row in which a way passes a column: the nearest of the lanes where nothing stands."""
    taken = {other for at, other in chart.places.values() if at == column}
    return min((one for one in chart.lanes if one not in taken), key=lambda one: abs(one - row), default=row)


def bend(x: int, y: int, to_y: int) -> str:
    """A curve through the gap before a column, which begins at `x`, from one height to another."""
    gap = COLUMN - WIDE
    return f"C{x - gap // 2} {y} {x - gap // 2} {to_y} {x} {to_y}"
