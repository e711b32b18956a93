"""A product is changed and counted: differences alone, in words, never over what somebody else did."""

import pytest

from dashboard.actions.edit_product import edit_product
from dashboard.actions.once import Submission
from dashboard.actions.stock import move_one
from dashboard.core.person import COMMAND, Role
from dashboard.core.products import Entered
from dashboard.core.refusals import Invalid, NotPermitted, Replayed, Stale, Vanished
from dashboard.core.stock import StockReason
from dashboard.database import writing
from dashboard.pages.product_form import stored
from tests import world
from tests.actions.goods import moved, product
from tests.actions.people import store_log
from tests.actions.test_change import broken, refused

KEY = Submission("e" * 32, "d" * 64)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def edit(by=None, sku=world.MUG, seen=None, stock_seen="", once=None, **changes):
    """Edit the mug as the form would, with these fields typed anew."""
    one = product(sku)
    shown = stored(one)
    typed = Entered(**{**shown, **changes})
    by = by or world.staff(Role.MANAGER)
    return edit_product(one.id, typed, by=by, seen=seen, stock_seen=stock_seen or shown["stock"], once=once)


def test_what_differs_is_changed_and_said():
    before = moved()
    edit(price="10", variant="Moss", stock="138", seen=1)
    mug = product()
    assert (mug.price, mug.variant, mug.stock, moved() - before, mug.version) == (1000, "Moss", 138, -2, 2)
    assert store_log()[-1].text["changes"] == (
        "variant from “Sage” to “Moss”; price from 9.50 to 10.00; stock from 140 to 138"
    )
    assert broken() == []


def test_orders_keep_what_they_were_placed_with():
    edit(price="99", name="Other")
    line = world.order(world.PAID).lines[0]
    assert (line.name, str(line.unit_price)) == ("Stoneware mug", "9.50")


def test_counting_begins_and_ends():
    before = moved()
    edit(stock="")
    assert (product().stock, moved()) == (None, before - 140)
    edit(stock="5", stock_seen=" ")
    assert (product().stock, moved()) == (5, before - 135)


def test_somebody_elses_change_and_what_was_sent_meanwhile_are_told():
    edit(price="10")
    with refused(Stale, "This product was changed meanwhile") as caught:
        edit(price="11", seen=1)
    assert [line.actor for line in caught.value.news] == [world.COLLEAGUES[Role.MANAGER]]
    with writing() as session:
        move_one(session, product().id, -2, StockReason.FULFILLED, by=COMMAND)
    with refused(Invalid, "The stock is 138 now, no longer 140. Count again.", "stock"):
        edit(stock="137", stock_seen="140", seen=2)
    edit(name="Cup", stock="140", stock_seen="140", seen=2)  # not counted: what was sent stays sent
    assert (product().name, product().stock) == ("Cup", 138)


def test_what_is_refused():
    with refused(NotPermitted, "Your role (Fulfilment) may not change products."):
        edit(by=world.staff(Role.FULFILMENT), price="1")
    with refused(Invalid, "Everything here is as it was saved"):
        edit()
    with refused(Invalid, f"Another product has the SKU {world.CANDLE} already.", "sku"):
        typed = Entered(**{**stored(product()), "sku": world.CANDLE})
        edit_product(product().id, typed, by=world.staff(Role.OWNER))
    with refused(Vanished, "There is no such product."):
        edit_product(10**9, Entered("A", "B", "1", "EUR"), by=world.staff(Role.OWNER))


def test_twice_is_once():
    edit(price="10", once=KEY)
    with refused(Replayed):
        edit(price="10", once=KEY)
