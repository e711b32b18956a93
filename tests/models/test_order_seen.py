"""An order that is looked at is the one that a session would have loaded, part by part."""

from sqlalchemy import inspect

from dashboard.extensions import db
from dashboard.models.order_parts import LINES, PARTS, load_parts
from dashboard.models.order_seen import whole_order
from dashboard.models.order_view import order_by_code
from tests import world

BESIDE = ("owner", "catalog", "invoice", "cart")


def told(thing):
    """The columns of an object, None for none."""
    return thing and {attribute.key: getattr(thing, attribute.key) for attribute in inspect(type(thing)).column_attrs}


def all_of(order):
    """The columns of an order and of all that belongs to it."""
    lists = {name: [told(part) for part in getattr(order, name)] for name in PARTS}
    lines = {
        (name, part.id): sorted((told(line) for line in part.lines), key=str)
        for name in LINES
        for part in getattr(order, name)
    }
    spend = [told(part) for part in order.owner.spend] if order.owner else None
    return told(order), lists, lines, spend, {name: told(getattr(order, name)) for name in BESIDE}


def test_every_order_is_seen_as_a_session_loads_it(app):
    with app.app_context():
        for story in world.STORIES:
            loaded = order_by_code(db.session(), story.code)
            load_parts(db.session(), loaded, PARTS)
            assert all_of(whole_order(db.session(), story.code)) == all_of(loaded), story.code


def test_no_session_answers_for_what_is_seen(app):
    with app.app_context():
        order = whole_order(db.session(), world.PAID)
        things = [order, order.owner, *(part for name in PARTS for part in getattr(order, name))]
        assert [thing for thing in things if inspect(thing).session is not None] == []
        assert whole_order(db.session(), "OD-0") is None
