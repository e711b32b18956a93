"""What may come of an order by one action more: as little of it as there can be, and as much. Pure, by the guards.

What a later file of its source says of an order may be anything, so that is no step here. Lines are edited before any
piece is packed, where an order is Unfulfilled and stays it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from dashboard.core import foreseen, parcels
from dashboard.core.action import Action
from dashboard.core.facts import COUNTED, OrderFacts, ShipmentFacts
from dashboard.core.guards import failed
from dashboard.core.quantities import Pieces, per_line
from dashboard.core.refund_pieces import Meant, fate
from dashboard.core.refunds import STEPS
from dashboard.core.words import OrderState, RefundState, ShipmentStatus

A, R, S = Action, RefundState, ShipmentStatus
REFUND_STEPS = {A.APPROVE_REFUND: R.TO_SEND, A.DECLINE_REFUND: R.DECLINED, A.FAIL_REFUND: R.FAILED}
PARCEL_STEPS = {A.HAND_OVER: S.SHIPPED, A.DELIVER: S.DELIVERED, A.CANCEL_SHIPMENT: S.CANCELED}
WAYS = ((parcels.Point.LOCAL, True), (parcels.Point.LOCAL, False), (parcels.Point.PICKUP, False))


class Standing(NamedTuple):
    """An order's facts, and by line id the pieces that each of its refunds takes out of what is to be sent."""

    facts: OrderFacts
    withdrawn: tuple[Mapping[int, int], ...] = ()


class Step(NamedTuple):
    """What an order becomes, and by which action; None: the buyer does it."""

    action: Action | None
    order: Standing


Steps = Iterator[Step]


def of_state(order: Standing) -> Steps:
    """What may become of the order as a whole."""
    facts, withdrawn = order
    if not failed(A.CANCEL, facts):
        yield Step(A.CANCEL, Standing(foreseen.canceled(facts), withdrawn))
    if not failed(A.RETURN_TO_CART, facts):
        yield Step(A.RETURN_TO_CART, Standing(replace(facts, state=OrderState.RETURNED_TO_CART), withdrawn))


def of_money(order: Standing) -> Steps:
    """What may become of its money."""
    facts, withdrawn = order
    if facts.state is OrderState.OPEN and not facts.attempt_open:
        yield Step(None, Standing(replace(facts, attempt_open=True), withdrawn))
    if not failed(A.EDIT_LINES, facts):
        for total in {max(1, facts.captured), facts.captured + 1}:
            yield Step(A.EDIT_LINES, Standing(replace(facts, total=total), withdrawn))
    yield from paid(order)
    yield from given_back(order)
    yield from settled(order)


def paid(order: Standing) -> Steps:
    """Payments: recorded, or begun by the buyer and come to their end."""
    facts, withdrawn = order
    for amount in {1, max(1, facts.total - facts.captured)}:
        if not failed(A.RECORD_PAYMENT, facts):
            yield Step(A.RECORD_PAYMENT, Standing(foreseen.paid(facts, amount), withdrawn))
        if facts.attempt_open and not failed(A.RECEIVE_PAYMENT, facts):
            yield Step(A.RECEIVE_PAYMENT, Standing(foreseen.settled(facts, amount, False), withdrawn))
    if facts.attempt_open and not failed(A.FAIL_PAYMENT, facts):
        yield Step(A.FAIL_PAYMENT, Standing(foreseen.settled(facts, 0, False), withdrawn))


def given_back(order: Standing) -> Steps:
    """Refunds of amounts, at once or once they are approved; and of all that is left, where the order is canceled."""
    facts, withdrawn = order
    left = facts.held - facts.reserved
    for state in (R.TO_SEND, R.AWAITING_APPROVAL) if left > 0 else ():
        for amount in {1, left} if not failed(A.REFUND, facts) else ():
            yield Step(A.REFUND, Standing(foreseen.refunded(facts, amount, 0, state, {}), (*withdrawn, {})))
        if not failed(A.CANCEL, facts):
            canceled = foreseen.canceled(foreseen.refunded(facts, left, 0, state, {}))
            yield Step(A.CANCEL, Standing(canceled, (*withdrawn, {})))


def settled(order: Standing) -> Steps:
    """Refunds on their way, with the pieces that hang on them."""
    for at, refund in enumerate(order.facts.refunds):
        for action, to in REFUND_STEPS.items():
            if to in STEPS[refund.state] and not failed(action, order.facts):
                yield Step(action, settle(order, at, to))


def settle(order: Standing, at: int, to: RefundState) -> Standing:
    """The order with its refund at this place in another state; what was packed meanwhile is sent all the same."""
    facts, pieces = order.facts, per_line(order.facts)
    out = {line: min(number, pieces[line].left_to_pack) if to in COUNTED else number
           for line, number in order.withdrawn[at].items()}  # fmt: skip
    sign = {R.TO_SEND: 1, R.FAILED: -1}.get(to, 0)
    moved = foreseen.moved(facts, at, to, {line: sign * number for line, number in out.items()})
    return Standing(moved, (*order.withdrawn[:at], out, *order.withdrawn[at + 1 :]))


def of_goods(order: Standing) -> Steps:
    """What may become of its pieces."""
    facts, withdrawn = order
    if not failed(A.PACK, facts):
        yield Step(A.PACK, Standing(replace(facts, packed=True), withdrawn))
    if not failed(A.FULFIL, facts):
        for pieces in some(facts, "left_to_pack"):
            for point, gone in WAYS:
                made = ShipmentFacts(parcels.first_status(point, gone), point=point.value, pieces=pieces)
                yield Step(A.FULFIL, Standing(parcels.with_shipment(facts, made), withdrawn))
    for at, parcel in enumerate(facts.shipments):
        for action, to in moves(facts, parcel):
            yield Step(action, Standing(parcels.with_status(facts, at, to), withdrawn))
    yield from back(order)
    yield from settled(order)


def some(facts: OrderFacts, count: str) -> list[dict[int, int]]:
    """All pieces by line id of which there are some by this count of quantities.Pieces, and one of them alone."""
    left = {line: number for line, pieces in per_line(facts).items() if (number := getattr(pieces, count)) > 0}
    one = dict.fromkeys(list(left)[:1], 1)
    return [left] if left == one or not left else [left, one]


def moves(facts: OrderFacts, parcel: ShipmentFacts) -> Iterator[tuple[Action, ShipmentStatus]]:
    """Where a parcel may go, by its own buttons and by "Edit shipment"."""
    ahead = parcels.steps_from(parcel.status, parcel.point)
    for action, to in PARCEL_STEPS.items():
        if to in ahead and not failed(action, facts, parcel):
            yield action, to
    if not failed(A.EDIT_SHIPMENT, facts, parcel):
        yield from ((A.EDIT_SHIPMENT, to) for to in ahead)


def back(order: Standing) -> Steps:
    """Pieces that come back, and pieces that are paid back, sent no more or back with the same click."""
    facts, withdrawn = order
    for pieces in some(facts, "returnable") if not failed(A.RETURN, facts) else ():
        yield Step(A.RETURN, Standing(parcels.with_return(facts, pieces), withdrawn))
    counts = per_line(facts)
    for pieces in some(facts, "refundable") if not failed(A.REFUND, facts) else ():
        for withdraw in (True, False):
            for returned in (True, False):
                yield from refunds(order, pieces, counts, withdraw, returned)


def refunds(
    order: Standing, pieces: Mapping[int, int], counts: Mapping[int, Pieces], withdraw: bool, returned: bool
) -> Steps:
    """A refund of these pieces, at once or once it is approved."""
    fates = {
        line: (number, fate(Meant(number, withdraw, returned), counts[line], 0)) for line, number in pieces.items()
    }
    out = {line: became.withdrawn for line, (_, became) in fates.items()}
    for state in (R.TO_SEND, R.AWAITING_APPROVAL):
        yield Step(A.REFUND, Standing(foreseen.refunded(order.facts, 1, 0, state, fates), (*order.withdrawn, out)))
