"""Carts are opened, filled, changed and closed, by their buyer or by staff, each with its line in the buyer's log."""

import json

import pytest
from sqlalchemy import select

from dashboard.actions.add_to_cart import add_to_cart
from dashboard.actions.close_cart import close_cart
from dashboard.actions.edit_cart import edit_cart
from dashboard.actions.edit_customer import Details, edit_customer
from dashboard.actions.once import Submission
from dashboard.actions.open_cart import open_cart
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.core.sentences import plain
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, Cart, Catalog
from tests import world
from tests.actions.goods import product
from tests.actions.test_change import broken, refused
from tests.actions.test_place_cart import buyer

KEY, OTHER = Submission("c" * 32, "d" * 64), Submission("c" * 32, "e" * 64)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.fixture
def cart():
    """Kate's Winter cart with two mugs, opened by Sofia."""
    number = opened()["cart"]
    fill(number)
    return number


def sofia():
    """Who works with carts."""
    return world.staff(Role.SUPPORT)


def catalog(name="Winter"):
    """The catalog of this name."""
    return db.session.scalars(select(Catalog.id).where(Catalog.name == name)).one()


def opened(name=world.KATE, by=None, **options):
    """Open a Winter cart."""
    return open_cart(world.customer(name).id, catalog(), by=by or sofia(), **options)


def fill(number, sku=world.MUG, quantity=2, by=None, **options):
    """Put pieces of a product into it."""
    return add_to_cart(number, product(sku).id, quantity, by=by or sofia(), **options)


def pieces(number):
    """What lies in the cart: the id, SKU and pieces of each line."""
    return [(line.id, line.sku, line.quantity) for line in db.session.get_one(Cart, number).lines]


def said(name=world.KATE):
    """The last sentence of the buyer's log."""
    query = select(Activity).where(Activity.customer_id == world.customer(name).id).order_by(Activity.seq.desc())
    line = db.session.scalars(query.limit(1)).one()
    return plain(line.verb, line.actor_name, json.loads(line.text))


def version(name=world.KATE):
    """The version of the buyer's account."""
    return world.customer(name).version


@pytest.mark.feature("D2")
def test_one_is_opened_filled_changed_and_closed(cart):
    assert said() == "Sofia Lund put 2 × Stoneware mug, Sage into the cart Winter"
    fill(cart, quantity=1)
    fill(cart, world.CANDLE, 1)
    [(mug, _, three), (candle, _, one)] = pieces(cart)
    assert (three, one) == (3, 1)
    edit_cart(cart, {mug: 4, candle: 0}, by=sofia())
    assert said() == (
        "Sofia Lund changed the cart Winter: Stoneware mug, Sage: 3 → 4; Beeswax candle, Amber, 180 g: 1 → taken out"
    )
    assert pieces(cart) == [(mug, world.MUG, 4)]
    assert close_cart(cart, by=sofia()) == {"cart": cart, "catalog": "Winter"}
    assert (said(), broken()) == ("Sofia Lund closed the cart Winter", [])
    assert opened()["cart"] != cart


@pytest.mark.feature("D2")
def test_its_buyer_does_the_same_and_finds_no_other(cart):
    kate, chloe = buyer(), buyer(world.CHLOE)
    edit_cart(cart, {pieces(cart)[0][0]: 1}, by=kate)
    assert said().startswith("Kate Wong changed the cart Winter")
    for act in (
        lambda: edit_cart(cart, {1: 1}, by=chloe),
        lambda: fill(cart, by=chloe),
        lambda: close_cart(cart, by=chloe),
        lambda: opened(by=chloe),
    ):
        with refused(Vanished, "There is no such c"):
            act()
    close_cart(cart, by=kate)
    opened(by=kate)


def test_one_open_cart_for_each_catalog(cart):
    with refused(Invalid, "A cart of this catalog is open already.", "catalog"):
        opened(once=KEY)
    open_cart(world.customer(world.KATE).id, catalog("Autumn"), by=sofia())
    assert open_cart(world.customer(world.KATE).id, None, by=sofia())["catalog"] == "Other"
    with refused(Invalid, "A cart of this catalog is open already.", "catalog"):
        open_cart(world.customer(world.KATE).id, None, by=sofia())
    with refused(Vanished, "That catalog is gone. Choose another one.", "catalog"):
        open_cart(world.customer(world.KATE).id, 10**9, by=sofia())
    with refused(Vanished, "There is no such customer any more."):
        open_cart(10**9, None, by=sofia())


def test_what_cannot_be_put_in(cart):
    with writing():
        product(world.TOWEL).archived_at = now()
    for number in (product(world.TOWEL).id, 10**9, None):
        with refused(Invalid, "Choose a product of this catalog.", "product_q"):
            add_to_cart(cart, number, 1, by=sofia(), once=KEY)
    for quantity in (0, -1, 100_001):
        with refused(Invalid, "Enter a whole number of pieces, from 1 to 100,000.", "quantity"):
            fill(cart, quantity=quantity, once=KEY)
    with refused(Invalid, "A line holds 100,000 pieces at most.", "quantity"):
        fill(cart, quantity=100_000, once=KEY)


def test_what_cannot_be_changed(cart):
    [(mug, _, _)] = pieces(cart)
    with refused(Invalid, "Nothing would change: these are the quantities already."):
        edit_cart(cart, {mug: 2}, by=sofia(), once=KEY)
    with refused(Invalid, "Enter a whole number of pieces, from 0 to 100,000.", f"quantity-{mug}"):
        edit_cart(cart, {mug: 100_001}, by=sofia(), once=KEY)
    with refused(Vanished, "One of these lines is not in the cart any more."):
        edit_cart(cart, {mug: 1, 10**9: 1}, by=sofia(), once=KEY)
    with refused(Vanished, "There is no such cart any more."):
        edit_cart(10**9, {}, by=sofia(), once=KEY)
    close_cart(cart, by=sofia())
    with refused(WrongState, "This cart is closed."):
        edit_cart(cart, {mug: 1}, by=sofia(), once=KEY)


@pytest.mark.parametrize("role", [Role.FULFILMENT, Role.VIEWER])
def test_who_may_not(cart, role):
    person = world.staff(role)
    for act in (
        lambda: opened(by=person),
        lambda: fill(cart, by=person),
        lambda: edit_cart(cart, {}, by=person),
        lambda: close_cart(cart, by=person),
    ):
        with refused(NotPermitted, f"Your role ({role.label}) may not place orders for buyers."):
            act()


def test_stale_by_what_was_done_to_this_cart_alone(cart):
    seen, [(mug, _, _)] = version(), pieces(cart)
    other = open_cart(world.customer(world.KATE).id, None, by=sofia())["cart"]
    fill(other)
    edit_cart(cart, {mug: 3}, by=buyer(), seen=seen)
    with refused(Stale, "This cart was changed meanwhile."):
        edit_cart(cart, {mug: 4}, by=sofia(), seen=seen)
    # A form about the account minds nothing of it.
    kate = Details("Kate Wong-Lee", world.KATE_EMAIL, "")
    edit_customer(world.customer(world.KATE).id, kate, by=sofia(), region="DE", seen=seen)


def test_twice_is_once(cart):
    first = fill(cart, once=KEY)
    with refused(Replayed) as caught:
        fill(cart, once=KEY)
    assert (caught.value.result, pieces(cart)[0][2]) == (first, 4)
    with refused(KeyReused):
        fill(cart, once=OTHER)
