"""Delete a saved view."""

import pytest

from dashboard.actions.delete_view import delete_view
from dashboard.core.person import Role
from tests import world
from tests.actions.views import PAID, saved, seen_by

pytestmark = pytest.mark.feature("U2")


def test_it_is_gone_for_all_and_its_name_is_free(app):
    with app.app_context():
        number = saved(Role.SUPPORT, shared=True)
        assert delete_view(number, by=world.staff(Role.OWNER)) == {"name": "Pickup", "query": PAID}
        assert seen_by(Role.SUPPORT) == []
        saved(Role.VIEWER, "Pickup")
