"""Fulfil: pieces become a shipment with a number and leave the shelf; many shipments, never more than ordered."""

from datetime import date

import pytest
from sqlalchemy import select

from dashboard.actions.fulfil import Parcel, fulfil
from dashboard.actions.once import Submission
from dashboard.core.parcels import Point, Way
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.core.statuses import FulfilmentStatus, ShipmentStatus
from dashboard.core.stock import StockReason
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import OrderDoc, StockMove
from tests import goods, world
from tests.actions.test_change import broken, log, refused, spent, touch
from tests.actions.test_reassign import said

KEY, OTHER = Submission("f" * 32, "d" * 64), Submission("f" * 32, "e" * 64)


def send(code=world.PAID, pieces=None, way=None, handed_over=True, by=None, **options):
    """Fulfil as Femi of fulfilment would."""
    parcel = Parcel(pieces, way or Way(), handed_over)
    return fulfil(code, parcel, by=by or world.staff(Role.FULFILMENT), **options)


def line(sku, code=world.PAID):
    """The id of the order's line with this SKU."""
    return next(line.id for line in world.order(code).lines if line.sku == sku)


def fulfilment(code=world.PAID):
    """The order's stored status."""
    return world.order(code).fulfilment_status


def last(code=world.PAID):
    """The order's last shipment."""
    return world.order(code).shipments[-1]


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("U12", "U13")
def test_everything_goes_in_one_shipment():
    result = send(way=Way(Point.LOCAL, "DHL", "jd 01", date(2027, 3, 4)))
    made = last()
    assert (result["shipment"], made.kind, made.point, made.carrier) == (made.number, "manual", "local", "DHL")
    assert (made.tracking_number, made.tracking_key, made.expected_on) == ("jd 01", "jd01", date(2027, 3, 4))
    assert (made.status, made.shipped_at, made.delivered_at) == (ShipmentStatus.SHIPPED, made.created_at, None)
    assert {part.line_id: part.quantity for part in made.lines} == {
        one.id: one.quantity for one in world.order(world.PAID).lines
    }
    assert (fulfilment(), said(world.PAID)) == (FulfilmentStatus.FULFILLED, f"Shipment {made.number} handed over")
    document = db.session.scalar(select(OrderDoc.doc).filter_by(order_id=world.order(world.PAID).id))
    assert "jd" in document
    assert spent(world.CHLOE) == {"EUR": (9000, 2)}
    assert broken() == []


@pytest.mark.feature("U12")
def test_an_order_is_split_over_many_numbered_one_after_the_other():
    mug, candle, towel = line(world.MUG), line(world.CANDLE), line(world.TOWEL)
    numbers = [send(pieces=pieces)["shipment"] for pieces in ({mug: 1}, {mug: 1, candle: 1})]
    assert fulfilment() is FulfilmentStatus.PARTIALLY_FULFILLED
    with refused(Invalid, "Stoneware mug: choose from 0 to 0.", f"quantity-{mug}"):
        send(pieces={mug: 1})
    numbers.append(send(pieces={towel: 1, mug: 0})["shipment"])
    assert fulfilment() is FulfilmentStatus.FULFILLED
    figures = [int(number.removeprefix("SH-")) for number in numbers]
    assert figures == [figures[0], figures[0] + 1, figures[0] + 2]
    with refused(WrongState, "No piece of this order is left to pack."):
        send()
    assert broken() == []


@pytest.mark.feature("U13", "U21")
def test_what_is_not_handed_over_awaits_shipment_and_at_the_counter_pickup():
    assert send(handed_over=False)["status"] == "Awaiting shipment"
    assert (last().shipped_at, fulfilment()) == (None, FulfilmentStatus.DISPATCHED)
    result = send(world.UNPAID, way=Way(Point.PICKUP, "DHL", "JD01"))
    made = last(world.UNPAID)
    assert (result["status"], made.status) == ("Ready for pickup", ShipmentStatus.AWAITING_SHIPMENT)
    assert (made.carrier, made.tracking_number, made.tracking_key) == ("", "", None)
    with refused(Invalid, "An international shipment needs its carrier.", "carrier"):
        send(world.GUEST, way=Way(Point.INTERNATIONAL))
    assert broken() == []


def test_stock_is_taken_and_said_where_it_falls_below_zero():
    before = goods.stock(world.MUG)
    assert send(pieces={line(world.MUG): 2})["oversold"] == {}
    assert goods.stock(world.MUG) == before - 2
    move = db.session.scalars(select(StockMove).where(StockMove.order_id.is_not(None))).one()
    assert (move.pieces, move.reason, move.by_name) == (-2, StockReason.FULFILLED, "Femi Adu")
    assert (move.order_id, move.shipment_id) == (world.order(world.PAID).id, last().id)
    assert broken() == []
    goods.count(world.CANDLE, 0)
    goods.count(world.TOWEL, None)
    assert send()["oversold"] == {"Beeswax candle": -1}
    assert (goods.stock(world.CANDLE), goods.stock(world.TOWEL)) == (-1, None)


@pytest.mark.feature("U3")
def test_a_test_order_takes_nothing_from_the_shelf():
    before = goods.stock(world.MUG)
    assert send(world.TEST)["oversold"] == {}
    assert (goods.stock(world.MUG), fulfilment(world.TEST)) == (before, FulfilmentStatus.FULFILLED)


def test_pieces_withdrawn_by_a_refund_are_not_sent():
    assert send(world.REFUNDED)["pieces"] == "Beeswax candle × 1"
    assert fulfilment(world.REFUNDED) is FulfilmentStatus.FULFILLED


def test_the_mark_packed_goes_with_the_last_piece():
    with writing():
        world.order(world.PAID).packed_at = world.order(world.PAID).placed_at
    send(pieces={line(world.MUG): 2}, handed_over=False)
    assert (world.order(world.PAID).packed_at is None, fulfilment()) == (False, FulfilmentStatus.DISPATCHED)
    send(handed_over=False)
    assert (world.order(world.PAID).packed_at, fulfilment()) == (None, FulfilmentStatus.DISPATCHED)


@pytest.mark.feature("R10")
def test_who_may_which_order_and_whose_line():
    for role in (Role.SUPPORT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Fulfil”."):
            send(by=world.staff(role), once=KEY)
    for code, why in (
        (world.CANCELED, "This order is canceled."),
        (world.RETURNED_TO_CART, "This order was returned to the buyer’s cart"),
        (world.ARCHIVED, "This order is archived."),
    ):
        with refused(WrongState, why):
            send(code, once=KEY)
    with refused(Vanished, "There is no order OD-999 any more."):
        send("OD-999")
    with refused(Invalid, "One of these items is no longer part of the order."):
        send(pieces={line(world.CANDLE, world.GUEST): 1})
    with refused(Invalid, "Nothing is chosen."):
        send(pieces={line(world.MUG): 0})


def test_stale_and_twice():
    seen = world.order(world.PAID).version
    first = send(pieces={line(world.MUG): 1}, seen=seen, once=KEY)
    with refused(Replayed) as caught:
        send(pieces={line(world.MUG): 1}, seen=seen, once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        send(once=OTHER)
    with refused(Stale, "This order was changed meanwhile."):
        send(seen=seen)
    touch(world.PAID, "note_added")
    send(seen=len(log(world.PAID)))
