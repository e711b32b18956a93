"""The orders that one came from and that came of one are looked up by their indexes, and others are not asked about."""

import pytest
from sqlalchemy import text

from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models.order_kin import Kin, kin
from dashboard.models.order_seen import whole_seen
from tests import world
from tests.kinds import only
from tests.pages.queries import queries


@pytest.fixture
def reordered(app):
    """The order that is back in its cart, and one that was ordered anew from it, by id."""
    with app.app_context():
        with writing():
            returned, later = world.order(world.RETURNED_TO_CART), world.order(world.UNPAID)
            later.reordered_from_id = returned.id
        return returned.code, later.code


def test_each_knows_the_other_and_nobody_else_asks(app, reordered):
    returned, later = reordered
    with app.app_context():
        assert kin(db.session(), world.order(returned)) == Kin(None, later)
        assert kin(db.session(), world.order(later)) == Kin(returned, None)
        other = world.order(world.PAID)
        with queries(app) as sent:
            assert kin(db.session(), other) == Kin()
        assert not sent


def test_an_order_that_is_looked_at_brings_them_along(app, reordered):
    with app.app_context():
        for code in (*reordered, world.PAID, world.CANCELED):
            assert whole_seen(db.session(), code).kin == kin(db.session(), world.order(code)), code


@only("sqlite")
def test_no_order_is_looked_through_for_them(app, reordered):
    with app.app_context():
        for code in reordered:
            order = world.order(code)
            with queries(app) as sent:
                kin(db.session(), order)
            plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {sent[0].replace('?', '7')}")).all()
            assert all("SCAN" not in row.detail for row in plan), plan
