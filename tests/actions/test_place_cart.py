"""Place a cart: a new order with a code of its own at today's prices; it and the returned one tell of each other."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from dashboard.actions.archive_product import archive_product
from dashboard.actions.once import Submission
from dashboard.actions.place_cart import place_cart
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Vanished, WrongState
from dashboard.core.statuses import OrderState, Route
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import CartLine, Order, Store
from dashboard.models.cart_view import cart_lines, carts_of, total
from tests import goods, world
from tests.actions.goods import product
from tests.actions.test_change import broken, log, refused, spent
from tests.actions.test_reassign import said
from tests.actions.test_return_to_cart import back, cart_of

KEY, OTHER = Submission("p" * 32, "d" * 64), Submission("p" * 32, "e" * 64)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def buyer(name=world.KATE):
    """The account's holder, as actions want to know them."""
    return Person("buyer", world.customer(name).id, name)


def put(number=None, by=None, **options):
    """Place the cart of OD-3, which went back just now, as Sofia would."""
    return place_cart(number or cart_of().id, by=by or world.staff(Role.SUPPORT), **options)


def reprice(sku, price):
    """Give a product another price."""
    with writing():
        product(sku).price = price


@pytest.mark.feature("D9")
def test_a_new_order_with_its_own_code_and_both_tell_of_each_other():
    back()
    result = put()
    new, old = world.order(result["code"]), world.order(world.UNPAID)
    assert (result["from"], result["total"], result["left_out"]) == (world.UNPAID, "19.00 EUR", [])
    assert new.code not in {one.code for one in world.STORIES}
    assert (new.reordered_from_id, new.catalog_id, new.route) == (old.id, old.catalog_id, Route.PROXY)
    assert (new.state, old.state, cart_of().state) == (OrderState.OPEN, OrderState.RETURNED_TO_CART, "placed")
    assert (new.customer_name, new.customer_email, new.account_id) == (world.KATE, world.KATE_EMAIL, old.account_id)
    assert [(one.quantity, one.original_quantity, one.total) for one in new.lines] == [(2, 2, 1900)]
    assert said(new.code) == "Ordered anew from the returned order OD-3: Proxy order"
    assert said(world.UNPAID) == f"Ordered anew as {new.code}"
    assert (log(world.UNPAID)[-1].actor_name, broken()) == ("Sofia Lund", [])


@pytest.mark.feature("D7", "D9")
def test_only_the_new_one_counts():
    before = spent(world.KATE)["EUR"]
    back()
    put()
    assert spent(world.KATE)["EUR"] == before


@pytest.mark.feature("D2", "D9")
def test_its_buyer_places_it_and_nobody_else_does():
    back()
    with refused(Vanished, "There is no such cart any more."):
        put(by=buyer(world.CHLOE))
    new = world.order(put(by=buyer())["code"])
    assert (new.route, log(new.code)[0].actor_kind) == (Route.ONLINE_STORE, "buyer")
    assert log(new.code)[0].verb == "reordered"


@pytest.mark.feature("D2")
def test_the_way_it_came_may_be_told():
    back()
    assert world.order(put(by=buyer(), route=Route.ORDER_LINK)["code"]).route is Route.ORDER_LINK


@pytest.mark.feature("D9")
def test_prices_are_todays_and_what_was_agreed_to_is_held_to():
    back()
    reprice(world.MUG, 990)
    [line] = cart_lines(db.session(), cart_of(), "EUR")
    assert ([one.words for one in line.changes], line.amount) == (["Price changed from 9.50 to 9.90"], 1980)
    with refused(Invalid, "Something in this cart changed meanwhile: it comes to 19.80 EUR now. Look at it again."):
        put(agreed=1900)
    assert put(agreed=1980)["total"] == "19.80 EUR"


@pytest.mark.feature("D9")
def test_what_is_sold_out_or_gone_is_told_and_left_out():
    back()
    add(cart_of(), world.CANDLE)
    goods.count(world.MUG, 0)
    lines = cart_lines(db.session(), cart_of(), "EUR")
    assert [line.counts for line in lines] == [False, True]
    assert (lines[0].changes[0].words, total(lines, db.session.get_one(Store, 1))) == ("Sold out", 1400)
    result = put()
    assert (result["left_out"], result["total"]) == (["Stoneware mug, Sage"], "14.00 EUR")
    assert [line.sku for line in world.order(result["code"]).lines] == [world.CANDLE]


def add(cart, sku):
    """Put one piece of a product into the cart."""
    with writing() as session:
        found = product(sku)
        session.add(CartLine(cart_id=cart.id, position=9, product_id=found.id, name=found.name, quantity=1,
                             unit_price=Decimal(14)))  # fmt: skip


@pytest.mark.feature("D9")
def test_a_cart_of_which_nothing_is_left_cannot_be_placed():
    back()
    archive_product(product().id, by=COMMAND)
    with refused(Invalid, "Nothing in this cart can be ordered."):
        put(once=KEY)
    assert cart_lines(db.session(), cart_of(), "EUR")[0].changes[0].words == "Gone: it is no longer sold here"


def test_who_may_not_and_what_is_not_there():
    back()
    for role in (Role.FULFILMENT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not place orders for buyers."):
            put(by=world.staff(role), once=KEY)
    with refused(Vanished, "There is no such cart any more."):
        put(10**12, once=KEY)
    with writing():
        world.customer(world.KATE).deactivated_at = world.order(world.PAID).placed_at
    with refused(WrongState, "Kate Wong’s account is closed."):
        put(once=KEY)


@pytest.mark.feature("D9")
def test_twice_is_once_and_a_placed_one_stays_placed():
    back()
    first = put(once=KEY)
    with refused(Replayed) as caught:
        put(once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        put(once=OTHER)
    with refused(WrongState, "This cart was placed as an order already."):
        put()
    assert db.session.scalars(select(Order.code).where(Order.reordered_from_id.is_not(None))).all() == [first["code"]]
    assert [(one.from_code, one.reorder_code) for one in carts_of(db.session(), world.customer(world.KATE).id)] == [
        (world.UNPAID, first["code"])
    ]
