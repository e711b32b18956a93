"""Every way that small orders can go, one action after another, by core/ahead.py."""

from collections.abc import Callable
from dataclasses import replace

from dashboard.core.action import Action
from dashboard.core.ahead import Standing, Steps
from dashboard.core.facts import LineFacts, OrderFacts
from dashboard.core.statuses import Status
from dashboard.core.words import RefundState, ShipmentStatus

# More pieces, money or refunds make the walk longer and find no other way.
PIECES, MOST, REFUNDS = 2, 3, 1
UNPAID = [Standing(OrderFacts(total=total, lines=(LineFacts(1, 1),))) for total in (1, 2)]
PAID = [Standing(OrderFacts(total=MOST, captured=MOST, lines=(LineFacts(1, PIECES),)))]
Ways = set[tuple[Status, Status, Action | None]]


def walk(
    starts: list[Standing], ahead: Callable[[Standing], Steps], status: Callable[[OrderFacts], Status], refunds: int
) -> Ways:
    """All changes of this status that happen to orders that begin so, and by what; so many refunds at a time."""
    found, known, left = Ways(), set[str](), list(starts)
    while left:
        order = left.pop()
        if (mark := repr(order)) in known or order.facts.captured > MOST or len(order.facts.refunds) > refunds:
            continue
        known.add(mark)
        before = status(order.facts)
        for action, after in ahead(order):
            found |= {(before, now, action)} if (now := status(after.facts)) is not before else set()
            left.append(plain(after))
    return found


def plain(order: Standing) -> Standing:
    """The order with its parcels sorted, those under way as one kind, and without what counts nowhere any more."""
    facts, withdrawn = order
    scans = set(ShipmentStatus) - {ShipmentStatus.AWAITING_SHIPMENT, ShipmentStatus.DELIVERED}
    parcels = [
        replace(one, status=ShipmentStatus.SHIPPED) if one.status in scans else one
        for one in facts.shipments
        if one.status is not ShipmentStatus.CANCELED
    ]
    kept = [at for at, one in enumerate(facts.refunds) if one.state not in {RefundState.DECLINED, RefundState.FAILED}]
    return Standing(
        replace(
            facts,
            shipments=tuple(sorted(parcels, key=repr)),
            refunds=tuple(facts.refunds[at] for at in kept),
            returned={line: number for line, number in facts.returned.items() if number},
        ),
        tuple(withdrawn[at] for at in kept),
    )
