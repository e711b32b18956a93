"""Erase a guest: every guest order with the contact loses it; nobody with an account is erased like this."""

from pathlib import Path

import pytest

from dashboard.actions.edit_customer import Details, edit_customer
from dashboard.actions.erase_guest import erase_guest
from dashboard.actions.once import Submission
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from tests import world
from tests.actions.test_change import broken, refused
from tests.actions.test_erase_customer import finish, left_of, sums

KEY, OTHER = Submission("g" * 32, "d" * 64), Submission("g" * 32, "e" * 64)


def erase(code: str = world.GUEST_PHONE, typed: str = world.KENJI_PHONE, role: Role = Role.MANAGER, **options):
    """Erase as the manager would."""
    return erase_guest(code, typed, Path("/nowhere"), by=world.staff(role), **options)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.fixture
def nobodys() -> None:
    """The guest's number is no account's, and the order is done."""
    edit_customer(world.customer(world.KENJI).id, Details("K. W.", "k@x.example", ""), by=COMMAND, region="JP")
    finish(world.GUEST_PHONE)


@pytest.mark.feature("R13")
def test_nothing_of_theirs_is_left_on_their_orders(nobodys):
    before = sums()
    assert erase() == {
        "code": world.GUEST_PHONE,
        "orders": 2,
    }  # one that the account placed when the number was its own
    order = world.order(world.GUEST_PHONE)
    assert (order.customer_name, order.customer_phone, order.guest_key) == ("", None, f"o:{order.id}")
    left = left_of("Kenji", world.KENJI_PHONE, "+819012345678")
    # What the account's own log says of its former number is the account's.
    assert {table for _, table in left} <= {"activities", "customers", "customer_doc"}
    assert (sums(), broken()) == (before, [])


def test_refusals(nobodys):
    version = world.order(world.GUEST_PHONE).version
    with refused(NotPermitted, "Your role (Support) may not erase customers."):
        erase(role=Role.SUPPORT)
    with refused(Invalid, f"Type “{world.KENJI_PHONE}” to confirm.", "confirm"):
        erase(typed="Kenji")
    with refused(Vanished, "There is no order OD-999 any more."):
        erase("OD-999")
    with refused(WrongState, "OD-1 belongs to an account."):
        erase(world.PAID)
    with refused(WrongState, "Kate Wong has an account with this contact."):
        erase(world.GUEST, world.KATE_EMAIL)
    with refused(Stale, "This order was changed meanwhile."):
        erase(seen=version - 1)
    erase()
    with refused(WrongState, "Nothing is known of this guest."):
        erase()


def test_what_is_open_is_said_first():
    edit_customer(world.customer(world.KENJI).id, Details("K. W.", "k@x.example", ""), by=COMMAND, region="JP")
    with refused(WrongState, "OD-5 is not sent yet."):
        erase()


def test_the_same_submit_twice_has_one_effect(nobodys):
    seen = world.order(world.GUEST_PHONE).version
    first = erase(seen=seen, once=KEY)
    with refused(Replayed) as again:
        erase(seen=seen, once=KEY)
    assert again.value.result == first
    with refused(KeyReused):
        erase(once=OTHER)
