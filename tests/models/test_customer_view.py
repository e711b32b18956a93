"""An account that is looked at is the one that a session would have loaded; so are those that a guest looks like."""

from sqlalchemy import inspect, select

from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Customer
from dashboard.models.customer_view import customer_by_id, seen_customer
from dashboard.models.lookalikes import alike, lookalikes
from tests import world


def told(thing):
    """The columns of an object."""
    return {attribute.key: getattr(thing, attribute.key) for attribute in inspect(type(thing)).column_attrs}


def test_every_account_is_seen_as_a_session_loads_it(app):
    with app.app_context():
        for number in db.session.scalars(select(Customer.id)).all():
            loaded, (seen, merged) = customer_by_id(db.session(), number), seen_customer(db.session(), number)
            assert (told(seen), [told(part) for part in seen.spend], merged) == (
                told(loaded),
                [told(part) for part in loaded.spend],
                False,
            )
        assert seen_customer(db.session(), 999_999) is None


def test_what_was_merged_into_an_account_is_known_of_it_alone(app):
    with app.app_context():
        with writing():
            kate, chloe = world.customer(world.KATE), world.customer(world.CHLOE)
            chloe.merged_into_id = kate.id
        assert [seen_customer(db.session(), one.id)[1] for one in (kate, chloe)] == [True, False]


def test_lookalikes_are_the_same_in_short_and_in_full(app):
    with app.app_context():
        for code in (world.GUEST, world.GUEST_PHONE, world.TEST):
            order = world.order(code)
            full = [(account.id, account.name, reason) for account, reason in alike(db.session(), order)]
            assert [tuple(one) for one in lookalikes(db.session(), order)] == full, code
        assert lookalikes(db.session(), world.order(world.GUEST))
