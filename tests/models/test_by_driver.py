"""Queries as the driver takes them: alike for all values, whether PostgreSQL keeps their plan or not."""

import pytest
from sqlalchemy import Integer, String, bindparam, select

from dashboard.extensions import db
from dashboard.models import Order
from dashboard.models.by_driver import compiled


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
