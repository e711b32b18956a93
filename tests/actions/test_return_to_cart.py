"""Return to cart: the order as placed goes back to its buyer, the order ends, and nothing leads back."""

import json

import pytest
from sqlalchemy import select, update

from dashboard.actions.archive import archive
from dashboard.actions.change import change
from dashboard.actions.edit_lines import edit_lines
from dashboard.actions.link import link
from dashboard.actions.once import Submission
from dashboard.actions.place_cart import place_cart
from dashboard.actions.return_to_cart import return_to_cart
from dashboard.actions.tag import tag
from dashboard.core.confirming import Now
from dashboard.core.guards import Action
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.core.statuses import OrderState
from dashboard.core.undoing import UNDOABLE
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Cart, Message, OrderMark, Payment
from tests import world
from tests.actions.test_change import broken, log, refused, spent, touch
from tests.actions.test_edit_lines import D, line, sold
from tests.actions.test_erase_customer import erase
from tests.actions.test_reassign import SHOP, letters, said
from tests.faults.cart_contest import RIVALS, rounds

KEY, OTHER = Submission("r" * 32, "d" * 64), Submission("r" * 32, "e" * 64)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def back(code=world.UNPAID, by=None, **options):
    """Return it as Sofia of support would."""
    return return_to_cart(code, by=by or world.staff(Role.SUPPORT), shop=SHOP, **options)


def cart_of(code=world.UNPAID):
    """The cart that the order went back to."""
    return db.session.scalars(select(Cart).where(Cart.from_order_id == world.order(code).id)).one()


def pieces(cart):
    """What lies in it."""
    return [(one.name, one.quantity, str(one.unit_price)) for one in cart.lines]


@pytest.mark.feature("D1", "D2", "D5")
def test_the_order_as_placed_goes_back_to_its_buyer():
    result = back(seen=world.order(world.UNPAID).version)
    order, cart = world.order(world.UNPAID), cart_of()
    assert (order.state, said(world.UNPAID)) == (OrderState.RETURNED_TO_CART, "Returned to the buyer’s cart")
    assert (cart.customer_id, cart.catalog_id, cart.state) == (order.account_id, order.catalog_id, "open")
    assert pieces(cart) == [("Stoneware mug, Sage", 2, "9.50")]
    kate = {"id": order.account_id, "name": world.KATE}
    told = {"code": world.UNPAID, "cart": cart.id, "catalog": "Winter", "buyer": kate, "letter_to": None}
    assert (result, letters(), broken()) == (told, [], [])


@pytest.mark.feature("D1")
def test_what_the_merchant_made_of_it_is_not_kept():
    mugs = {line(world.MUG, world.UNPAID): Now(5, D(8)), sold(world.CANDLE): Now(1, D(14))}
    edit_lines(world.UNPAID, mugs, by=world.staff(Role.MANAGER))
    back()
    assert pieces(cart_of()) == [("Stoneware mug, Sage", 2, "9.50")]


@pytest.mark.feature("D7")
def test_it_is_out_of_its_owners_sum():
    before = spent(world.KATE)["EUR"]
    back()
    assert spent(world.KATE)["EUR"] == (before[0], before[1] - 1)


@pytest.mark.feature("D4")
def test_the_buyer_is_told_with_the_merchants_words_and_the_way_to_the_cart():
    result = back(notify=True, message="The mugs come in sets of two.\r\nYour prices stay. <b>")
    assert result["letter_to"] == world.KATE_EMAIL
    assert letters() == [("returned_to_cart", "email", world.KATE_EMAIL, "held")]
    letter = db.session.scalars(select(Message)).one()
    assert letter.subject == "Your order OD-3 is back in your cart"
    for part in (letter.text, letter.html):
        assert f"https://desk.example/account/carts/{result['cart']}" in part
        assert "we returned order" in part
        assert "sets of two." in part
        assert "Sofia, Quay & Quill".replace("&", "&amp;" if part is letter.html else "&") in part
    assert "Your prices stay. &lt;b&gt;" in letter.html
    assert letter.activity_id == log(world.UNPAID)[-1].id
    assert "Stoneware mug, Sage" in letter.text


def test_what_was_typed_goes_with_the_customer_and_which_order_came_of_it_stays():
    back(notify=True, message="Dear Kate, look again.")
    place_cart(cart_of().id, by=COMMAND)
    new = log(world.UNPAID)[-1].text
    for code in (json.loads(new)["new"], world.GUEST):  # the guest's is hers, too, and nothing may be open
        archive(code, by=COMMAND)
    with writing() as session:
        session.execute(update(Message).values(state="dropped"))
    erase(world.KATE)
    texts = {line.verb: line.text for line in log(world.UNPAID)}
    assert (texts["returned_to_cart"], texts["ordered_anew"]) == (None, new)
    assert "look again" not in (db.session.scalars(select(Message.text)).first() or "")
    assert broken() == []


@pytest.mark.feature("D4", "R12")
def test_who_has_a_number_only_gets_a_text_message():
    link(world.GUEST_PHONE, world.customer(world.KENJI).id, by=COMMAND, shop=SHOP)
    with writing():
        cart_of(world.RETURNED_TO_CART).state = "closed"
    result = back(world.GUEST_PHONE, notify=True, message="Look again")
    [(event, way, to, _)] = letters()
    assert (event, way, to) == ("returned_to_cart", "sms", world.KENJI_PHONE)
    assert f"/account/carts/{result['cart']}" in db.session.scalars(select(Message.text)).one()


@pytest.mark.feature("D2")
def test_an_order_of_no_catalog_goes_to_the_cart_other():
    with change(world.UNPAID, Action.NOTE, by=COMMAND) as under_way:
        under_way.order.catalog_id = None
        under_way.record("note_added")
    assert back()["catalog"] == "Other"
    assert cart_of().catalog_id is None


@pytest.mark.feature("D6", "D8")
def test_it_can_only_be_archived_and_tagged_then_and_nothing_leads_back():
    back()
    tag(world.UNPAID, "look", by=world.staff(Role.SUPPORT))
    for verb in (Action.REASSIGN, Action.NOTE, Action.RESEND, Action.CANCEL, Action.REFUND, Action.RETURN_TO_CART):
        with refused(WrongState, "This order was returned to the buyer’s cart"):
            touch(world.UNPAID, "note_added", action=verb)
    assert "returned_to_cart" not in UNDOABLE
    archive(world.UNPAID, by=world.staff(Role.SUPPORT))
    assert broken() == []


@pytest.mark.feature("D3")
def test_each_reason_of_these_orders_is_told():
    for code, why in (
        (world.RETURNED_TO_CART, "This order was returned to the buyer’s cart"),
        (world.CANCELED, "This order is canceled."),
        (world.ARCHIVED, "This order is archived. Unarchive it first."),
        (world.GUEST, "This is a guest order. Link it to a customer account first."),
        (world.REFUNDED, "The buyer is an offline buyer"),
        (world.TWO_BOXES, "A shipment, which is a delivery note, refers to this order."),
        (world.PAID, "Money of this order is still held. Refund it first."),
    ):
        with refused(WrongState, why):
            back(code, once=KEY)
    with change(world.UNPAID, Action.NOTE, by=COMMAND) as under_way:
        under_way.order.marks.append(OrderMark(kind="backlog_sku", detail=""))
        under_way.order.payments.append(Payment(amount=100, state="open"))
        under_way.record("note_added")
    with refused(WrongState, "Backlog SKUs were created for this order.") as caught:
        back(once=KEY)
    assert [one.key for one in caught.value.conditions] == ["no_backlog", "no_attempt"]


def put_rival():
    """Another open cart of the same buyer and catalog."""
    order = world.order(world.UNPAID)
    with writing() as session:
        session.add(Cart(customer_id=order.account_id, catalog_id=order.catalog_id))


@pytest.mark.feature("D3")
def test_one_open_cart_for_each_catalog():
    put_rival()
    with refused(WrongState, "A cart for the same catalog is already in the buyer’s order list."):
        back(once=KEY)


@pytest.mark.feature("D3")
def test_a_cart_that_came_meanwhile_is_told_in_the_same_words(monkeypatch):
    put_rival()
    monkeypatch.setattr("dashboard.models.order_facts.cart_open", lambda session, order: False)
    with refused(WrongState, "A cart for the same catalog is already in the buyer’s order list."):
        back(once=KEY)


def test_who_may_not_and_what_is_not_there():
    for role in (Role.FULFILMENT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Return to cart”."):
            back(by=world.staff(role), once=KEY)
    with refused(Vanished, "There is no order OD-999 any more."):
        back("OD-999", once=KEY)
    with refused(Invalid, "Use 2,000 characters at most.", "message"):
        back(notify=True, message="x" * 2001, once=KEY)
    with refused(Invalid, "The message holds a character that cannot be sent.", "message"):
        back(notify=True, message="a\x00b", once=KEY)


def test_stale_and_twice():
    seen = world.order(world.UNPAID).version
    first = back(seen=seen, once=KEY)
    with refused(Replayed) as caught:
        back(seen=seen, once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        back(once=OTHER)
    with refused(Stale, "This order was changed meanwhile."):
        back(seen=seen)


def test_no_letter_about_a_test_order():
    with change(world.UNPAID, Action.NOTE, by=COMMAND) as under_way:
        under_way.order.code, under_way.order.is_test = "TEST-9", True
        under_way.record("note_added")
    assert back("TEST-9", notify=True)["letter_to"] is None
    assert letters() == []


@pytest.mark.feature("D3", "D8")
@pytest.mark.parametrize("name", RIVALS)
def test_against_whatever_else_is_done_at_the_same_moment(app, name):
    assert rounds(app, name, 2, "RACE") == []
    assert broken() == []
