"""The workflow's pictures: they hold every status, follow the tables, and know an order's place."""

import pytest

from dashboard.core.facts import LineFacts, OrderFacts, ShipmentFacts
from dashboard.core.guards import TABLE, Action
from dashboard.core.statuses import SHIPMENT_STEPS, FulfilmentStatus, OrderState, PaymentStatus
from dashboard.core.statuses import ShipmentStatus as S
from dashboard.core.workflow import CHARTS, FULFILMENT, ORDER, PAYMENT, SHIPMENT, coming, picture, place, states

pytestmark = pytest.mark.feature("U23")
F, P = FulfilmentStatus, PaymentStatus
SENT = OrderFacts(
    total=40,
    captured=40,
    lines=(LineFacts(1, 3),),
    shipments=(ShipmentFacts(S.IN_TRANSIT, pieces={1: 1}),),
)


def test_every_status_stands_in_its_chart():
    assert set(PAYMENT.places) == set(PaymentStatus)
    assert set(FULFILMENT.places) == set(FulfilmentStatus) - {F.CANCELED}
    assert set(ORDER.places) == set(OrderState)
    assert set(SHIPMENT.places) == set(S)


def test_the_ways_are_those_of_the_tables():
    assert {(edge.before, edge.after) for edge in SHIPMENT.edges} == {
        (before, after) for before, steps in SHIPMENT_STEPS.items() for after in steps
    }
    assert {edge.action for chart in CHARTS for edge in chart.edges} - {None} <= set(TABLE)


def test_an_order_is_somewhere_was_somewhere_and_goes_on():
    assert place(FULFILMENT, SENT) is F.PARTIALLY_FULFILLED
    found = states(FULFILMENT, F.PARTIALLY_FULFILLED, SENT)
    assert {
        state: [status for status in found if found[status] == state] for state in ("now", "been", "next", "no")
    } == {
        "now": [F.PARTIALLY_FULFILLED],
        "been": [F.UNFULFILLED],
        "next": [F.FULFILLED],
        "no": [F.DISPATCHED],
    }
    paid = states(PAYMENT, P.PAID, SENT)
    assert (paid[P.UNPAID], paid[P.PARTIALLY_REFUNDED], paid[P.REFUNDED]) == ("been", "next", "next")


def test_what_is_refused_says_why_and_leads_nowhere():
    refused = {
        one.action: [condition.sentence for condition in one.refused] for one in coming(ORDER, OrderState.OPEN, SENT)
    }
    assert refused[Action.CANCEL] == ["A shipment of this order stands. Cancel it first."]
    assert states(ORDER, OrderState.OPEN, SENT)[OrderState.CANCELED] == "no"
    canceled = OrderFacts(state=OrderState.CANCELED, lines=(LineFacts(1, 1),))
    assert place(FULFILMENT, canceled) is None
    assert set(states(FULFILMENT, None, canceled).values()) == {"no"}


def test_a_parcel_on_its_way_can_be_delivered():
    sent = OrderFacts(lines=(LineFacts(1, 1),), shipments=(ShipmentFacts(S.SHIPPED, pieces={1: 1}),))
    assert states(FULFILMENT, F.FULFILLED, sent)[F.DELIVERED] == "next"


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_nothing_is_drawn_over_another_or_outside(chart):
    drawn = picture(chart)
    assert len({(node.x, node.y) for node in drawn.nodes}) == len(chart.places)
    assert all(0 <= node.x <= drawn.wide - 150 and 0 <= node.y <= drawn.high - 34 for node in drawn.nodes)
    assert len(drawn.lines) == len(chart.edges)
