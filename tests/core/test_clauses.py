"""The last column of the guard table: what must hold beside the state, each broken alone."""

import pytest

from dashboard.core.facts import LineFacts, OrderFacts, OwnerFacts, RefundFacts, ShipmentFacts
from dashboard.core.guards import Action, failed
from dashboard.core.words import RefundState, ShipmentStatus

A, S = Action, ShipmentStatus
KATE = OwnerFacts(7)
LIVE = [S.AWAITING_SHIPMENT, S.SHIPPED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERY_FAILED]


def order(*parcels, **facts):
    """An order of two pieces in one line, with these shipments of all of them."""
    return OrderFacts(lines=(LineFacts(1, ordered=2),), shipments=parcels, **facts)


def parcel(status, pieces=2, **facts):
    return ShipmentFacts(status, pieces={1: pieces}, **facts)


def refunded(amount, state=RefundState.SENT):
    return {"captured": 100, "refunds": (RefundFacts(state, amount),)}


# Action, an order that it is refused on, words of the sentence, and the action that mends it.
REFUSED = [
    (A.LINK, order(owner=KATE), "has an owner already", A.REASSIGN),
    (A.UNLINK, order(), "is a guest order already", None),
    (A.EDIT_LINES, order(parcel(S.AWAITING_SHIPMENT, 1)), "packed already", None),
    (A.EDIT_LINES, order(packed=True), "packed already", None),
    (A.ISSUE_INVOICE, order(invoice="R-1"), "invoice is issued", None),
    (A.REFUND, order(), "No money", None),
    (A.REFUND, order(**refunded(100)), "No money", None),
    (A.REFUND, order(**refunded(100, RefundState.TO_SEND)), "No money", None),
    (A.REFUND, order(**refunded(100, RefundState.AWAITING_APPROVAL)), "await approval hold back all", None),
    (A.PACK, order(packed=True), "marked as packed already", None),
    (A.PACK, order(parcel(S.AWAITING_SHIPMENT)), "No piece", None),
    (A.FULFIL, order(parcel(S.DELIVERED)), "No piece", None),
    (A.FULFIL, OrderFacts(lines=(LineFacts(1, ordered=2, withdrawn=2),)), "No piece", None),
    (A.RETURN, order(parcel(S.OUT_FOR_DELIVERY)), "No delivered piece", A.DELIVER),
    (A.RETURN, order(parcel(S.DELIVERED), returned={1: 2}), "No delivered piece", A.DELIVER),
    *[(A.CANCEL, order(parcel(status)), "Cancel it first", A.CANCEL_SHIPMENT) for status in [*LIVE, S.DELIVERED]],
    (A.ARCHIVE, order(archived=True), "archived already", None),
    (A.UNARCHIVE, order(), "is not archived", None),
    (A.DELETE, order(), "Only test orders", None),
]
POSSIBLE = [
    (A.LINK, order()),
    (A.UNLINK, order(owner=KATE)),
    (A.REASSIGN, order()),
    (A.REASSIGN, order(owner=KATE)),
    (A.EDIT_LINES, order(parcel(S.CANCELED))),
    (A.REFUND, order(**refunded(99))),
    (A.REFUND, order(**refunded(100, RefundState.FAILED))),
    (A.REFUND, order(**refunded(99, RefundState.AWAITING_APPROVAL))),
    (A.PACK, order(parcel(S.SHIPPED, 1))),
    (A.FULFIL, order(packed=True)),
    (A.FULFIL, order(parcel(S.CANCELED))),
    (A.RETURN, order(parcel(S.DELIVERED), returned={1: 1})),
    (A.CANCEL, order(parcel(S.CANCELED), captured=100)),
    (A.DELETE, order(test=True)),
    (A.DELETE, order(import_untouched=True)),
]
ON_SHIPMENT = [A.EDIT_SHIPMENT, A.CANCEL_SHIPMENT, A.HAND_OVER, A.DELIVER]


@pytest.mark.parametrize(("action", "facts", "said", "mend"), REFUSED)
def test_a_broken_condition_is_the_only_one_named(action, facts, said, mend):
    (condition,) = failed(action, facts)
    assert said in condition.sentence
    assert condition.mend == mend


@pytest.mark.parametrize(("action", "facts"), POSSIBLE)
def test_nothing_else_stands_in_the_way(action, facts):
    assert failed(action, facts) == ()


@pytest.mark.feature("U20")
@pytest.mark.parametrize("action", [A.EDIT_SHIPMENT, A.CANCEL_SHIPMENT])
@pytest.mark.parametrize("status", S)
def test_only_live_manual_shipments_change(action, status):
    assert (failed(action, order(), parcel(status)) == ()) == (status in LIVE)
    assert "The carrier" in failed(action, order(), parcel(status, kind="carrier"))[0].sentence


@pytest.mark.parametrize("kind", ["manual", "carrier"])
@pytest.mark.parametrize("status", S)
def test_every_live_shipment_can_be_delivered(status, kind):
    assert (failed(A.DELIVER, order(), parcel(status, kind=kind, tracked=True)) == ()) == (status in LIVE)


@pytest.mark.parametrize("status", S)
def test_hand_over_waits_for_scans_where_there_are_any(status):
    waiting = status is S.AWAITING_SHIPMENT
    assert (failed(A.HAND_OVER, order(), parcel(status)) == ()) == waiting
    assert (failed(A.HAND_OVER, order(), parcel(status, tracked=True)) == ()) == waiting
    assert (failed(A.HAND_OVER, order(), parcel(status, kind="carrier")) == ()) == waiting
    assert "scans" in failed(A.HAND_OVER, order(), parcel(status, kind="carrier", tracked=True))[-1].sentence


@pytest.mark.feature("U13")
def test_what_waits_at_the_counter_is_never_handed_over_to_a_carrier():
    (unmet,) = failed(A.HAND_OVER, order(), parcel(S.AWAITING_SHIPMENT, point="pickup"))
    assert "is picked up here" in unmet.sentence
    assert failed(A.DELIVER, order(), parcel(S.AWAITING_SHIPMENT, point="pickup")) == ()


@pytest.mark.parametrize("action", ON_SHIPMENT)
def test_no_shipment_is_refused_like_a_wrong_one(action):
    assert failed(action, order())
