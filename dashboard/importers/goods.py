"""The parts of an incoming order made to fit each other: no more sent, refunded or returned than there is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from dashboard.core.quantities import SENT
from dashboard.core.words import ShipmentStatus
from dashboard.importers.incoming import IncomingOrder, IncomingRefund, IncomingShipment, Problem, RefundedPieces


def fitted(order: IncomingOrder) -> IncomingOrder:
    """The order with its shipments and refunds within its lines; what had to give way is told."""
    told: list[str] = []
    refunds = tuple(within_ordered(order, told))
    shipments = None if order.shipments is None else tuple(within_left(order, refunds, told))
    refunds, shipments = with_returns(refunds, shipments)
    warnings = tuple(Problem(order.row, f"#{order.number}: {sentence}") for sentence in told)
    return replace(order, refunds=refunds, shipments=shipments, warnings=(*order.warnings, *warnings))


def within_ordered(order: IncomingOrder, told: list[str]) -> Iterator[IncomingRefund]:
    """The refunds; one for more pieces than were left, or whose parts do not add up, becomes an amount alone."""
    left = Counter({place: line.quantity for place, line in enumerate(order.lines)})
    for refund in order.refunds:
        items = sum(part.amount for part in refund.pieces.values())
        adds_up = items + refund.shipping + refund.adjustment - refund.fee == refund.amount
        fits = all(part.quantity <= left[place] for place, part in refund.pieces.items())
        if not (adds_up and fits):
            if refund.pieces or not adds_up:
                told.append("The parts of a refund do not add up to it. It came in as an amount without lines.")
            yield amount_only(refund)
            continue
        left.subtract({place: part.quantity for place, part in refund.pieces.items()})
        yield refund


def amount_only(refund: IncomingRefund) -> IncomingRefund:
    """The refund without its lines."""
    return replace(refund, pieces={}, shipping=0, adjustment=refund.amount, fee=0)


def within_left(
    order: IncomingOrder, refunds: tuple[IncomingRefund, ...], told: list[str]
) -> Iterator[IncomingShipment]:
    """The shipments with the pieces that are neither withdrawn nor in one before."""
    left = Counter({place: line.quantity for place, line in enumerate(order.lines)})
    for refund in refunds:
        left.subtract({place: part.withdrawn for place, part in refund.pieces.items()})
    for shipment in order.shipments or ():
        if shipment.status is ShipmentStatus.CANCELED:
            yield shipment
            continue
        pieces = {place: min(count, max(left[place], 0)) for place, count in shipment.pieces.items()}
        if pieces != dict(shipment.pieces):
            told.append("A shipment holds more pieces than were ordered. As many came in as were left.")
        if kept := {place: count for place, count in pieces.items() if count}:
            left.subtract(kept)
            yield replace(shipment, pieces=kept)


def with_returns(
    refunds: tuple[IncomingRefund, ...], shipments: tuple[IncomingShipment, ...] | None
) -> tuple[tuple[IncomingRefund, ...], tuple[IncomingShipment, ...] | None]:
    """What came back had arrived: its shipments are delivered. What was never sent cannot have come back."""
    back = Counter[int]()
    for refund in refunds:
        back.update({place: part.returned for place, part in refund.pieces.items()})
    parcels = list(shipments or ())
    arrived = Counter[int]()
    for at, shipment in enumerate(parcels):
        lacking = any(back[place] > arrived[place] for place in shipment.pieces)
        if shipment.status is ShipmentStatus.DELIVERED or (shipment.status in SENT and lacking):
            parcels[at] = replace(shipment, status=ShipmentStatus.DELIVERED)
            arrived.update(shipment.pieces)
    kept = tuple(
        replace(refund, pieces={place: clipped(place, part, arrived) for place, part in refund.pieces.items()})
        for refund in refunds
    )
    return kept, None if shipments is None else tuple(parcels)


def clipped(place: int, part: RefundedPieces, arrived: Counter[int]) -> RefundedPieces:
    """The part with as many pieces returned as had arrived; these are used up."""
    returned = min(part.returned, max(arrived[place], 0))
    arrived[place] -= returned
    return replace(part, returned=returned, restocked=min(part.restocked, returned))
