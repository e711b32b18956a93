import pytest
from hypothesis import given

from dashboard.core.facts import LineFacts, OrderFacts, RefundFacts, ShipmentFacts
from dashboard.core.statuses import (
    LIVE,
    SHIPMENT_STEPS,
    FulfilmentStatus,
    OrderState,
    PaymentStatus,
    RefundState,
    fulfilment_status,
    payment_status,
    shipment_label,
)
from dashboard.core.statuses import ShipmentStatus as S
from tests.core import drawn


def refund(amount, fee=0, state=RefundState.SENT):
    return RefundFacts(state, amount, fee)


@pytest.mark.feature("U9")
@pytest.mark.parametrize(
    ("label", "facts"),
    [
        ("Unpaid", {"total": 40}),
        ("In progress", {"total": 40, "attempt_open": True}),
        ("Partially paid", {"total": 40, "captured": 1}),
        ("Partially paid", {"total": 40, "captured": 39, "attempt_open": True}),
        ("Paid", {"total": 40, "captured": 40}),
        ("Paid", {"total": 40, "captured": 45}),
        ("Paid", {"total": 0}),
        ("Partially refunded", {"total": 40, "captured": 40, "refunds": (refund(1),)}),
        ("Partially refunded", {"total": 40, "captured": 40, "refunds": (refund(1, state=RefundState.TO_SEND),)}),
        ("Refunded", {"total": 40, "captured": 40, "refunds": (refund(10), refund(30))}),
        ("Refunded", {"total": 40, "captured": 40, "refunds": (refund(35, fee=5),)}),
        ("Refunded", {"total": 40, "captured": 20, "refunds": (refund(20),)}),
        ("Paid", {"total": 40, "captured": 40, "refunds": (refund(40, state=RefundState.AWAITING_APPROVAL),)}),
        ("Paid", {"total": 40, "captured": 40, "refunds": (refund(40, state=RefundState.DECLINED),)}),
        ("Paid", {"total": 40, "captured": 40, "refunds": (refund(40, state=RefundState.FAILED),)}),
    ],
)
def test_payment_status(label, facts):
    assert payment_status(OrderFacts(**facts)).label == label


@given(drawn.money())
def test_payment_status_is_the_first_rule_that_fits(facts):
    counted = [r for r in facts.refunds if r.state.value in ("to_send", "sent")]
    t, p, r, f = facts.total, facts.captured, sum(x.amount for x in counted), sum(x.fee for x in counted)
    rules = {
        PaymentStatus.REFUNDED: r > 0 and r + f >= p,
        PaymentStatus.PARTIALLY_REFUNDED: r > 0,
        PaymentStatus.IN_PROGRESS: facts.attempt_open and p == 0,
        PaymentStatus.PAID: p >= t,
        PaymentStatus.PARTIALLY_PAID: p > 0,
        PaymentStatus.UNPAID: True,
    }
    assert payment_status(facts) is next(status for status, fits in rules.items() if fits)


def order(*shipments, ordered=3, withdrawn=0, returned=0, **more):
    """An order of one line, its shipments given as (status, pieces) or (status, pieces, point)."""
    parcels = tuple(
        ShipmentFacts(status, point=(*point, "local")[0], pieces={1: pieces}) for status, pieces, *point in shipments
    )
    return OrderFacts(lines=(LineFacts(1, ordered, withdrawn),), shipments=parcels, returned={1: returned}, **more)


@pytest.mark.feature("U11")
@pytest.mark.parametrize(
    ("label", "facts"),
    [
        ("Unfulfilled", order()),
        ("Unfulfilled", order((S.AWAITING_SHIPMENT, 2))),
        ("Unfulfilled", order((S.CANCELED, 3))),
        ("Unfulfilled", order(withdrawn=3)),
        ("Dispatched", order((S.AWAITING_SHIPMENT, 3))),
        ("Dispatched", order((S.AWAITING_SHIPMENT, 1), withdrawn=2)),
        ("Dispatched", order(packed=True)),
        ("Partially fulfilled", order((S.SHIPPED, 1), (S.AWAITING_SHIPMENT, 2))),
        ("Partially fulfilled", order((S.DELIVERED, 2))),
        ("Partially fulfilled", order((S.DELIVERED, 2), packed=True)),
        ("Fulfilled", order((S.SHIPPED, 3))),
        ("Fulfilled", order((S.DELIVERED, 2), (S.IN_TRANSIT, 1))),
        ("Fulfilled", order((S.OUT_FOR_DELIVERY, 3))),
        ("Fulfilled", order((S.DELIVERY_FAILED, 3))),
        ("Fulfilled", order((S.SHIPPED, 2), withdrawn=1)),
        ("Delivered", order((S.DELIVERED, 3))),
        ("Delivered", order((S.DELIVERED, 3), (S.CANCELED, 3))),
        ("Delivered", order((S.DELIVERED, 2, "pickup"), (S.DELIVERED, 1))),
        ("Picked up", order((S.DELIVERED, 2, "pickup"), (S.DELIVERED, 1, "pickup"))),
        ("Dispatched", order((S.AWAITING_SHIPMENT, 3, "pickup"))),
        ("Partially returned", order((S.DELIVERED, 3), returned=1)),
        ("Partially returned", order((S.DELIVERED, 2), returned=2)),
        ("Returned", order((S.DELIVERED, 2), returned=2, withdrawn=1)),
        ("Returned", order((S.DELIVERED, 3), returned=3)),
        ("Canceled", order(state=OrderState.CANCELED)),
        ("Canceled", order(state=OrderState.CANCELED, withdrawn=3)),
        ("Unfulfilled", order(state=OrderState.RETURNED_TO_CART)),
    ],
)
def test_fulfilment_status(label, facts):
    assert fulfilment_status(facts).label == label


def pieces_in(facts, *statuses):
    return sum(sum(s.pieces.values()) for s in facts.shipments if s.status in statuses)


@given(drawn.goods())
def test_fulfilment_status_is_the_first_rule_that_fits(facts):
    q = sum(line.ordered - line.withdrawn for line in facts.lines)
    handed_over = (S.SHIPPED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERY_FAILED, S.DELIVERED)
    s, u = pieces_in(facts, *handed_over), sum(facts.returned.values())
    standing = [shipment for shipment in facts.shipments if shipment.status is not S.CANCELED]
    delivered = all(shipment.status is S.DELIVERED for shipment in standing)
    packed = facts.packed or pieces_in(facts, *handed_over, S.AWAITING_SHIPMENT) == q
    rules = {
        "canceled": facts.state is OrderState.CANCELED,
        "unfulfilled": q == 0,
        "returned": u > 0 and u == s == q,
        "partially_returned": u > 0,
        "picked_up": s == q and delivered and all(shipment.point == "pickup" for shipment in standing),
        "delivered": s == q and delivered,
        "fulfilled": s == q,
        "partially_fulfilled": s > 0,
        "dispatched": packed,
    }
    assert fulfilment_status(facts) == next((name for name, fits in rules.items() if fits), "unfulfilled")


def test_every_fulfilment_status_can_be_reached():
    reached = {fulfilment_status(case) for _, case in test_fulfilment_status.pytestmark[0].args[1]}
    assert reached == set(FulfilmentStatus)


STEPS = """
awaiting_shipment: shipped in_transit out_for_delivery delivered canceled
shipped: in_transit out_for_delivery delivered delivery_failed canceled
in_transit: out_for_delivery delivered delivery_failed canceled
out_for_delivery: delivered delivery_failed canceled
delivery_failed: in_transit out_for_delivery delivered canceled
delivered:
canceled:
"""


@pytest.mark.feature("U21")
def test_shipment_steps():
    rows = [row.split(":") for row in STEPS.strip().splitlines()]
    assert {S(start): {S(end) for end in ends.split()} for start, ends in rows} == SHIPMENT_STEPS


def test_a_shipment_that_is_not_live_is_final_and_every_live_one_can_be_delivered():
    assert {status for status, steps in SHIPMENT_STEPS.items() if steps} == LIVE
    assert all(S.DELIVERED in SHIPMENT_STEPS[status] for status in LIVE)


@pytest.mark.feature("U21")
def test_shipment_labels():
    assert [status.label for status in S] == [
        "Awaiting shipment",
        "Shipped",
        "In transit",
        "Out for delivery",
        "Delivered",
        "Delivery failed",
        "Canceled",
    ]
    assert shipment_label(S.DELIVERED, "local") == "Delivered"
    assert shipment_label(S.AWAITING_SHIPMENT, "pickup") == "Ready for pickup"
    assert shipment_label(S.DELIVERED, "pickup") == "Picked up"
    assert shipment_label(S.CANCELED, "pickup") == "Canceled"
