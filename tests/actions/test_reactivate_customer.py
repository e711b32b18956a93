"""Reactivate a customer: as it was before, password included."""

import pytest

from dashboard.actions.deactivate_customer import deactivate_customer
from dashboard.actions.reactivate_customer import reactivate_customer
from dashboard.core.person import Role
from dashboard.core.refusals import WrongState
from tests import world
from tests.actions.accounts import told
from tests.actions.test_change import broken, refused
from tests.actions.test_reassign import give


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("L6")
def test_it_can_own_orders_again():
    sofia, number, hashed = (
        world.staff(Role.SUPPORT),
        world.customer(world.KATE).id,
        world.customer(world.KATE).password_hash,
    )
    deactivate_customer(number, by=sofia)
    assert reactivate_customer(number, by=world.staff(Role.SUPPORT)) == {"name": world.KATE}
    kate = world.customer(world.KATE)
    assert (kate.deactivated_at, kate.password_hash) == (None, hashed)
    assert told(world.KATE)[-1] == "Sofia Lund reactivated this account"
    give(world.PAID, world.KATE)
    with refused(WrongState, "Kate Wong is active already."):
        reactivate_customer(number, by=world.staff(Role.SUPPORT))
    assert broken() == []
