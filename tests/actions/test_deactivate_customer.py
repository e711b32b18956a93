"""Deactivate a customer: what it owns stays, nothing new comes, nobody gets in."""

import pytest

from dashboard.actions.deactivate_customer import deactivate_customer
from dashboard.core.person import Role
from dashboard.core.refusals import Vanished, WrongState
from dashboard.database import now
from tests import world
from tests.actions.accounts import open_link, open_links, told
from tests.actions.test_change import broken, refused, spent
from tests.actions.test_reassign import give


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("L6")
def test_it_owns_what_it_had_and_gets_no_more():
    open_link(world.KATE)
    at, number = now(), world.customer(world.KATE).id
    assert deactivate_customer(number, by=world.staff(Role.SUPPORT), at=at) == {"name": world.KATE}
    kate = world.customer(world.KATE)
    assert (kate.deactivated_at, kate.can_own, open_links(world.KATE)) == (at, False, 0)
    assert spent(world.KATE) == {"EUR": (800, 2)}
    assert told(world.KATE)[-1] == "Sofia Lund deactivated this account"
    with refused(Vanished, "Kate Wong’s account is closed.", "q"):
        give(world.PAID, world.KATE)
    with refused(WrongState, "Kate Wong is deactivated already."):
        deactivate_customer(number, by=world.staff(Role.SUPPORT))
    assert broken() == []
