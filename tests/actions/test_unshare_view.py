"""Take a shared view back from the others."""

import pytest

from dashboard.actions.unshare_view import unshare_view
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid
from dashboard.core.views import MOST
from tests import world
from tests.actions.views import PAID, many, saved, seen_by

pytestmark = pytest.mark.feature("U2")


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.parametrize("by", [Role.SUPPORT, Role.OWNER])
def test_it_stays_with_its_maker_however_many_they_have(by):
    number = saved(Role.SUPPORT, shared=True)
    many(Role.SUPPORT, MOST)
    unshare_view(number, by=world.staff(by))
    assert seen_by(Role.SUPPORT)[-1] == ("Pickup", PAID, False)
    assert seen_by(Role.OWNER) == []


def test_what_is_not_shared():
    number = saved(Role.OWNER)
    with pytest.raises(Invalid, match="not shared"):
        unshare_view(number, by=world.staff(Role.OWNER))
