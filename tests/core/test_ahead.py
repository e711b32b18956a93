"""What one action more may bring: nothing that a guard refuses, and lines that are edited change no fulfilment."""

from dataclasses import replace

import pytest
from hypothesis import given

from dashboard.core import ahead
from dashboard.core.action import Action
from dashboard.core.ahead import Standing
from dashboard.core.facts import LineFacts, OrderFacts, RefundFacts, ShipmentFacts
from dashboard.core.guards import failed
from dashboard.core.statuses import fulfilment_status
from dashboard.core.words import OrderState, RefundState, ShipmentStatus
from tests.core import drawn

pytestmark = pytest.mark.feature("U23")
PLACED = Standing(OrderFacts(total=2, lines=(LineFacts(1, 2), LineFacts(2, 1))))


def actions(steps):
    return {step.action for step in steps}


def test_as_little_and_as_much_as_there_is():
    made = [step.order.facts.shipments[-1] for step in ahead.of_goods(PLACED) if step.action is Action.FULFIL]
    assert {tuple(one.pieces.items()) for one in made} == {((1, 2), (2, 1)), ((1, 1),)}
    assert {step.order.facts.captured for step in ahead.of_money(PLACED)} == {0, 1, 2}


def test_what_is_refused_is_no_step():
    put_away = Standing(replace(PLACED.facts, archived=True, captured=2, attempt_open=True))
    assert actions(ahead.of_goods(put_away)) == set()
    assert actions(ahead.of_state(put_away)) == set()
    assert actions(ahead.of_money(put_away)) == {Action.RECEIVE_PAYMENT, Action.FAIL_PAYMENT}


def test_pieces_that_were_packed_meanwhile_are_not_withdrawn_by_the_approval():
    parcel = ShipmentFacts(ShipmentStatus.SHIPPED, pieces={1: 2})
    asked = RefundFacts(RefundState.AWAITING_APPROVAL, 1)
    facts = replace(PLACED.facts, captured=2, shipments=(parcel,), refunds=(asked,))
    approved = ahead.settle(Standing(facts, ({1: 1, 2: 1},)), 0, RefundState.TO_SEND)
    assert [line.withdrawn for line in approved.facts.lines] == [0, 1]
    failed_again = ahead.settle(approved, 0, RefundState.FAILED)
    assert [line.withdrawn for line in failed_again.facts.lines] == [0, 0]


@given(drawn.goods())
def test_lines_are_edited_only_where_an_order_is_unfulfilled_and_stays_it(facts):
    if not failed(Action.EDIT_LINES, facts):
        assert facts.state is OrderState.OPEN
        more = tuple(replace(line, ordered=line.ordered + 1) for line in facts.lines)
        assert fulfilment_status(facts) == fulfilment_status(replace(facts, lines=more)) == "unfulfilled"
