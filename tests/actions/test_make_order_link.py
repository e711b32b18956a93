"""A catalog's order link is made, replaced and ended in the store's log; a refusal leaves no line."""

import pytest
from sqlalchemy import select

from dashboard.actions.end_order_link import end_order_link
from dashboard.actions.make_order_link import make_order_link
from dashboard.actions.once import Submission
from dashboard.core.person import Role
from dashboard.core.refusals import KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.extensions import db
from dashboard.models import Catalog, Store
from tests import world
from tests.actions.people import store_log


def tokens():
    """The links of all catalogs."""
    return [token for token in db.session.scalars(select(Catalog.token)) if token]


@pytest.mark.feature("D2")
def test_made_replaced_and_ended(app):
    with app.app_context():
        by, number = world.staff(Role.MANAGER), db.session.scalar(select(Catalog.id).where(Catalog.name == "Winter"))
        once = Submission("k" * 20, "d")
        make_order_link(number, by=by, once=once)
        with pytest.raises(Replayed):
            make_order_link(number, by=by, once=once)
        with pytest.raises(KeyReused):
            make_order_link(number, by=by, once=Submission("k" * 20, "other"))
        [first] = tokens()
        assert len(first) == 32
        make_order_link(number, by=by)
        [second] = tokens()
        assert first != second
        end_order_link(number, by=by)
        assert tokens() == []
        lines = [(line.verb, line.text["catalog"]) for line in store_log()[-3:]]
        assert lines == [(f"order_link_{verb}", "Winter") for verb in ("made", "replaced", "ended")]
        assert not any(first in str(line.text) or second in str(line.text) for line in store_log())


def test_what_is_refused_leaves_no_line(app):
    with app.app_context():
        number, owner = db.session.scalar(select(Catalog.id)), world.staff(Role.OWNER)
        seen = db.session.get_one(Store, 1).version
        make_order_link(number, by=owner)
        before = (tokens(), store_log())
        for role in (Role.FULFILMENT, Role.SUPPORT, Role.VIEWER):
            for act in (make_order_link, end_order_link):
                with pytest.raises(NotPermitted):
                    act(number, by=world.staff(role))
        for act in (make_order_link, end_order_link):
            with pytest.raises(Stale):
                act(number, by=owner, seen=seen)
            with pytest.raises(Vanished):
                act(10**9, by=owner)
        assert (tokens(), store_log()) == before
        end_order_link(number, by=owner)
        with pytest.raises(WrongState):
            end_order_link(number, by=owner)
