"""A product comes into being: with its count, a line in the shop’s log, and once."""

import pytest

from dashboard.actions.create_product import create_product
from dashboard.actions.once import Submission
from dashboard.core.person import Role
from dashboard.core.products import Entered
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed
from tests import world
from tests.actions.goods import moved, product
from tests.actions.people import store_log
from tests.actions.test_change import broken, refused

JUG = Entered("JUG-1", "Jug", "12.50", "EUR", "Blue", "7")
KEY, OTHER = Submission("p" * 32, "d" * 64), Submission("p" * 32, "e" * 64)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.parametrize("role", [Role.OWNER, Role.MANAGER])
def test_it_is_there_with_what_was_counted(role):
    made = create_product(JUG, by=world.staff(role))
    jug = product("JUG-1")
    assert (jug.id, jug.price, jug.stock, moved("JUG-1"), jug.version) == (made["id"], 1250, 7, 7, 1)
    assert store_log()[-1].text["product"] == "Jug, Blue"
    assert broken() == []


def test_nobody_need_count():
    create_product(Entered("JUG-2", "Jug", "12.50", "EUR"), by=world.staff(Role.OWNER))
    assert (product("JUG-2").stock, moved("JUG-2")) == (None, 0)


def test_twice_is_once():
    olga = world.staff(Role.OWNER)
    create_product(JUG, by=olga, once=KEY)
    with refused(Replayed):
        create_product(JUG, by=olga, once=KEY)
    with refused(KeyReused, "This form was already submitted"):
        create_product(JUG, by=olga, once=OTHER)


def test_what_is_refused():
    with refused(NotPermitted, "Your role (Support) may not change products."):
        create_product(JUG, by=world.staff(Role.SUPPORT))
    with refused(Invalid, f"Another product has the SKU {world.MUG} already.", "sku"):
        create_product(Entered(world.MUG, "Jug", "1", "EUR"), by=world.staff(Role.OWNER))
    with refused(Invalid, "Enter a whole number of pieces", "stock"):
        create_product(Entered("JUG-3", "Jug", "1", "EUR", stock="some"), by=world.staff(Role.OWNER))
