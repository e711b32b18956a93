from dataclasses import replace

import pytest
from hypothesis import given

from dashboard.core.progress import Step, of_line, steps
from dashboard.core.quantities import Pieces, per_line
from dashboard.core.statuses import FulfilmentStatus, fulfilment_status
from dashboard.core.words import OrderState
from dashboard.core.words import ShipmentStatus as S
from tests.core import drawn


def line(ordered=2, withdrawn=0, packed=0, sent=0, delivered=0, returned=0):
    return Pieces(ordered, withdrawn, 0, packed, sent, delivered, returned)


@pytest.mark.parametrize(
    ("label", "pieces"),
    [
        ("Unfulfilled", line()),
        ("Unfulfilled", line(packed=1)),
        ("Unfulfilled", line(withdrawn=2)),
        ("Dispatched", line(packed=2)),
        ("Partially fulfilled", line(packed=2, sent=1)),
        ("Fulfilled", line(packed=2, sent=2, delivered=1)),
        ("Delivered", line(packed=2, sent=2, delivered=2)),
        ("Delivered", line(withdrawn=1, packed=1, sent=1, delivered=1)),
        ("Partially returned", line(packed=2, sent=2, delivered=2, returned=1)),
        ("Partially returned", line(packed=1, sent=1, delivered=1, returned=1)),
        ("Returned", line(packed=2, sent=2, delivered=2, returned=2)),
        ("Returned", line(withdrawn=1, packed=1, sent=1, delivered=1, returned=1)),
    ],
)
def test_of_line(label, pieces):
    assert of_line(pieces, OrderState.OPEN).label == label
    assert of_line(pieces, OrderState.CANCELED).label == "Canceled"


@given(drawn.goods())
def test_the_only_line_of_an_order_stands_as_the_order_does(facts):
    """But for what belongs to the whole order: the counter where it was picked up, and "Mark as packed"."""
    parcels = tuple(parcel for parcel in facts.shipments if parcel.pieces[1])
    alone = replace(facts, lines=facts.lines[:1], shipments=parcels, packed=False)
    whole = fulfilment_status(alone)
    at_door = FulfilmentStatus.DELIVERED if whole is FulfilmentStatus.PICKED_UP else whole
    assert of_line(per_line(alone)[1], alone.state) is at_door


def test_steps_of_a_parcel():
    assert [step.state for step in steps(S.IN_TRANSIT, "local")] == ["done", "done", "now", "later", "later"]
    assert {step.state for step in steps(S.DELIVERED, "local")} == {"done"}
    assert steps(S.DELIVERY_FAILED, "local")[-1] == Step("Delivery failed", "now")
    assert steps(S.CANCELED, "local") == []


def test_steps_at_the_counter():
    assert steps(S.AWAITING_SHIPMENT, "pickup") == [Step("Ready for pickup", "now"), Step("Picked up", "later")]


def test_a_line_of_an_order_marked_as_packed_is_dispatched():
    assert of_line(line(), OrderState.OPEN, packed=True).label == "Dispatched"
    assert of_line(line(sent=1), OrderState.OPEN, packed=True).label == "Partially fulfilled"
