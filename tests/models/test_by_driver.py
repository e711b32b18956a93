"""Queries that are sent by the driver itself: the same rows, the same errors, heard by whoever listens.

And they are alike for all values, whether PostgreSQL keeps their plan or not.
"""

import pytest
from sqlalchemy import Integer, String, bindparam, event, literal_column, select
from sqlalchemy.exc import DBAPIError

from dashboard.extensions import db
from dashboard.models import Activity, Customer, Order, Refund, Shipment
from dashboard.models.by_driver import compiled
from dashboard.models.order_seen import with_parts
from dashboard.models.order_view import log_of
from dashboard.models.reading import rows_of


@pytest.mark.parametrize("model", [Order, Customer, Activity, Refund, Shipment])
def test_values_are_what_the_columns_say(app, model):
    query = select(*model.__table__.c).order_by(model.id)
    with app.app_context():
        told = rows_of(db.session(), query)
        assert told == [tuple(row) for row in db.session.execute(query)]


@pytest.mark.parametrize(("query", "values"), [(with_parts(), {"order_id": 1}), (log_of(), {"order_id": 1})])
def test_so_they_are_in_the_queries_of_a_page(app, query, values):
    with app.app_context():
        told = rows_of(db.session(), query, values)
        assert told == [tuple(row) for row in db.session.execute(query, values)]
        assert told


def test_an_error_is_sqlalchemys_and_names_the_statement(app):
    with app.app_context(), pytest.raises(DBAPIError, match="no_such_column") as failed:
        rows_of(db.session(), select(Order.id).where(literal_column("no_such_column") == 1))
    assert "no_such_column" in str(failed.value.statement)
    assert failed.value.orig is not None


def test_who_listens_to_the_engine_hears_of_it(app):
    heard = []

    def note(_, __, statement, *more):
        heard.append(statement)

    with app.app_context():
        query = compiled(select(Order.code).where(Order.id == 1), db.engine.dialect)
        connection = db.session.connection()
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            query.rows(connection, {})
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
    assert heard == [query.statement]


@pytest.mark.parametrize("kept", [False, True])
def test_a_query_has_its_own_values_and_those_that_are_given(many, kept):
    codes = list(db.session.scalars(select(Order.code).order_by(Order.id).limit(3)))
    query = select(Order.code).where(Order.id > 0, Order.code != "no %(such)s code").order_by(Order.id).limit(2)
    query = query.where(Order.code != bindparam("code", type_=String())).offset(bindparam("skipped", type_=Integer()))
    found = compiled(query, db.engine.dialect, kept=kept)
    for _ in range(7):
        assert found.rows(db.session.connection(), {"code": "", "skipped": 1}) == [(code,) for code in codes[1:]]
        assert found.rows(db.session.connection(), {"code": codes[0], "skipped": 0}) == [(code,) for code in codes[1:]]
        db.session.rollback()
