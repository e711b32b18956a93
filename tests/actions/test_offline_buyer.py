"""Offline buyer: the log-in ends, and comes back by a link."""

import pytest

from dashboard.actions.offline_buyer import offline_buyer
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid
from dashboard.database import now, writing
from tests import world
from tests.actions.accounts import open_link, open_links, told
from tests.actions.test_change import broken, refused
from tests.actions.test_reassign import SHOP, letters


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def turned(name, offline):
    return offline_buyer(world.customer(name).id, offline, by=world.staff(Role.SUPPORT), shop=SHOP)


def test_on_takes_password_and_links():
    open_link(world.KATE)
    assert turned(world.KATE, True) == {"name": world.KATE, "offline": True, "letter_to": None}
    kate = world.customer(world.KATE)
    assert (kate.offline_buyer, kate.password_hash, open_links(world.KATE)) == (True, None, 0)
    assert told(world.KATE)[-1] == "Sofia Lund made this account an offline buyer, without log-in"
    with refused(Invalid, "Kate Wong is an offline buyer already.", "offline"):
        turned(world.KATE, True)
    assert (letters(), broken()) == ([], [])


@pytest.mark.feature("R12")
def test_off_sends_a_link_by_mail_or_text():
    turned(world.KENJI, True)
    assert turned(world.KENJI, False)["letter_to"] == world.KENJI_PHONE
    assert turned(world.OFFLINE, False)["letter_to"] == world.OFFLINE_EMAIL
    assert [letter[:3] for letter in letters()] == [
        ("set_password", "sms", world.KENJI_PHONE), ("set_password", "email", world.OFFLINE_EMAIL),
    ]  # fmt: skip
    assert told(world.OFFLINE)[-1] == "Sofia Lund let this account log in again"
    with refused(Invalid, "Tomás Herrera logs in already.", "offline"):
        turned(world.OFFLINE, False)
    assert broken() == []


def test_off_sends_nothing_to_a_closed_account():
    with writing():
        world.customer(world.OFFLINE).deactivated_at = now()
    assert (turned(world.OFFLINE, False)["letter_to"], letters()) == (None, [])
