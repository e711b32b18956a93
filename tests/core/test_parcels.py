"""Shipments by the rules: what may be in one, how it may go, which steps it takes, and the order with it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core import parcels
from dashboard.core.facts import LineFacts, OrderFacts, ShipmentFacts
from dashboard.core.parcels import Outgoing, Point, Way
from dashboard.core.quantities import per_line
from dashboard.core.refusals import Invalid, WrongState
from dashboard.core.statuses import LIVE, SHIPMENT_STEPS, FulfilmentStatus, fulfilment_status
from dashboard.core.words import OrderState, ShipmentStatus
from tests.core.drawn import goods

S, F = ShipmentStatus, FulfilmentStatus
TWO_LINES = OrderFacts(lines=(LineFacts(1, ordered=2), LineFacts(2, ordered=1)))
CALLED = {1: "Stoneware mug", 2: "Beeswax candle"}


@pytest.mark.feature("U13")
def test_each_shipping_point_wants_its_own():
    assert parcels.way(Way(Point.LOCAL)) == Way(Point.LOCAL)
    assert parcels.way(Way(Point.INTERNATIONAL, " DHL\n Express ")) == Way(Point.INTERNATIONAL, "DHL Express")
    at_counter = Way(Point.PICKUP, "DHL", "JD01", date(2027, 1, 2))
    assert parcels.way(at_counter) == Way(Point.PICKUP, expected_on=date(2027, 1, 2))
    for field, wrong in (
        ("carrier", Way(Point.INTERNATIONAL, " ")),
        ("carrier", Way(Point.LOCAL, "x" * 101)),
        ("tracking", Way(Point.LOCAL, "DHL", "9" * 101)),
    ):
        with pytest.raises(Invalid) as refused:
            parcels.way(wrong)
        assert refused.value.field == field
    assert Outgoing("international", " UPS ").by == Way(Point.INTERNATIONAL, "UPS")
    with pytest.raises(Invalid):
        _ = Outgoing("international").by


def test_tracking_numbers_are_compared_without_spaces_and_case():
    assert parcels.tracking_key("jd 01 46") == parcels.tracking_key("JD0146")
    assert parcels.tracking_key("  ") is None


@pytest.mark.feature("U12")
def test_no_more_can_be_chosen_than_there_is():
    assert parcels.chosen(TWO_LINES, {1: 2, 2: 0}, "left_to_pack", CALLED) == {1: 2}
    for wanted, field in (({1: 3}, "quantity-1"), ({2: -1}, "quantity-2"), ({9: 1}, None), ({1: 0}, None), ({}, None)):
        with pytest.raises(Invalid) as refused:
            parcels.chosen(TWO_LINES, wanted, "left_to_pack", CALLED)
        assert refused.value.field == field
    with pytest.raises(Invalid, match="Stoneware mug: choose from 0 to 0"):
        parcels.chosen(TWO_LINES, {1: 1}, "returnable", CALLED)


@pytest.mark.feature("U21")
@pytest.mark.parametrize("status", S)
def test_the_steps_are_those_of_the_table_and_few_at_the_counter(status):
    assert set(parcels.steps_from(status, "local")) == SHIPMENT_STEPS[status]
    assert set(parcels.steps_from(status, "pickup")) == SHIPMENT_STEPS[status] & {S.DELIVERED, S.CANCELED}
    for to in S:
        shipment = ShipmentFacts(status, point="international")
        if to in SHIPMENT_STEPS[status]:
            parcels.require_step(shipment, to)
        else:
            with pytest.raises(WrongState, match=f"“{status.label}” cannot become “{to.label}”"):
                parcels.require_step(shipment, to)


def test_a_refused_step_at_the_counter_speaks_its_words():
    with pytest.raises(WrongState, match="“Ready for pickup” cannot become “Shipped”"):
        parcels.require_step(ShipmentFacts(S.AWAITING_SHIPMENT, point="pickup"), S.SHIPPED)


@pytest.mark.feature("U13")
def test_what_a_new_shipment_is():
    assert parcels.first_status(Point.LOCAL, True) is S.SHIPPED
    assert parcels.first_status(Point.INTERNATIONAL, False) is S.AWAITING_SHIPMENT
    assert parcels.first_status(Point.PICKUP, True) is S.AWAITING_SHIPMENT


@pytest.mark.feature("U11", "U12")
def test_the_order_with_its_shipments_one_after_the_other():
    first = parcels.with_shipment(TWO_LINES, ShipmentFacts(S.SHIPPED, pieces={1: 2}))
    both = parcels.with_shipment(first, ShipmentFacts(S.AWAITING_SHIPMENT, point="pickup", pieces={2: 1}))
    there = parcels.with_status(parcels.with_status(both, 0, S.DELIVERED), 1, S.DELIVERED)
    off = parcels.with_status(both, 0, S.CANCELED)
    back = parcels.with_return(parcels.with_return(there, {1: 1}), {1: 1, 2: 1})
    known = [fulfilment_status(facts) for facts in (TWO_LINES, first, both, there, off, back)]
    assert known == [
        F.UNFULFILLED, F.PARTIALLY_FULFILLED, F.PARTIALLY_FULFILLED, F.DELIVERED, F.UNFULFILLED, F.RETURNED,
    ]  # fmt: skip
    assert parcels.listed({1: 2, 2: 1}, CALLED) == "Stoneware mug × 2, Beeswax candle × 1"


@pytest.mark.feature("U22")
def test_what_is_under_way_may_have_arrived():
    sent = parcels.with_shipment(TWO_LINES, ShipmentFacts(S.SHIPPED, pieces={1: 2}))
    there = parcels.with_status(sent, 0, S.DELIVERED)
    back = parcels.with_return(there, {1: 2})
    known = (TWO_LINES, sent, there, back, replace(sent, archived=True), parcels.with_status(sent, 0, S.CANCELED))
    assert [parcels.arriving(facts) for facts in known] == [False, True, False, False, False, False]


def test_the_mark_packed_lasts_until_nothing_is_left_that_it_is_about():
    marked = OrderFacts(lines=TWO_LINES.lines, packed=True)
    some = parcels.with_shipment(marked, ShipmentFacts(S.SHIPPED, pieces={1: 2}))
    every = parcels.with_shipment(some, ShipmentFacts(S.SHIPPED, pieces={2: 1}))
    assert (some.packed, every.packed) == (True, False)
    assert not parcels.with_status(some, 0, S.CANCELED).packed
    assert parcels.with_status(some, 0, S.DELIVERED).packed


@pytest.mark.feature("U11")
@given(facts=goods(), data=st.data())
def test_no_shipment_or_return_ever_leads_beyond_what_was_ordered(facts, data):
    """Whatever an order is, what may be chosen of it stays within delivered ≤ sent ≤ packed ≤ to be sent."""
    pieces = per_line(facts)
    wanted = {line: data.draw(st.integers(0, one.left_to_pack)) for line, one in pieces.items()}
    then = parcels.with_shipment(facts, ShipmentFacts(data.draw(st.sampled_from(sorted(LIVE))), pieces=wanted))
    at = len(then.shipments) - 1
    then = parcels.with_status(then, at, S.DELIVERED)
    back = {line: data.draw(st.integers(0, one.returnable)) for line, one in per_line(then).items()}
    then = parcels.with_return(then, back)
    for line, one in per_line(then).items():
        assert one.returned <= one.delivered <= one.sent <= one.packed <= max(one.to_send, pieces[line].packed)
    if sum(back.values()) and facts.state is not OrderState.CANCELED and any(one.to_send for one in pieces.values()):
        assert fulfilment_status(then) in {F.RETURNED, F.PARTIALLY_RETURNED}
