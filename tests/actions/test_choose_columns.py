"""Choose the columns of one's own order list."""

import pytest
from sqlalchemy import select

from dashboard.actions.choose_columns import choose_columns
from dashboard.core.columns import AS_THEY_COME, Column
from dashboard.core.person import Person, Role
from dashboard.core.refusals import NotPermitted
from dashboard.extensions import db
from dashboard.models import Staff
from tests import world
from tests.actions.people import standing

pytestmark = pytest.mark.feature("U2")


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def kept():
    query = select(Staff.name, Staff.order_columns).where(Staff.order_columns.is_not(None))
    return dict(db.session.execute(query).all())


def test_the_choice_is_kept_for_one_person_and_leaves_no_line():
    before, viewer = standing(), world.staff(Role.VIEWER)
    for _ in range(2):
        assert choose_columns(["total", "route", "nonsense"], by=viewer) == {Column.ROUTE, Column.TOTAL}
        assert kept() == {"Viktor Ek": "route total"}
    assert standing() == before


def test_none_at_all_is_a_choice_and_reset_is_none():
    viewer = world.staff(Role.VIEWER)
    choose_columns([], by=viewer)
    assert kept() == {"Viktor Ek": ""}
    assert choose_columns(None, by=viewer) == AS_THEY_COME
    assert kept() == {}


def test_buyers_choose_nothing():
    with pytest.raises(NotPermitted):
        choose_columns(["total"], by=Person("buyer", 1, "Kate Wong"))
    assert kept() == {}
