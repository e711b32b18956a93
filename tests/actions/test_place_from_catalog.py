"""Orders straight from a catalog: whose they may be, once, at the price that was seen; a refusal leaves nothing."""

import pytest
from sqlalchemy import func, select

from dashboard.actions.make_order_link import make_order_link
from dashboard.actions.once import Submission
from dashboard.actions.place_from_catalog import Ordered, place_by_link, place_for_buyer
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Vanished
from dashboard.core.statuses import Route
from dashboard.extensions import db
from dashboard.models import Activity, Catalog, Message, Order, Product
from tests import world

GUEST = Person("buyer", None, "Guest")


@pytest.fixture
def winter(app):
    """The catalog's id and link, a mug's id, and Kate."""
    with app.app_context():
        number = db.session.scalar(select(Catalog.id).where(Catalog.name == "Winter"))
        make_order_link(number, by=COMMAND)
        mug = db.session.scalar(select(Product.id).where(Product.sku == world.MUG))
        kate = world.customer(world.KATE)
        token = db.session.scalar(select(Catalog.token).where(Catalog.id == number))
        yield number, token, mug, Person("buyer", kate.id, kate.name)


def rows():
    """What a placed order adds to."""
    return [db.session.scalar(select(func.count()).select_from(kind)) for kind in (Order, Activity, Message)]


@pytest.mark.feature("D2")
def test_once_and_at_the_price_that_was_seen(winter):
    _, token, mug, kate = winter
    new, once = Ordered({mug: 2}, kate.id), Submission("k" * 20, "d")
    placed = place_by_link(token, new, by=kate, agreed=1900, once=once)
    after = rows()
    with pytest.raises(Replayed) as again:
        place_by_link(token, new, by=kate, agreed=1900, once=once)
    assert again.value.result == placed
    with pytest.raises(KeyReused):
        place_by_link(token, new, by=kate, agreed=1900, once=Submission("k" * 20, "other"))
    with pytest.raises(Invalid, match=r"it comes to 19\.00 EUR now"):
        place_by_link(token, new, by=kate, agreed=1800)
    assert rows() == after
    order = world.order(placed["code"])
    assert (order.route, order.account_id, order.total) == (Route.ORDER_LINK, kate.id, 1900)


@pytest.mark.feature("D2")
def test_what_is_refused_leaves_nothing(winter):
    number, token, mug, kate = winter
    other, before = world.customer(world.CHLOE).id, rows()
    guest = Ordered({mug: 1}, name="Ada", email="ada@mail.example")
    with pytest.raises(Vanished):
        place_by_link("unknown", guest, by=GUEST)
    with pytest.raises(Vanished):
        place_by_link("", guest, by=GUEST)
    for person in (GUEST, kate):  # nobody orders for somebody else by a link
        with pytest.raises((Vanished, Invalid)):
            place_by_link(token, Ordered({mug: 1}, other), by=person)
    with pytest.raises(Invalid):
        place_by_link(token, Ordered({}, name="Ada", email="ada@mail.example"), by=GUEST)
    with pytest.raises(Invalid):
        place_by_link(token, Ordered({10**9: 1}, name="Ada", email="ada@mail.example"), by=GUEST)
    for role in (Role.FULFILMENT, Role.VIEWER):
        with pytest.raises(NotPermitted):
            place_for_buyer(number, Ordered({mug: 1}, kate.id), by=world.staff(role))
    with pytest.raises(NotPermitted):
        place_for_buyer(number, Ordered({mug: 1}, kate.id), by=kate)
    with pytest.raises(Vanished):
        place_for_buyer(10**9, Ordered({mug: 1}, kate.id), by=world.staff(Role.SUPPORT))
    assert rows() == before
