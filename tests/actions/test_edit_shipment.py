"""A shipment on its way: edited, handed over, delivered, canceled; each by the rules, and stock by what it took."""

import pytest
from sqlalchemy import select

from dashboard.actions.cancel_shipment import cancel_shipment
from dashboard.actions.change import change
from dashboard.actions.deliver import deliver
from dashboard.actions.edit_shipment import Edit, edit_shipment
from dashboard.actions.hand_over import hand_over
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.parcels import Point, Way, steps_from
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.core.statuses import FulfilmentStatus, ShipmentStatus
from dashboard.core.stock import StockReason
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Shipment, StockMove
from tests import goods, kinds, world
from tests.actions.test_change import broken, log, refused, touch
from tests.actions.test_reassign import said

KEY, OTHER = Submission("e" * 32, "d" * 64), Submission("e" * 32, "e" * 64)
S, F = ShipmentStatus, FulfilmentStatus
UNDER_WAY, ARRIVED = "SH-2", "SH-1"  # of the order in two boxes: spoons in transit, bowls delivered


def femi():
    """Who sends parcels."""
    return world.staff(Role.FULFILMENT)


def edit(number=UNDER_WAY, code=world.TWO_BOXES, status=S.IN_TRANSIT, carrier="DHL", tracking="JD0146 0002", **options):
    """Edit as Femi would."""
    options.setdefault("by", femi())
    return edit_shipment(code, number, Edit(Way(Point.LOCAL, carrier, tracking), status), **options)


def shipment(number=UNDER_WAY):
    """The shipment as the database has it."""
    return db.session.scalars(select(Shipment).where(Shipment.number == number)).one()


def fulfilment(code=world.PAID):
    """The order's stored status."""
    return world.order(code).fulfilment_status


# The verbs of a shipment as Femi presses their buttons.
VERBS = {
    Action.EDIT_SHIPMENT: lambda code, number, **options: edit(number, code, carrier="UPS", **options),
    Action.HAND_OVER: hand_over,
    Action.DELIVER: lambda code, number, **options: deliver(code, [number], **options),
    Action.CANCEL_SHIPMENT: cancel_shipment,
}


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("U16")
def test_carrier_number_and_arrival_are_edited_and_said():
    edit(carrier="UPS", tracking="1Z 99")
    made = shipment()
    assert (made.carrier, made.tracking_number, made.tracking_key) == ("UPS", "1Z 99", "1z99")
    changes = "carrier DHL → UPS, tracking number JD0146 0002 → 1Z 99"
    assert said(world.TWO_BOXES) == f"Femi Adu edited shipment SH-2: {changes}"
    with refused(Invalid, "Nothing differs from what the shipment has."):
        edit(carrier=" UPS ", tracking="1Z 99")
    assert broken() == []


@kinds.first
@pytest.mark.feature("U16", "U21")
@pytest.mark.parametrize("status", S)
def test_each_step_of_the_table_and_no_other(status):
    """From every status to every other one: the step is taken, or refused with both its words."""
    number = goods.send(world.PAID, handed_over=False)
    for to in S:
        with writing():
            shipment(number).status = status
        if to is status or status in {S.DELIVERED, S.CANCELED}:
            continue
        with writing():  # what makes the whole of it right again for the next step
            shipment(number).tracking_number = ""
        if to in steps_from(status, "local"):
            edit(number, world.PAID, to, "DHL", "")
            assert shipment(number).status is to
        else:
            with refused(WrongState, f"A shipment that is “{status.label}” cannot become “{to.label}”."):
                edit(number, world.PAID, to, "DHL", "")


@pytest.mark.feature("U16")
def test_a_status_with_a_verb_of_its_own_is_that_verb():
    number = goods.send(world.PAID, handed_over=False)
    edit(number, world.PAID, S.SHIPPED, "DHL", "")
    made = shipment(number)
    assert (made.shipped_at, said(world.PAID)) == (log(world.PAID)[-1].at, f"Shipment {number} handed over")
    edit(number, world.PAID, S.OUT_FOR_DELIVERY, "DHL", "")
    assert said(world.PAID) == f"Femi Adu edited shipment {number}: status Shipped → Out for delivery"
    edit(number, world.PAID, S.DELIVERED, "UPS", "")
    assert [line.verb for line in log(world.PAID)][-2:] == ["delivered", "shipment_edited"]
    assert (shipment(number).delivered_at is None, fulfilment()) == (False, F.DELIVERED)
    with refused(WrongState, "This shipment is delivered or canceled already."):
        edit(number, world.PAID, S.DELIVERED, "DHL", "")
    assert broken() == []


@pytest.mark.feature("U13")
def test_at_the_counter_there_is_no_carrier_and_no_hand_over():
    number = goods.send(world.PAID, point=Point.PICKUP)
    with refused(WrongState, "This shipment is picked up here."):
        hand_over(world.PAID, number, by=femi())
    with refused(WrongState, "A shipment that is “Ready for pickup” cannot become “Shipped”."):
        edit(number, world.PAID, S.SHIPPED)
    assert deliver(world.PAID, [number], by=femi())["status"] == "Picked up"
    made = shipment(number)
    assert (made.carrier, made.shipped_at, fulfilment()) == ("", made.delivered_at, F.PICKED_UP)
    assert broken() == []


@pytest.mark.feature("U13")
def test_an_international_one_keeps_its_carrier():
    number = goods.send(world.PAID, point=Point.INTERNATIONAL)
    with refused(Invalid, "An international shipment needs its carrier.", "carrier"):
        edit(number, world.PAID, S.SHIPPED, "")


@pytest.mark.feature("U17", "U21")
def test_handed_over_and_delivered():
    number = goods.send(world.PAID, handed_over=False)
    hand_over(world.PAID, number, by=femi())
    assert (shipment(number).status, fulfilment()) == (S.SHIPPED, F.FULFILLED)
    with refused(WrongState, "This shipment was handed over or canceled already."):
        hand_over(world.PAID, number, by=femi())
    deliver(world.PAID, [number], by=femi())
    assert (fulfilment(), said(world.PAID)) == (F.DELIVERED, f"Shipment {number} delivered")
    assert broken() == []


@pytest.mark.feature("U20")
def test_what_was_not_handed_over_goes_back_to_the_shelf_whole():
    mugs, candles = goods.stock(world.MUG), goods.stock(world.CANDLE)
    number = goods.send(world.PAID, handed_over=False)
    goods.count(world.TOWEL, None)  # nobody counts these any more
    assert cancel_shipment(world.PAID, number, by=femi())["restocked"] == 3
    assert (goods.stock(world.MUG), goods.stock(world.CANDLE)) == (mugs, candles)
    moves = db.session.scalars(select(StockMove).where(StockMove.reason == StockReason.SHIPMENT_CANCELED)).all()
    assert sorted(move.pieces for move in moves) == [1, 2]
    assert (shipment(number).status, fulfilment()) == (S.CANCELED, F.UNFULFILLED)
    assert said(world.PAID) == f"Shipment {number} canceled"
    goods.send(world.PAID)
    assert fulfilment() is F.FULFILLED


@pytest.mark.feature("U20")
def test_what_is_out_stays_out_unless_it_is_back():
    mugs = goods.stock(world.MUG)
    out = goods.send(world.PAID, 1)
    assert cancel_shipment(world.PAID, out, by=femi())["restocked"] == 0
    assert goods.stock(world.MUG) == mugs - 1
    back = goods.send(world.PAID, 1)
    assert cancel_shipment(world.PAID, back, by=femi(), restock=True)["restocked"] == 3
    assert goods.stock(world.MUG) == mugs - 1
    assert cancel_shipment(world.TWO_BOXES, UNDER_WAY, by=femi(), restock=True)["restocked"] == 0  # it took nothing
    assert broken() == []


@pytest.mark.feature("U16", "U20")
def test_what_a_carrier_handles_is_refused_with_the_reason():
    with writing():
        shipment().kind = "carrier"
    for action in (Action.EDIT_SHIPMENT, Action.CANCEL_SHIPMENT):
        with refused(WrongState, "The carrier handles this shipment, so it cannot be changed here."):
            VERBS[action](world.TWO_BOXES, UNDER_WAY, by=femi())
    deliver(world.TWO_BOXES, [UNDER_WAY], by=femi())
    assert fulfilment(world.TWO_BOXES) is F.DELIVERED


def test_several_are_delivered_in_one_change_or_none():
    first, second = goods.send(world.PAID, 1), goods.send(world.PAID)
    with refused(WrongState, "This shipment is delivered or canceled already."):
        deliver(world.TWO_BOXES, [UNDER_WAY, ARRIVED], by=femi())
    with refused(WrongState, "This shipment is delivered or canceled already."):
        deliver(world.PAID, [], by=femi())
    assert deliver(world.PAID, [first, second], by=femi())["shipments"] == [first, second]
    assert [line.verb for line in log(world.PAID)][-2:] == ["delivered", "delivered"]
    assert fulfilment() is F.DELIVERED


@pytest.mark.feature("R10")
@pytest.mark.parametrize("action", VERBS)
def test_who_may_which_shipment_stale_and_twice(action):
    verb, number = VERBS[action], goods.send(world.PAID, handed_over=False)
    told = {"status": S.AWAITING_SHIPMENT} if action is Action.EDIT_SHIPMENT else {}
    for role in (Role.SUPPORT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use “{action.label}”."):
            verb(world.PAID, number, by=world.staff(role), **told)
    for code, which, sentence in (
        (world.PAID, UNDER_WAY, "OD-1 has no shipment SH-2."),
        (world.PAID, "SH-999", "OD-1 has no shipment SH-999."),
        ("OD-999", number, "There is no order OD-999 any more."),
    ):
        with refused(Vanished, sentence):
            verb(code, which, by=femi(), **told)
    with refused(WrongState, "This order is archived."):
        verb(world.ARCHIVED, "SH-3", by=femi(), **told)
    seen = world.order(world.PAID).version
    touch(world.PAID, "note_added")
    first = verb(world.PAID, number, by=femi(), seen=seen, once=KEY, **told)
    with refused(Replayed) as caught:
        verb(world.PAID, number, by=femi(), seen=seen, once=KEY, **told)
    assert caught.value.result == first
    with refused(KeyReused):
        verb(world.PAID, number, by=femi(), once=OTHER, **told)
    with refused(Stale, "This order was changed meanwhile."):
        verb(world.PAID, number, by=femi(), seen=seen, **told)
    assert broken() == []


def test_the_door_knows_what_it_is_about():
    number = goods.send(world.PAID, handed_over=False)
    with change(world.PAID, Action.HAND_OVER, by=femi(), shipments=[number]) as under_way:
        under_way.record("shipped", shipment=number, status="shipped")
    with refused(WrongState, "This shipment was handed over"):
        hand_over(world.TWO_BOXES, UNDER_WAY, by=femi())
