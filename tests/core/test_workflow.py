"""The workflow's pictures: they hold every status and every way that there is, and know an order's place."""

import re

import pytest

from dashboard.core import ahead
from dashboard.core.ahead import Standing
from dashboard.core.charts import CHARTS, FULFILMENT, ORDER, PAYMENT, SHIPMENT, Edge
from dashboard.core.facts import LineFacts, OrderFacts, OwnerFacts, RefundFacts, ShipmentFacts
from dashboard.core.guards import TABLE, Action
from dashboard.core.statuses import (
    SHIPMENT_STEPS,
    FulfilmentStatus,
    OrderState,
    PaymentStatus,
    RefundState,
    fulfilment_status,
    payment_status,
)
from dashboard.core.statuses import ShipmentStatus as S
from dashboard.core.workflow import coming, leads, picture, place, possible, states
from tests.core import walks

pytestmark = pytest.mark.feature("U23")
F, P, A = FulfilmentStatus, PaymentStatus, Action
SENT = Standing(
    OrderFacts(
        total=40,
        captured=40,
        lines=(LineFacts(1, 3),),
        shipments=(ShipmentFacts(S.IN_TRANSIT, pieces={1: 1}),),
    )
)


def by_state(chart, order):
    found = states(chart, order)
    return {state: [status for status in found if found[status] == state] for state in ("now", "been", "next", "no")}


def test_every_status_stands_in_its_chart():
    assert set(PAYMENT.places) == set(PaymentStatus)
    assert set(FULFILMENT.places) == set(FulfilmentStatus) - {F.CANCELED}
    assert set(ORDER.places) == set(OrderState)
    assert set(SHIPMENT.places) == set(S)


def test_the_ways_of_payment_are_all_that_can_happen_and_no_others():
    assert walks.walk(walks.UNPAID, ahead.of_money, payment_status, refunds=2) == set(map(tuple, PAYMENT.edges))


def test_the_ways_of_fulfilment_are_all_that_can_happen_and_no_others():
    walked = walks.walk(walks.PAID, ahead.of_goods, fulfilment_status, refunds=1)
    assert walked == set(map(tuple, FULFILMENT.edges))


def test_the_ways_of_the_order_are_all_that_can_happen_and_no_others():
    placed = Standing(OrderFacts(lines=(LineFacts(1, 1),), owner=OwnerFacts(1)))
    assert walks.walk([placed], ahead.of_state, lambda facts: facts.state, 0) == set(map(tuple, ORDER.edges))


def test_the_ways_of_a_shipment_are_those_of_the_table():
    assert {(edge.before, edge.after) for edge in SHIPMENT.edges} == {
        (before, after) for before, steps in SHIPMENT_STEPS.items() for after in steps
    }
    assert Edge(S.SHIPPED, S.IN_TRANSIT, A.EDIT_SHIPMENT) in SHIPMENT.edges
    assert {edge.action for chart in CHARTS for edge in chart.edges} - {None} <= set(TABLE)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_no_way_is_told_twice(chart):
    assert len(set(chart.edges)) == len(chart.edges)


def test_an_order_is_somewhere_was_somewhere_and_goes_on():
    assert place(FULFILMENT, SENT.facts) is F.PARTIALLY_FULFILLED
    assert by_state(FULFILMENT, SENT) == {
        "now": [F.PARTIALLY_FULFILLED],
        "been": [F.UNFULFILLED],
        "next": [F.FULFILLED],
        "no": [],
    }
    assert by_state(PAYMENT, SENT) == {
        "now": [P.PAID],
        "been": [P.UNPAID],
        "next": [P.PARTIALLY_REFUNDED, P.REFUNDED],
        "no": [P.IN_PROGRESS],
    }


def test_what_comes_next_is_what_this_order_can_become():
    mug = OrderFacts(total=8, lines=(LineFacts(1, 1),))
    at_counter = Standing(
        OrderFacts(lines=mug.lines, shipments=(ShipmentFacts(S.AWAITING_SHIPMENT, point="pickup", pieces={1: 1}),))
    )
    assert leads(FULFILMENT, at_counter)[A.DELIVER] == [F.PICKED_UP]
    assert leads(FULFILMENT, Standing(mug))[A.FULFIL] == [F.DISPATCHED, F.FULFILLED]
    assert A.EDIT_SHIPMENT not in {one.action for one in coming(FULFILMENT, at_counter)}
    assert A.FAIL_REFUND not in {one.action for one in coming(PAYMENT, SENT)}
    refunded = OrderFacts(total=8, captured=8, lines=mug.lines, refunds=(RefundFacts(RefundState.SENT, 8),))
    after = {one.action: one.leads for one in coming(PAYMENT, Standing(refunded, ({},)))}
    assert after[A.FAIL_REFUND] == (P.PAID,)


def test_what_is_refused_says_why_and_leads_nowhere():
    refused = {one.action: [condition.sentence for condition in one.refused] for one in coming(ORDER, SENT)}
    assert refused[Action.CANCEL] == ["A shipment of this order stands. Cancel it first."]
    assert states(ORDER, SENT)[OrderState.CANCELED] == "no"
    canceled = Standing(OrderFacts(state=OrderState.CANCELED, total=8, captured=8, lines=(LineFacts(1, 1),)))
    assert place(FULFILMENT, canceled.facts) is None
    assert set(states(FULFILMENT, canceled).values()) == {"no"}
    assert by_state(PAYMENT, canceled)["no"] == [P.IN_PROGRESS]


def test_of_all_orders_each_action_is_named_once_with_all_that_it_leads_to():
    found = {one.action: one.leads for one in possible(PAYMENT)}
    assert len(found) == len(possible(PAYMENT))
    assert len({one.words for one in possible(PAYMENT)}) == len(found)
    assert found[A.RECORD_PAYMENT] == (P.PAID, P.PARTIALLY_PAID, P.PARTIALLY_REFUNDED)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_nothing_is_drawn_over_another_or_outside(chart):
    drawn = picture(chart)
    assert len({(node.x, node.y) for node in drawn.nodes}) == len(chart.places)
    assert all(0 <= node.x <= drawn.wide - 150 and 0 <= node.y <= drawn.high - 34 for node in drawn.nodes)
    pairs = {frozenset({edge.before, edge.after}) for edge in chart.edges}
    assert len(drawn.lines) == len(pairs)
    assert sum(line.both for line in drawn.lines) == len({edge[:2] for edge in chart.edges}) - len(pairs)


def along(path):
    """Points of a line, of its curves and straight parts alike."""
    start, *rest = re.findall(r"([MCH])([^MCH]+)", path)
    x, y = map(float, start[1].split())
    for kind, numbers in rest:
        given = list(map(float, numbers.split()))
        a, b, c, d, to_x, to_y = given if kind == "C" else (x, y, *given, y, *given, y)
        for step in range(21):
            t = step / 20
            parts = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            xs, ys = (x, a, c, to_x), (y, b, d, to_y)
            yield sum(map(lambda p, v: p * v, parts, xs)), sum(map(lambda p, v: p * v, parts, ys))
        x, y = to_x, to_y


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_no_way_runs_through_a_status(chart):
    drawn = picture(chart)
    for line in drawn.lines:
        for x, y in along(line.path):
            inside = [node.status for node in drawn.nodes if 0 < x - node.x < 150 and 0 < y - node.y < 34]
            assert not inside, line.path
