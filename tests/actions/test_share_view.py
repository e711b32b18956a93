"""Share a view of one's own with everyone."""

import pytest

from dashboard.actions.share_view import share_view
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, NotPermitted
from dashboard.core.views import MOST
from tests import world
from tests.actions.people import standing
from tests.actions.views import PAID, many, saved, seen_by

pytestmark = pytest.mark.feature("U2")


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def refused(number, role, kind=Invalid):
    before = standing()
    with pytest.raises(kind) as refusal:
        share_view(number, by=world.staff(role))
    assert standing() == before
    return refusal.value.sentence


def test_everyone_sees_it_last_of_the_shared_ones():
    saved(Role.MANAGER, "Gifts", shared=True)
    share_view(saved(Role.SUPPORT), by=world.staff(Role.SUPPORT))
    assert seen_by(Role.VIEWER) == [("Gifts", PAID, True), ("Pickup", PAID, True)]


def test_viewers_share_nothing():
    assert "may not share views" in refused(saved(Role.VIEWER), Role.VIEWER, NotPermitted)


def test_what_is_shared_already():
    assert refused(saved(Role.OWNER, shared=True), Role.OWNER) == "This view is shared already."


def test_a_name_that_another_shared_first():
    mine = saved(Role.SUPPORT)
    saved(Role.MANAGER, shared=True)
    assert refused(mine, Role.SUPPORT) == "There is a view “Pickup” already. Choose another name."


def test_there_can_be_too_many():
    mine = saved(Role.SUPPORT)
    many(Role.OWNER, MOST, shared=True)
    assert refused(mine, Role.SUPPORT) == f"There are {MOST} shared views already. Delete one first."
