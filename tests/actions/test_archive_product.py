"""A product is put away and fetched back; orders that hold it keep it."""

import pytest

from dashboard.actions.archive_product import archive_product
from dashboard.actions.once import Submission
from dashboard.actions.unarchive_product import unarchive_product
from dashboard.core.person import Role
from dashboard.core.refusals import NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.extensions import db
from dashboard.models.product_list import offered
from tests import world
from tests.actions.goods import product
from tests.actions.people import store_log
from tests.actions.test_change import broken, refused

KEY = Submission("f" * 32, "d" * 64)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def test_it_goes_and_comes_back():
    number, manager = product().id, world.staff(Role.MANAGER)
    assert archive_product(number, by=manager, seen=1)["name"] == "Stoneware mug, Sage"
    assert offered(db.session(), "mug", 9) == []
    assert unarchive_product(number, by=manager, seen=2)["id"] == number
    assert [one.id for one in offered(db.session(), "mug", 9)] == [number]
    assert [line.verb for line in store_log()[-2:]] == ["product_archived", "product_unarchived"]
    assert broken() == []


def test_what_is_refused():
    number, manager = product().id, world.staff(Role.MANAGER)
    with refused(WrongState, "This product is not archived."):
        unarchive_product(number, by=manager)
    archive_product(number, by=manager, once=KEY)
    with refused(Replayed):
        archive_product(number, by=manager, once=KEY)
    with refused(WrongState, "This product is archived already."):
        archive_product(number, by=manager)
    with refused(Stale, "This product was changed meanwhile"):
        unarchive_product(number, by=manager, seen=1)
    with refused(NotPermitted, "Your role (Viewer) may not change products."):
        unarchive_product(number, by=world.staff(Role.VIEWER))
    with refused(Vanished, "There is no such product."):
        archive_product(10**9, by=manager)
