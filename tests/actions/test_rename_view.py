"""Give a saved view another name."""

import pytest

from dashboard.actions.rename_view import rename_view
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid
from tests import world
from tests.actions.views import PAID, saved, seen_by

pytestmark = pytest.mark.feature("U2")


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def test_the_name_changes_and_nothing_else():
    number = saved(Role.VIEWER)
    assert rename_view(number, " Gifts  today", by=world.staff(Role.VIEWER)) == {"name": "Gifts today", "query": PAID}
    assert seen_by(Role.VIEWER) == [("Gifts today", PAID, False)]
    rename_view(number, "gifts today", by=world.staff(Role.VIEWER))
    assert seen_by(Role.VIEWER) == [("gifts today", PAID, False)]


@pytest.mark.parametrize("name", ["", "Pickup", "other", "Unpaid", "x" * 41])
def test_a_name_that_cannot_be(name):
    number = saved(Role.OWNER)
    saved(Role.OWNER, "Other", shared=True)
    with pytest.raises(Invalid) as refused:
        rename_view(number, name, by=world.staff(Role.OWNER))
    assert refused.value.field == "name"
    assert ("Pickup", PAID, False) in seen_by(Role.OWNER)
