"""Test orders: full, marked, in no sum, told to no customer, and gone without a trace."""

from random import Random

import pytest
from sqlalchemy import func, select

from dashboard.actions.change import change
from dashboard.actions.create_test import create_test
from dashboard.actions.delete import delete
from dashboard.actions.link import link
from dashboard.actions.once import Submission
from dashboard.actions.purge_tests import CHUNK, purge_tests
from dashboard.actions.stock import move
from dashboard.core.guards import Action
from dashboard.core.made_up import PEOPLE
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.core.stock import StockReason
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Activity, Message, Note, Order, OrderDoc, Product, Store
from dashboard.models.trial_orders import count_tests, possible
from tests import world
from tests.actions.goods import moved, product
from tests.actions.people import SHOP, store_log
from tests.actions.test_change import broken, everything, log, refused, spent, touch

pytestmark = pytest.mark.feature("U3")
KEY, OTHER = Submission("t" * 32, "d" * 64), Submission("t" * 32, "e" * 64)
LEFT = {"activities", "once", "store", "counters"}  # what a test order that is gone leaves behind: that it was


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def made(by=COMMAND, **options):
    """A test order, as the dice fall."""
    return world.order(create_test(by=by, dice=Random(7), **options)["code"])


def test_it_is_a_full_order_of_somebody_who_does_not_exist():
    order = made(by=world.staff(Role.SUPPORT))
    assert order.code.startswith("TEST-")
    assert (order.is_test, order.owner) == (True, None)
    assert order.customer_name in {person.name for person in PEOPLE}
    assert order.customer_email.endswith("@test.example")
    assert order.shipping_address["name"] == order.customer_name
    assert order.lines
    assert order.total == sum(line.total for line in order.lines) + order.shipping
    assert [line.verb for line in log(order.code)] == ["placed"]
    assert broken() == []


@pytest.mark.feature("U1", "U3")
def test_the_store_gets_the_usual_e_mail_and_nobody_else_does():
    order = made(by=world.staff(Role.SUPPORT))
    [letter] = db.session.scalars(select(Message).where(Message.order_id == order.id))
    assert (letter.recipient, letter.event) == (db.session.get_one(Store, 1).email, "new_order")
    assert order.code in letter.subject


def test_a_shop_without_products_gets_samples():
    with writing() as session:
        for one in session.scalars(select(Product)):
            one.archived_at = one.archived_at or session.scalar(select(func.max(Activity.at)))
    assert {line.name.split()[0] for line in made().lines} == {"Sample"}
    assert broken() == []


def test_until_there_is_a_real_order_or_as_the_shop_has_it_set():
    with writing() as session:
        session.get_one(Store, 1).test_orders = False
    assert not possible(db.session(), db.session.get_one(Store, 1))
    with refused(WrongState, "Real orders are here, and test orders are off."):
        create_test(by=world.staff(Role.OWNER))


def test_it_goes_with_everything_of_it():
    before, spend, shelf = everything(), spent(world.KATE), moved()
    order = made()
    code = order.code
    link(code, world.customer(world.KATE).id, by=COMMAND, shop=SHOP)
    with change(code, Action.NOTE, by=COMMAND) as under_way:
        under_way.session.add(Note(order_id=order.id, author="x", text="secret word"))
        under_way.record("note_added")
        first = under_way.order.lines[0]
        first.product_id = product().id
        under_way.session.flush()
        under_way.session.expire(under_way.order, ["lines"])
        move(under_way, {first.id: -2}, StockReason.FULFILLED)
    assert (product().stock, moved(), spent(world.KATE)) == (140, shelf, spend)  # a test order moves none
    assert broken() == []
    delete(code, by=world.staff(Role.MANAGER), seen=world.order(code).version)
    assert (product().stock, moved(), spent(world.KATE)) == (140, shelf, spend)
    after = everything()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= LEFT | {"customers"}, changed
    assert db.session.scalar(select(func.count()).select_from(OrderDoc).where(OrderDoc.doc.like("%secret word%"))) == 0
    assert store_log()[-1].text == {"orders": f"1 test order ({code})"}
    assert broken() == []
    assert made().code != code  # a code is never used again


def test_twice_is_once():
    olga = world.staff(Role.OWNER)
    code = create_test(by=olga, once=KEY)["code"]
    with refused(Replayed):
        create_test(by=olga, once=KEY)
    with refused(KeyReused, "This form was already submitted"):
        create_test(by=olga, once=OTHER)
    gone = Submission("g" * 32, "d" * 64)
    delete(code, by=olga, once=gone)
    with refused(Replayed) as again:
        delete(code, by=olga, once=gone)
    assert again.value.result == {"code": code}


def test_all_of_them_go_in_chunks(monkeypatch):
    monkeypatch.setattr("dashboard.actions.purge_tests.CHUNK", 2)
    for _ in range(3):
        made()
    real = db.session.scalar(select(func.count(Order.id)).where(Order.is_test.is_(False)))
    once = Submission("q" * 32, "d" * 64)
    assert purge_tests(by=world.staff(Role.MANAGER), once=once) == {"gone": 4}
    assert count_tests(db.session()) == 0
    assert db.session.scalar(select(func.count(Order.id))) == real
    assert [line.text["orders"] for line in store_log()[-2:]] == ["2 test orders", "2 test orders"]
    with refused(Replayed):
        purge_tests(by=world.staff(Role.MANAGER), once=once)
    with refused(WrongState, "There is no test order to delete."):
        purge_tests(by=world.staff(Role.MANAGER))
    assert broken() == []
    assert CHUNK > 2


def test_what_is_refused():
    for act in (lambda by: purge_tests(by=by), lambda by: delete(world.TEST, by=by)):
        with refused(NotPermitted, "Your role (Support) may not use “Delete order”."):
            act(world.staff(Role.SUPPORT))
    with refused(NotPermitted, "Your role (Fulfilment) may not place orders for buyers."):
        create_test(by=world.staff(Role.FULFILMENT))
    with refused(WrongState, "Only test orders"):
        delete(world.PAID, by=world.staff(Role.OWNER))
    with refused(Vanished, "There is no order TEST-99 any more."):
        delete("TEST-99", by=world.staff(Role.OWNER))
    seen = world.order(world.TEST).version
    touch(world.TEST, "archived")
    with refused(Stale, "This order was changed meanwhile"):
        delete(world.TEST, by=world.staff(Role.OWNER), seen=seen)
