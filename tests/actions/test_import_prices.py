"""A list of prices of a catalog: each row told before, then done, all at once."""

import pytest

from dashboard.actions.archive_product import archive_product
from dashboard.actions.create_catalog import create_catalog
from dashboard.actions.import_prices import import_prices, plan
from dashboard.actions.import_products import digest, tally
from dashboard.actions.once import Submission
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished
from dashboard.extensions import db
from tests import world
from tests.actions.goods import product
from tests.actions.test_change import broken, refused
from tests.actions.test_create_catalog import last, milan, put, there

KEY, OTHER = Submission("p" * 32, "d" * 64), Submission("p" * 32, "e" * 64)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.fixture
def spring():
    """A catalog with a mug at 8.50 and a candle at its own price."""
    number = create_catalog("Spring", by=milan())["id"]
    put(number, "8.50")
    put(number, sku=world.CANDLE)
    return number


def rows(*said):
    """Rows of a list: SKU and price."""
    return [{"row": at, "sku": sku, "price": price} for at, (sku, price) in enumerate(said, start=2)]


LIST = rows(
    (world.MUG, "9"), (world.CANDLE, ""), (world.BOWL, "17,50"), (world.SPOON, ""), (world.MUG, "1"), ("X", "1")
)


def brought(number, found=LIST, seen=None, once=None, by=None):
    """Import what was previewed."""
    seen = seen or digest(plan(db.session(), found, number))
    return import_prices(number, found, "spring.csv", seen, by=by or milan(), once=once)


def test_each_row_is_told_and_done(spring):
    found = plan(db.session(), LIST, spring)
    assert [(one.outcome, one.told) for one in found] == [
        ("changed", "8.50 → 9.00"),
        ("same", ""),
        ("new", "17.50 EUR"),
        ("new", f"its own price, {product(world.SPOON).price / 100:.2f} EUR"),
        ("refused", f"The SKU {world.MUG} stands in row 2 already."),
        ("refused", "No product has the SKU X."),
    ]
    assert brought(spring) == tally(found) == {"new": 2, "changed": 1, "same": 1, "refused": 2}
    assert there(spring) == {world.MUG: 900, world.CANDLE: None, world.BOWL: 1750, world.SPOON: None}
    told = {"catalog": "Spring", "file": "spring.csv", "changes": "2 new, 1 changed, 2 refused"}
    assert (last(), broken()) == (("prices_imported", told), [])


def test_what_a_row_cannot_say(spring):
    archive_product(product(world.TOWEL).id, by=COMMAND)
    found = [
        {"row": 2, "sku": world.TOWEL, "price": "1"},
        {"row": 3, "sku": world.BOWL, "price": "x"},
        {"row": 4, "sku": world.SPOON, "price": "1", "currency": "jpy"},
        {"row": 5, "sku": ""},
        {"row": 6, "refused": "Row 6 has too many columns."},
    ]
    assert [one.told for one in plan(db.session(), found, spring)] == [
        "This product is archived: it is sold no more.",
        "Enter an amount in figures, such as 12.50.",
        "This product is priced in EUR.",
        "Enter the SKU of a product.",
        "Row 6 has too many columns.",
    ]
    with refused(Invalid, "Nothing in this file is new or different.", "file"):
        brought(spring, found, once=KEY)


def test_twice_is_once_and_what_changed_since_the_preview_is_told(spring):
    seen = digest(plan(db.session(), LIST, spring))
    brought(spring, seen=seen, once=KEY)
    with refused(Replayed):
        brought(spring, seen=seen, once=KEY)
    with refused(KeyReused):
        brought(spring, seen=seen, once=OTHER)
    with refused(Stale, "Prices were changed meanwhile."):
        brought(spring, seen=seen)
    with refused(NotPermitted, "Your role (Support) may not change products."):
        brought(spring, by=world.staff(Role.SUPPORT))
    with refused(Vanished, "There is no such catalog any more."):
        import_prices(10**9, LIST, "spring.csv", seen, by=milan())
