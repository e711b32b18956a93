"""Let a saved view show what the list shows now."""

import pytest

from dashboard.actions.update_view import update_view
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid
from dashboard.core.views import LONGEST_QUERY
from tests import world
from tests.actions.views import PAID, saved, seen_by

pytestmark = pytest.mark.feature("U2")


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def test_it_shows_another_list_under_the_same_name():
    number = saved(Role.SUPPORT, shared=True)
    update_view(number, "q=kate", by=world.staff(Role.SUPPORT))
    assert seen_by(Role.VIEWER) == [("Pickup", "q=kate", True)]


@pytest.mark.parametrize("query", [PAID, "q=" + "x" * LONGEST_QUERY])
def test_what_it_shows_already_and_what_it_cannot_keep(query):
    number = saved(Role.OWNER)
    with pytest.raises(Invalid):
        update_view(number, query, by=world.staff(Role.OWNER))
    assert seen_by(Role.OWNER) == [("Pickup", PAID, False)]
