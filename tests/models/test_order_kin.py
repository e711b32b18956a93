"""The orders that one came from and that came of one are told with it, looked up by their indexes."""

import pytest
from sqlalchemy import text

from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models.order_kin import Kin
from dashboard.models.order_seen import whole_seen
from tests import world
from tests.kinds import only
from tests.pages.queries import queries


@pytest.fixture
def reordered(app):
    """The order that is back in its cart, and one that was ordered anew from it, by code."""
    with app.app_context():
        with writing():
            returned, later = world.order(world.RETURNED_TO_CART), world.order(world.UNPAID)
            later.reordered_from_id = returned.id
        return returned.code, later.code


def test_each_knows_the_other_and_no_third_one_does(app, reordered):
    returned, later = reordered
    with app.app_context():
        told = {code: whole_seen(db.session(), code).kin for code in (*reordered, world.PAID, world.CANCELED)}
    assert told == {returned: Kin(None, later), later: Kin(returned, None), world.PAID: Kin(), world.CANCELED: Kin()}


@only("sqlite")
def test_no_order_is_looked_through_for_them(app, reordered):
    with app.app_context():
        for code in reordered:
            with queries(app) as sent:
                whole_seen(db.session(), code)
            plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {sent[0].replace('?', '7')}")).all()
            assert all("SCAN" not in row.detail for row in plan), plan
