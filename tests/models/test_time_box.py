"""A query that takes too long is given up, and the transaction goes on."""

import pytest
from sqlalchemy import func, literal, select, text

from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Customer, Order
from dashboard.models.time_box import TooLong, time_box

ENDLESS = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr("dashboard.models.time_box.MILLISECONDS", 5)


def orders():
    return db.session.scalar(select(func.count()).select_from(Order))


def test_what_takes_too_long_is_given_up_and_the_next_query_answers(short):
    before = orders()
    for _ in range(2):
        with pytest.raises(TooLong), time_box(db.session()) as connection:
            connection.execute(text(ENDLESS))
        assert orders() == before


def test_what_does_not_answers_and_leaves_no_bound_behind():
    session = db.session()
    before = session.scalar(text("SHOW statement_timeout")) if postgresql() else None
    with time_box(session) as connection:
        assert connection.scalar(select(literal(7))) == 7
    assert (session.scalar(text("SHOW statement_timeout")) if postgresql() else None) == before


def test_inside_a_change_nothing_is_lost(short):
    with writing() as session:
        session.add(Customer(name="New", name_key="new"))
        session.flush()
        with pytest.raises(TooLong), time_box(session) as connection:
            connection.execute(text(ENDLESS))
    assert db.session.scalar(select(Customer.name).where(Customer.name_key == "new")) == "New"


def test_another_fault_is_not_taken_for_it():
    with pytest.raises(Exception, match="no_such_table"), time_box(db.session()) as connection:
        connection.execute(text("SELECT 1 FROM no_such_table"))


def postgresql():
    return db.session.get_bind().dialect.name == "postgresql"
