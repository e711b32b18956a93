from dataclasses import replace

import pytest
from hypothesis import given

from dashboard.core.facts import LineFacts, OrderFacts, ShipmentFacts
from dashboard.core.quantities import Pieces, counters, per_line
from dashboard.core.words import ShipmentStatus as S
from tests.core import drawn


def order(*shipments, ordered=3, withdrawn=0, returned=0):
    return OrderFacts(
        lines=(LineFacts(1, ordered, withdrawn),),
        shipments=tuple(ShipmentFacts(status, pieces={1: pieces}) for status, pieces in shipments),
        returned={1: returned},
    )


def test_pieces_of_a_line():
    facts = OrderFacts(
        lines=(LineFacts(1, 6, withdrawn=1, refunded=2), LineFacts(2, 1)),
        shipments=(
            ShipmentFacts(S.DELIVERED, pieces={1: 2, 2: 1}),
            ShipmentFacts(S.IN_TRANSIT, pieces={1: 1}),
            ShipmentFacts(S.AWAITING_SHIPMENT, pieces={1: 1}),
            ShipmentFacts(S.CANCELED, pieces={1: 3}),
        ),
        returned={1: 1},
    )
    one = per_line(facts)[1]
    assert one == Pieces(ordered=6, withdrawn=1, refunded=2, packed=4, sent=3, delivered=2, returned=1)
    assert (one.to_send, one.left_to_pack, one.refundable, one.returnable) == (5, 1, 4, 1)
    assert per_line(facts)[2].left_to_pack == 0


@given(drawn.goods())
def test_pieces_stay_in_order(facts):
    for pieces in per_line(facts).values():
        assert 0 <= pieces.returned <= pieces.delivered <= pieces.sent <= pieces.packed <= pieces.to_send
        assert pieces.left_to_pack == pieces.to_send - pieces.packed
        assert pieces.returnable == pieces.delivered - pieces.returned


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("", order()),
        ("2 of 3 packed", order((S.AWAITING_SHIPMENT, 2))),
        ("2 of 3 packed", order((S.AWAITING_SHIPMENT, 1), (S.SHIPPED, 1))),
        ("2 awaiting hand-over", order((S.AWAITING_SHIPMENT, 2), (S.SHIPPED, 1))),
        ("1 of 2 delivered", order((S.DELIVERED, 1), (S.SHIPPED, 1), ordered=2)),
        ("1 of 2 delivered", order((S.DELIVERED, 1), (S.SHIPPED, 1))),
        ("", order((S.DELIVERED, 3))),
        ("", order((S.SHIPPED, 3))),
        ("", order((S.CANCELED, 3))),
        ("nothing left to send", order(withdrawn=3)),
    ],
)
def test_counters(text, facts):
    assert counters(facts) == text


def test_counts_are_those_of_the_facts_that_were_asked_and_of_no_others():
    few = OrderFacts(lines=(LineFacts(1, 2, 0, 0),))
    assert per_line(few) is per_line(few)
    many = replace(few, lines=(LineFacts(1, 5, 0, 0),))
    assert [facts[1].ordered for facts in (per_line(few), per_line(many), per_line(few))] == [2, 5, 2]
    assert few == OrderFacts(lines=few.lines)
