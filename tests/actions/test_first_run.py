"""The first run: one owner and one store, however many try; and the demo's orders in a store of one's own."""

from collections import Counter
from dataclasses import replace
from functools import partial

import flask_migrate
import pytest
from sqlalchemy import func, select

from dashboard.actions.first_run import Closed, FirstRun, first_run
from dashboard.actions.sign_in import WrongPassword, sign_in
from dashboard.checks.run import run
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid
from dashboard.demo import fill, shop
from dashboard.demo.look_around import look_around
from dashboard.extensions import db
from dashboard.models import Customer, Order, Staff, Store
from tests.actions.people import store_log
from tests.databases import application
from tests.faults.at_once import at_once
from tests.kinds import only

ANN = FirstRun("Ann Walker", "Ann@Quay.example", "Quay & Quill", "GB", "", "hash")


@pytest.fixture
def empty(empty_database, instance):
    """The application on a database that has tables and nothing in them."""
    with application(empty_database, instance) as made, made.app_context():
        flask_migrate.upgrade()
        yield made


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", " "),
        ("email", "no address"),
        ("store", ""),
        ("store", "x" * 201),
        ("region", "XX"),
        ("region", ""),
        ("currency", "DEM"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(app, field, typed):
    with app.app_context(), pytest.raises(Invalid) as refused:
        first_run(replace(ANN, **{field: typed}))
    assert refused.value.field == field


def test_a_desk_that_has_an_owner_gets_no_other(app):
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(Staff))
        for begin in (first_run, look_around):
            with pytest.raises(Closed):
                begin(ANN)
        assert db.session.scalar(select(func.count()).select_from(Staff)) == before
        assert db.session.get_one(Store, 1).version == 1


def test_the_owner_and_the_store_come_into_being_together(empty):
    owner = first_run(ANN)
    assert (owner.name, owner.email_key, owner.role) == ("Ann Walker", "ann@quay.example", Role.OWNER)
    store = db.session.get_one(Store, 1)
    assert (store.name, store.region, store.currency, store.zone) == ("Quay & Quill", "GB", "GBP", "Europe/London")
    assert store_log() == [("desk_opened", "Ann Walker", {"store": "Quay & Quill"})]
    assert run(db.session()).broken == []


def test_of_eight_who_begin_at_the_same_moment_one_becomes_the_owner(empty):
    def begin(number):
        with empty.app_context():
            try:
                first_run(replace(ANN, name=f"Owner {number}", email=f"owner{number}@x.example"))
            except Closed:
                return "closed"
            return "owner"

    db.session.rollback()
    assert Counter(at_once([partial(begin, number) for number in range(8)])) == {"owner": 1, "closed": 7}
    assert len(store_log()) == 1
    assert run(db.session()).broken == []


@only("sqlite")
def test_the_demo_in_a_store_of_ones_own_lets_nobody_in_with_a_published_password(empty, monkeypatch):
    monkeypatch.setattr(fill, "generated", lambda moment: [])
    monkeypatch.setattr("dashboard.demo.furnish.COUNTERS", {"orders": 10001, "tests": 10001})
    with pytest.raises(Invalid, match="demo store"):
        look_around(replace(ANN, email=" Jonas@harbour.example"))
    owner = look_around(ANN)
    assert db.session.get_one(Store, 1).name == "Quay & Quill"
    assert db.session.scalar(select(func.count()).select_from(Order)) == len(fill.CAST) + 1
    cast = db.session.scalars(select(Staff).where(Staff.id != owner.id)).all()
    assert {(one.active, one.password_hash) for one in cast} == {(False, None)}
    assert not db.session.scalar(select(func.count()).where(Customer.password_hash.is_not(None)))
    for colleague in shop.STAFF:
        with pytest.raises(WrongPassword):
            sign_in(db.session(), colleague.email, shop.STAFF_PASSWORD, host="h", device="")
    assert run(db.session()).broken == []


@only("sqlite")
@pytest.mark.feature("U3")
@pytest.mark.parametrize("wanted", [True, False])
def test_whether_test_orders_are_allowed_beside_real_ones_is_asked(empty, wanted):
    first_run(replace(ANN, test_orders=wanted))
    assert db.session.get_one(Store, 1).test_orders is wanted
