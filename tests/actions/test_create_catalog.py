"""Catalogs: made, renamed, filled at prices of their own or the products', and emptied again."""

import pytest

from dashboard.actions.add_to_catalog import add_to_catalog
from dashboard.actions.archive_product import archive_product
from dashboard.actions.create_catalog import create_catalog
from dashboard.actions.once import Submission
from dashboard.actions.rename_catalog import rename_catalog
from dashboard.actions.take_from_catalog import take_from_catalog
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished
from dashboard.extensions import db
from dashboard.models import Store
from dashboard.models.catalog_view import all_catalogs, offered_in
from tests import world
from tests.actions.goods import product
from tests.actions.people import store_log
from tests.actions.test_change import broken, refused

KEY, OTHER = Submission("c" * 32, "d" * 64), Submission("c" * 32, "e" * 64)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.fixture
def spring():
    """The id of a new catalog."""
    return create_catalog(" The  Spring ", by=milan())["id"]


def milan():
    """Who changes what is sold."""
    return world.staff(Role.MANAGER)


def put(number, price="", sku=world.MUG, **options):
    """Offer a product in it."""
    return add_to_catalog(number, product(sku).id, price, by=milan(), **options)


def there(number):
    """What it offers: each SKU with the price it has there."""
    found = offered_in(db.session(), number, "", None)
    return {row.sku: found.prices.get(row.id) for row in found.page.rows}


def last():
    """The last line of the shop's log."""
    line = store_log()[-1]
    return line.verb, {name: text for name, text in line.text.items() if not name.endswith("_id")}


def test_made_renamed_filled_and_emptied(spring):
    assert last() == ("catalog_created", {"catalog": "The Spring"})
    assert rename_catalog(spring, "Spring", by=milan()) == {"old": "The Spring", "catalog": "Spring"}
    told = put(spring, "8.50")
    assert told == {"product": "Stoneware mug, Sage", "price": "8.50 EUR", "new": True, "catalog": "Spring"}
    assert put(spring, sku=world.CANDLE)["price"] == "its own price, 14.00 EUR"
    assert there(spring) == {world.MUG: 850, world.CANDLE: None}
    assert put(spring, "")["new"] is False
    assert last()[0] == "catalog_priced"
    assert there(spring)[world.MUG] is None
    take_from_catalog(spring, product().id, by=milan())
    assert last() == ("catalog_reduced", {"catalog": "Spring", "product": "Stoneware mug, Sage"})
    assert (there(spring), broken()) == ({world.CANDLE: None}, [])
    assert [(row.name, row.products) for row in all_catalogs(db.session()) if row.id == spring] == [("Spring", 1)]


def test_what_is_refused(spring):
    for name in ("the spring", " THE SPRING ", "Winter"):
        with refused(Invalid, "There is a catalog “", "name"):
            create_catalog(name, by=milan(), once=KEY)
    for name in ("", "\0", "x" * 201):
        with refused(Invalid, field="name"):
            create_catalog(name, by=milan(), once=KEY)
    with refused(Invalid, "The catalog is called that already.", "name"):
        rename_catalog(spring, "The Spring", by=milan(), once=KEY)
    with refused(Invalid, "There is a catalog “Winter” already.", "name"):
        rename_catalog(spring, "winter", by=milan(), once=KEY)
    put(spring, "8.50")
    with refused(Invalid, "It is offered at that price already.", "price"):
        put(spring, "8.50", once=KEY)
    for price in ("x", "-1", "1.005"):
        with refused(Invalid, field="price"):
            put(spring, price, once=KEY)
    archive_product(product(world.TOWEL).id, by=COMMAND)
    for number, why in ((product(world.TOWEL).id, "Linen tea towel"), (None, "Choose a product."), (10**9, "Choose")):
        with refused(Invalid, why, "product_q"):
            add_to_catalog(spring, number, by=milan(), once=KEY)
    with refused(Vanished, "This product is not in the catalog any more."):
        take_from_catalog(spring, product(world.CANDLE).id, by=milan(), once=KEY)
    with refused(Vanished, "There is no such catalog any more."):
        rename_catalog(10**9, "X", by=milan(), once=KEY)


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.FULFILMENT, Role.VIEWER])
def test_who_may_not(spring, role):
    by, mug = world.staff(role), product().id
    for act in (
        lambda: create_catalog("X", by=by),
        lambda: rename_catalog(spring, "X", by=by),
        lambda: add_to_catalog(spring, mug, by=by),
        lambda: take_from_catalog(spring, mug, by=by),
    ):
        with refused(NotPermitted, f"Your role ({role.label}) may not change products."):
            act()


def test_stale_by_what_was_done_to_this_one_and_twice(spring):
    seen = db.session.get_one(Store, 1).version
    create_catalog("Another", by=milan())
    first = put(spring, "8.50", seen=seen, once=KEY)
    with refused(Replayed) as caught:
        put(spring, "8.50", seen=seen, once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        put(spring, "8.50", once=OTHER)
    with refused(Stale, "This was changed meanwhile."):
        rename_catalog(spring, "Summer", by=milan(), seen=seen)
