"""Total spend: reckoned anew from the orders an account owns, per currency, whatever stood there before."""

import pytest
from sqlalchemy import update

from dashboard.actions.lock import lock_customers
from dashboard.actions.spend import counted, recompute
from dashboard.core.person import Role
from dashboard.core.statuses import CancelReason, OrderState
from dashboard.database import writing
from dashboard.models import CustomerSpend, Order
from tests import world
from tests.actions.test_change import spent
from tests.actions.test_place import canceled, placed
from tests.actions.test_reassign import give


def reckoned(name):
    """The account's spend after a recompute."""
    with writing() as session:
        number = world.customer(name).id
        lock_customers(session, [number])
        recompute(session, number)
    return spent(name)


def behind_its_back(statement):
    with writing() as session:
        session.execute(statement)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("R13")
def test_the_cast():
    assert spent(world.CHLOE) == {"EUR": (4000 + 5000, 2)}
    assert spent(world.KATE) == {"EUR": (0 + 800, 2)}  # unpaid and archived count, canceled does not
    assert spent(world.OFFLINE) == {"EUR": (2800 - 1400, 1)}
    assert spent(world.KENJI) == {}  # returned to cart


@pytest.mark.feature("R13")
def test_each_currency_by_itself():
    for code, currency, paid, refunded in (
        ("SH-1", "JPY", 12000, 2000),
        ("SH-2", "JPY", 1, 0),
        ("SH-3", "KWD", 1500, 1500),
    ):
        placed(code, owner=world.KATE, currency=currency, total=paid, paid=paid, refunded=refunded)
    assert reckoned(world.KATE) == {"EUR": (800, 2), "JPY": (10001, 2), "KWD": (0, 1)}


def test_wrong_rows_and_rows_of_nothing_are_put_right():
    behind_its_back(update(CustomerSpend).values(amount=CustomerSpend.amount + 7, orders=9))
    with writing() as session:
        session.add(CustomerSpend(customer_id=world.customer(world.CHLOE).id, currency="JPY", amount=5, orders=1))
    assert reckoned(world.CHLOE) == {"EUR": (9000, 2)}
    assert spent(world.OFFLINE) == {"EUR": (1407, 9)}  # nobody else's is touched


@pytest.mark.feature("D7")
def test_an_order_counts_while_it_is_open_and_real():
    behind_its_back(
        update(Order)
        .where(Order.code == world.PAID)
        .values(state=OrderState.CANCELED, cancel_reason=CancelReason.OTHER)
    )
    assert reckoned(world.CHLOE) == {"EUR": (5000, 1)}
    behind_its_back(update(Order).where(Order.code == world.TWO_BOXES).values(state=OrderState.RETURNED_TO_CART))
    assert reckoned(world.CHLOE) == {}


def test_more_money_than_fits_in_32_bits():
    for number in range(3):
        placed(f"SH-{number}", owner=world.KENJI, total=2**31 - 1, paid=2**31 - 1, currency="VND")
    assert spent(world.KENJI) == {"VND": (3 * (2**31 - 1), 3)}


def test_one_orders_part_of_it():
    canceled("SH-1", owner=world.KATE, total=900, paid=900)
    placed("TEST-7", total=900, paid=900, is_test=True)
    codes = (world.PAID, world.REFUNDED, world.GUEST, world.UNPAID, world.RETURNED_TO_CART, "SH-1", "TEST-7")
    assert [counted(world.order(code)) for code in codes] == [4000, 1400, 2800, 0, 0, 0, 0]


@pytest.mark.feature("R13")
def test_the_accounts_of_one_person_come_together():
    """Kate ordered as a guest, and once by Chloe's account: reassigned, all of it is Kate's."""
    for code in (world.GUEST, world.PAID):
        give(code, world.KATE, world.staff(Role.SUPPORT))
    assert spent(world.KATE) == {"EUR": (800 + 2800 + 4000, 4)} == reckoned(world.KATE)
