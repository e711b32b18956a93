"""What a shipment may be, and the order as it would be with it. Source: docs/domain.md, Shipments."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from dashboard.core import guards, names, search
from dashboard.core.facts import OrderFacts, ShipmentFacts
from dashboard.core.quantities import per_line
from dashboard.core.refusals import Invalid, WrongState
from dashboard.core.statuses import LIVE, SHIPMENT_STEPS, shipment_label
from dashboard.core.words import ShipmentStatus, Status

LONGEST = 100
S = ShipmentStatus


class Point(Status):
    """How the pieces leave: to somebody in the country, abroad, or over the counter."""

    LOCAL = "local"
    INTERNATIONAL = "international"
    PICKUP = "pickup"

    @property
    def label(self) -> str:
        """The words beside its radio button."""
        return "In-store pickup" if self is Point.PICKUP else super().label


@dataclass(frozen=True, slots=True)
class Way:
    """How a shipment goes: its carrier and tracking number, both empty at the counter, and when it shall be there."""

    point: Point = Point.LOCAL
    carrier: str = ""
    tracking: str = ""
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """How the shipments of a batch go: by which way, handed over or not, and whether customers may be told."""

    point: str
    carrier: str = ""
    handed_over: bool = True
    notify: bool = True

    @property
    def by(self) -> Way:
        """The way, with its words as they should be. Raises Invalid beside a field."""
        return way(Way(Point(self.point), self.carrier))


def way(wanted: Way) -> Way:
    """The way with its words on one line each. Raises Invalid beside "carrier" or "tracking"."""
    if wanted.point is Point.PICKUP:
        return replace(wanted, carrier="", tracking="")
    carrier = names.bounded(names.one_line(wanted.carrier), "carrier", LONGEST)
    tracking = names.bounded(names.one_line(wanted.tracking), "tracking", LONGEST)
    if wanted.point is Point.INTERNATIONAL and not carrier:
        raise Invalid("An international shipment needs its carrier. Enter who takes it.", "carrier")
    return replace(wanted, carrier=carrier, tracking=tracking)


def tracking_key(tracking: str) -> str | None:
    """The number as it is compared and found; None for none."""
    return search.fold(tracking).replace(" ", "")[:LONGEST] or None


def chosen(facts: OrderFacts, wanted: Mapping[int, int], count: str, called: Mapping[int, str]) -> dict[int, int]:
    """The pieces by line id of which there are some. `count` of quantities.Pieces is how many there can be at most.

    `called` are the lines' names. Raises Invalid beside "quantity-<line id>", or by itself where nothing is chosen.
    """
    pieces = per_line(facts)
    for line_id, number in wanted.items():
        if line_id not in pieces:
            raise Invalid("One of these items is no longer part of the order. Open this anew.")
        most = getattr(pieces[line_id], count)
        if not 0 <= number <= most:
            raise Invalid(f"{called[line_id]}: choose from 0 to {most}.", f"quantity-{line_id}")
    if found := {line_id: number for line_id, number in wanted.items() if number}:
        return found
    raise Invalid("Nothing is chosen. Choose one piece at least.")


def first_status(point: Point, handed_over: bool) -> ShipmentStatus:
    """What a new shipment is. At the counter it waits for who picks it up."""
    return S.SHIPPED if handed_over and point is not Point.PICKUP else S.AWAITING_SHIPMENT


def steps_from(status: ShipmentStatus, point: str) -> tuple[ShipmentStatus, ...]:
    """The statuses that a shipment may take next, in the order of its way; at the counter there are no scans."""
    allowed = SHIPMENT_STEPS[status] & ({S.DELIVERED, S.CANCELED} if point == Point.PICKUP else set(S))
    return tuple(step for step in S if step in allowed)


def require_step(shipment: ShipmentFacts, to: ShipmentStatus) -> None:
    """Raise WrongState unless the shipment may take this step."""
    if to not in steps_from(shipment.status, shipment.point):
        now, then = (shipment_label(one, shipment.point) for one in (shipment.status, to))
        raise WrongState(f"A shipment that is “{now}” cannot become “{then}”.")


def with_shipment(facts: OrderFacts, shipment: ShipmentFacts) -> OrderFacts:
    """The order with one more shipment."""
    return unmarked(replace(facts, shipments=(*facts.shipments, shipment)))


def with_status(facts: OrderFacts, at: int, status: ShipmentStatus) -> OrderFacts:
    """The order with its shipment at this place in another status."""
    moved = (replace(one, status=status) if place == at else one for place, one in enumerate(facts.shipments))
    changed = unmarked(replace(facts, shipments=tuple(moved)))
    return replace(changed, packed=False) if status is S.CANCELED else changed


def with_return(facts: OrderFacts, pieces: Mapping[int, int]) -> OrderFacts:
    """The order with these pieces back, too."""
    back = {line: facts.returned.get(line, 0) + pieces.get(line, 0) for line in {*facts.returned, *pieces}}
    return replace(facts, returned=back)


def unmarked(facts: OrderFacts) -> OrderFacts:
    """The order without the mark "packed" once no piece is left that it could be about."""
    return replace(facts, packed=facts.packed and any(one.left_to_pack for one in per_line(facts).values()))


def arriving(facts: OrderFacts) -> bool:
    """Whether all that keeps pieces from coming back is that nobody said yet that they arrived."""
    unmet = [condition.key for condition in guards.failed(guards.Action.RETURN, facts)]
    return unmet == ["returnable"] and any(shipment.status in LIVE for shipment in facts.shipments)


def listed(pieces: Mapping[int, int], called: Mapping[int, str]) -> str:
    """The pieces in words: "Stoneware mug × 2, Beeswax candle × 1"."""
    return ", ".join(f"{called[line_id]} × {number}" for line_id, number in pieces.items())
