"""Letters that follow from what is done to an order: one for an act, to the order customer, in the shop's words."""

import json

import pytest
from sqlalchemy import select

from dashboard.actions.cancel import cancel
from dashboard.actions.cancel_shipment import cancel_shipment
from dashboard.actions.change import change
from dashboard.actions.deliver import deliver
from dashboard.actions.edit_shipment import Edit, edit_shipment
from dashboard.actions.hand_over import hand_over
from dashboard.actions.place import place
from dashboard.actions.record_payment import Received, record_payment
from dashboard.actions.return_items import Back, Return, return_items
from dashboard.actions.send_refund import send_refund
from dashboard.core.guards import Action
from dashboard.core.parcels import Point, Way
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Stale
from dashboard.core.sentences import plain
from dashboard.core.statuses import CancelReason, ShipmentStatus
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Message, Notice, Order, Store
from tests import world
from tests.actions.test_change import broken, log, refused
from tests.actions.test_fulfil import send
from tests.actions.test_place import order as draft
from tests.actions.test_refund import back

pytestmark = pytest.mark.feature("U7")
CHLOE_S = "chloe@mail.example"  # the contact of OD-1, which is not the owner's


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def told(code=world.PAID):
    """The letters about an order, as event, recipient and subject."""
    query = select(Message).join(Order, Order.id == Message.order_id).where(Order.code == code).order_by(Message.id)
    return [(one.event, one.recipient, one.subject) for one in db.session.scalars(query)]


def states():
    """The letters about the order, as event and state."""
    query = select(Message).join(Order, Order.id == Message.order_id).where(Order.code == world.PAID)
    return [(one.event, one.state) for one in db.session.scalars(query.order_by(Message.id))]


def last():
    """The letter written last."""
    return db.session.scalars(select(Message).order_by(Message.id.desc())).first()


def choose(event, by_email=True, by_sms=False, **words):
    """What the shop chose for an event."""
    with writing() as session:
        session.add(Notice(event=event, by_email=by_email, by_sms=by_sms, **words))


@pytest.mark.feature("R9")
def test_a_shipment_is_told_of_to_the_order_customer_whoever_owns_the_order():
    send(way=Way(Point.LOCAL, "DHL", "JD 01"))
    assert told() == [("shipment_sent", CHLOE_S, "Your order OD-1 is on its way")]
    letter = last()
    assert letter.text.startswith("Your order OD-1 is on its way\n\nHello Chloe,\n\nwe handed Stoneware mug × 2,")
    assert "Stoneware mug" in letter.text
    assert "Tracking number: JD 01" in letter.text
    assert "<h1" in letter.html
    assert "Tracking number: JD 01</p>" in letter.html
    assert (letter.way, letter.state, letter.secret, letter.send_after > letter.created_at) == (
        "email",
        "held",
        False,
        True,
    )
    assert broken() == []


def test_what_waits_is_told_of_when_it_leaves_and_without_a_number_no_line_names_one():
    number = send(handed_over=False)["shipment"]
    assert told() == []
    hand_over(world.PAID, number, by=COMMAND)
    assert "Tracking" not in last().text
    assert "our carrier" in last().text
    edit_shipment(world.PAID, number, Edit(Way(Point.LOCAL, "DHL", "JD 02"), ShipmentStatus.SHIPPED), by=COMMAND)
    assert [event for event, *_ in told()] == ["shipment_sent"] * 2
    assert "Tracking number: JD 02" in last().text


def test_each_act_has_its_letter_and_one_only():
    send(way=Way(Point.PICKUP))
    assert told()[-1] == ("ready_for_pickup", CHLOE_S, "Your order OD-1 is ready for pickup")
    deliver(world.PAID, [world.order(world.PAID).shipments[-1].number], by=COMMAND)
    assert len(told()) == 1  # which is off by itself
    lines = {world.order(world.PAID).lines[0].id: Back(1)}
    return_items(world.PAID, Return(lines), by=world.staff(Role.FULFILMENT))
    assert told()[-1][0] == "return_recorded"
    assert "came back to us" in last().text
    made = back(adjustment=250)["refund"]
    assert len(told()) == 2  # nothing was sent yet
    send_refund(world.PAID, made, "RF 1", by=world.staff(Role.MANAGER))
    assert told()[-1] == ("refund_sent", CHLOE_S, "Your refund for OD-1 is on its way")
    assert "2.50 EUR back to you for order OD-1" in last().text
    assert len(told()) == 3
    assert broken() == []


def test_a_cancel_names_the_money_that_is_given_back_with_it():
    cancel(world.GUEST, CancelReason.OUT_OF_STOCK, refund=True, by=world.staff(Role.MANAGER))
    assert told(world.GUEST) == [("order_canceled", world.KATE_EMAIL, "Your order OD-4 is canceled")]
    assert "We give 28.00 EUR back to you." in last().text


def test_a_cancel_without_a_refund_promises_no_money():
    cancel(world.PAID, CancelReason.OUT_OF_STOCK, by=world.staff(Role.MANAGER))
    assert "back to you" not in last().text


def test_nobody_is_told_where_it_is_not_wished_or_off_or_refused():
    record_payment(world.UNPAID, Received(500), by=world.staff(Role.MANAGER))
    send(notify=False)
    with refused(Stale):
        cancel(world.UNPAID, CancelReason.OUT_OF_STOCK, by=world.staff(Role.MANAGER), seen=1)
    assert told() == told(world.UNPAID) == []


def test_what_the_shop_turned_on_is_told_of_in_its_words():
    choose("payment_received", subject="{amount}!", text="<b>{name}</b>, {store} thanks you.")
    record_payment(world.UNPAID, Received(500), by=world.staff(Role.MANAGER))
    assert told(world.UNPAID) == [("payment_received", world.KATE_EMAIL, "5.00 EUR!")]
    assert "<b>Kate Wong</b>, Quay & Quill thanks you." in last().text
    assert "&lt;b&gt;Kate Wong&lt;/b&gt;, Quay &amp; Quill thanks you." in last().html


def test_a_name_is_never_a_header_of_its_own():
    choose("shipment_sent", subject="For {name}")
    with writing():
        world.order(world.PAID).customer_name = "Chloe\r\nBcc: a@b.example\x07 {order}"
    send()
    assert last().subject == "For Chloe Bcc: a@b.example {order}"


def test_a_text_goes_where_there_is_no_e_mail_address_and_a_gateway(app):
    send(world.GUEST_PHONE, handed_over=True)
    assert told(world.GUEST_PHONE) == []
    app.config["SMS_URL"] = "https://sms.example"
    deliver(world.GUEST_PHONE, [world.order(world.GUEST_PHONE).shipments[0].number], by=COMMAND)
    assert told(world.GUEST_PHONE) == []
    choose("return_recorded", by_email=True, by_sms=True, sms="{order}: {pieces}, {name}")
    return_items(world.GUEST_PHONE, Return({world.order(world.GUEST_PHONE).lines[0].id: Back(1)}), by=COMMAND)
    assert (last().way, last().text, last().html) == ("sms", "OD-5: Stoneware mug × 1, Kenji\n", None)


def test_by_e_mail_only_no_text_goes(app):
    app.config["SMS_URL"] = "https://sms.example"
    choose("shipment_sent", by_email=True, by_sms=False)
    send(world.GUEST_PHONE)
    assert told(world.GUEST_PHONE) == []


def test_no_test_order_and_nothing_imported_is_told_of():
    send(world.TEST)
    with change(world.PAID, Action.IMPORT, by=COMMAND) as under_way:
        under_way.order.state, under_way.order.cancel_reason = "canceled", CancelReason.OUT_OF_STOCK
        under_way.record("canceled", reason="out of stock")
    assert told(world.TEST) == told() == []


def test_an_order_without_a_contact_is_changed_all_the_same():
    with writing():
        order = world.order(world.PAID)
        order.customer_email = "not an address"
    send()
    assert told() == []


@pytest.mark.feature("U1")
def test_a_new_order_is_reported_to_the_shop_and_its_customer_gets_the_order_letter():
    with place(
        draft(
            "NEW-1", total=950, customer_name="Ada", customer_email="ada@x.example", customer_email_key="ada@x.example"
        ),
        by=world.staff(Role.SUPPORT),
    ) as under_way:
        under_way.record("placed", route="Proxy order")
    assert told("NEW-1") == [
        ("order_placed", "ada@x.example", "We have your order NEW-1"),
        ("new_order", "hello@shop.example", "New order NEW-1: 9.50 EUR"),
    ]
    assert "https://" in last().text or "http://" in last().text
    assert "/orders/NEW-1" in last().text
    assert broken() == []


@pytest.mark.feature("U1")
def test_new_orders_go_to_each_of_the_addresses_that_were_named_and_to_nobody_when_off():
    with writing() as session:
        session.get_one(Store, 1).notices_to = "a@x.example, b@x.example"
    with place(draft("NEW-1", total=950), by=world.staff(Role.SUPPORT)) as under_way:
        under_way.record("placed", route="Proxy order")
    assert [to for _, to, _ in told("NEW-1")] == ["a@x.example", "b@x.example"]
    choose("new_order", by_email=False)
    with place(draft("NEW-2", total=950), by=world.staff(Role.SUPPORT)) as under_way:
        under_way.record("placed", route="Proxy order")
    assert told("NEW-2") == []


@pytest.mark.feature("U1")
@pytest.mark.parametrize(("who", "past"), [(Role.SUPPORT, True), (None, False)])
def test_what_is_of_the_past_or_placed_by_a_command_is_told_to_nobody(who, past):
    by = world.staff(who) if who else COMMAND
    with place(draft("NEW-1", total=950), by=by, past=past) as under_way:
        under_way.record("placed", route="Proxy order")
    assert told("NEW-1") == []


@pytest.mark.feature("U20")
def test_a_letter_about_a_canceled_shipment_that_still_waits_is_dropped_and_said():
    first = send(pieces={world.order(world.PAID).lines[0].id: 1})["shipment"]
    second = send()["shipment"]
    result = cancel_shipment(world.PAID, second, by=world.staff(Role.FULFILMENT))
    assert result["dropped"]
    assert states() == [("shipment_sent", "held"), ("shipment_sent", "dropped")]
    *_, dropped, canceled = log(world.PAID)
    assert (dropped.verb, canceled.verb) == ("message_dropped", "shipment_canceled")
    assert (
        plain(dropped.verb, dropped.actor_name, json.loads(dropped.text))
        == f"Femi Adu dropped “Your order OD-1 is on its way” to {CHLOE_S}"
    )
    edit_shipment(world.PAID, first, Edit(Way(Point.LOCAL), ShipmentStatus.CANCELED), by=world.staff(Role.FULFILMENT))
    assert states() == [("shipment_sent", "dropped")] * 2
    assert broken() == []


def test_a_letter_that_went_or_is_off_is_no_letter_to_drop():
    number = send()["shipment"]
    with writing():
        last().state = "sent"
    assert not cancel_shipment(world.PAID, number, by=world.staff(Role.FULFILMENT))["dropped"]
    assert states() == [("shipment_sent", "sent")]
    number = send(notify=False)["shipment"]
    assert not cancel_shipment(world.PAID, number, by=world.staff(Role.FULFILMENT))["dropped"]


@pytest.mark.feature("U16")
def test_a_corrected_tracking_number_takes_the_place_of_a_letter_that_still_waits():
    number = send(way=Way(Point.LOCAL, "DHL", "JD 01"))["shipment"]
    right = Edit(Way(Point.LOCAL, "DHL", "JD 02"), ShipmentStatus.SHIPPED)
    assert edit_shipment(world.PAID, number, right, by=world.staff(Role.FULFILMENT))["dropped"]
    assert states() == [("shipment_sent", "dropped"), ("shipment_sent", "held")]
    assert "JD 02" in last().text
    *_, edited, dropped = log(world.PAID)
    assert (edited.verb, dropped.verb, last().activity_id) == ("shipment_edited", "message_dropped", edited.id)
    assert broken() == []


@pytest.mark.feature("U16")
@pytest.mark.parametrize(
    "way", [Way(Point.LOCAL, "UPS", "JD 01"), Way(Point.LOCAL, "DHL", ""), Way(Point.LOCAL, "DHL", "JD 02")]
)
def test_a_letter_goes_where_no_other_takes_its_place(way):
    number = send(way=Way(Point.LOCAL, "DHL", "JD 01"))["shipment"]
    edit = Edit(way, ShipmentStatus.SHIPPED)
    edit_shipment(world.PAID, number, edit, by=world.staff(Role.FULFILMENT), notify=way.tracking != "JD 02")
    assert states() == [("shipment_sent", "held")]


@pytest.mark.parametrize("status", [ShipmentStatus.OUT_FOR_DELIVERY, ShipmentStatus.DELIVERY_FAILED])
def test_another_tracking_number_is_told_of_wherever_the_shipment_is_by_now(status):
    number = send(way=Way(Point.LOCAL, "DHL", "JD 01"))["shipment"]
    edit_shipment(world.PAID, number, Edit(Way(Point.LOCAL, "DHL", "JD 01"), status), by=COMMAND)
    assert len(told()) == 1
    edit_shipment(world.PAID, number, Edit(Way(Point.LOCAL, "DHL", "JD 02"), status), by=COMMAND)
    assert [event for event, *_ in told()] == ["shipment_sent"] * 2
    assert "Tracking number: JD 02" in last().text
    edit_shipment(world.PAID, number, Edit(Way(Point.LOCAL, "DHL", "JD 03"), status), by=COMMAND, notify=False)
    assert len(told()) == 2


def test_a_receipt_goes_where_it_is_asked_for_and_only_there():
    manager = world.staff(Role.MANAGER)
    assert record_payment(world.UNPAID, Received(500), by=manager, receipt=True)["receipt"] == world.KATE_EMAIL
    assert told(world.UNPAID) == [("payment_received", world.KATE_EMAIL, "We have your payment for OD-3")]
    assert "your payment of 5.00 EUR" in last().text
    choose("payment_received")
    assert record_payment(world.UNPAID, Received(400), by=manager, receipt=False)["receipt"] == ""
    assert len(told(world.UNPAID)) == 1
    record_payment(world.UNPAID, Received(300), by=manager)
    assert len(told(world.UNPAID)) == 2
    with writing():
        order = world.order(world.UNPAID)
        order.customer_email = order.customer_email_key = order.customer_phone = order.customer_phone_key = None
    assert record_payment(world.UNPAID, Received(200), by=manager, receipt=True)["receipt"] == ""
    assert len(told(world.UNPAID)) == 2
