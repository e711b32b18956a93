"""By which filter orders are best read, and that SQLite then reads no more than the index of that filter."""

from datetime import date

import pytest

from dashboard.core.columns import AS_THEY_COME
from dashboard.core.criteria import Criteria, Sort
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus, Route
from dashboard.extensions import db
from dashboard.models.order_filters import conditions
from dashboard.models.order_list import probes
from dashboard.models.order_listing import Extent, listing
from dashboard.models.order_plan import planned
from dashboard.models.order_probe import MANY, counted, fewest
from tests.kinds import only

MILLION = 1_000_000
PAID, SENT, ROUTE = (PaymentStatus.PAID,), (FulfilmentStatus.FULFILLED,), (Route.API,)
CLOSED = (OrderState.CANCELED,)
DAY = date(2026, 1, 5)
BY_ROUTE = Criteria(route=ROUTE, sort=Sort.DEAREST)


@pytest.fixture
def dialect(app):
    """How the database is spoken to."""
    with app.app_context():
        yield db.engine.dialect


def lead(criteria, dialect, *numbers):
    """The condition of these that is chosen where so many orders fit each of them, of so many."""
    asked = conditions(criteria)
    found = fewest(asked, criteria, numbers, dialect)
    return None if found is None else str(asked[found].fits)


@only("sqlite")
@pytest.mark.parametrize(
    "criteria",
    [
        Criteria(payment=PAID), Criteria(route=ROUTE, sort=Sort.OLDEST), Criteria(total_min=1, sort=Sort.DEAREST),
        Criteria(payment=PAID, fulfilment=SENT, sort=Sort.PAYMENT), Criteria(state=CLOSED, sort=Sort.FULFILMENT),
    ],
)  # fmt: skip
def test_what_an_index_has_in_order_is_not_counted(dialect, criteria):
    assert counted(conditions(criteria), criteria, dialect) == []
    assert probes(criteria, dialect) is None


@only("sqlite")
def test_one_filter_is_read_where_that_is_less_than_to_walk_to_fifty_of_it(dialect):
    assert "route" in lead(BY_ROUTE, dialect, 1_200, MILLION)
    assert lead(BY_ROUTE, dialect, 1_300, MILLION) is None
    assert lead(BY_ROUTE, dialect, 1_200, 10_000) is None
    assert "state" in lead(Criteria(state=CLOSED, sort=Sort.DEAREST), dialect, 5_000, MILLION)
    assert lead(Criteria(state=CLOSED, sort=Sort.DEAREST), dialect, 5_001, MILLION) is None


@only("sqlite")
def test_by_status_and_of_several_more_are_read_since_a_walk_may_find_none(dialect):
    assert "state" in lead(Criteria(state=CLOSED, sort=Sort.PAYMENT), dialect, MANY, MILLION)
    assert lead(Criteria(state=CLOSED, sort=Sort.PAYMENT), dialect, MANY + 1, MILLION) is None
    both = Criteria(route=ROUTE, state=CLOSED)
    assert "state" in lead(both, dialect, MANY, 2_667, MILLION)
    assert "route" in lead(both, dialect, MANY, 2_000, MILLION)  # each costs fifteen, and that is less
    assert lead(both, dialect, 401, 27, 10_000) is None
    assert lead(both, dialect, None, None, None) is not None  # an empty store


@only("postgresql")
def test_postgresql_reads_a_thousand(dialect):
    assert "route" in lead(BY_ROUTE, dialect, 1_000, MILLION)
    assert lead(BY_ROUTE, dialect, 1_001, MILLION) is None


@only("sqlite")
@pytest.mark.parametrize(
    ("criteria", "index"),
    [
        (Criteria(payment=PAID, fulfilment=SENT, route=ROUTE), "both"),
        (Criteria(payment=PAID, fulfilment=SENT, route=ROUTE, sort=Sort.DEAREST), "both"),
        (Criteria(state=CLOSED, guest=True, placed_from=None, sort=Sort.PAYMENT), "closed"),
        (Criteria(state=CLOSED, guest=True), "closed"),
        (Criteria(test=True, total_min=1, sort=Sort.FULFILMENT), "test"),
        (Criteria(archived=True, route=ROUTE, sort=Sort.OLDEST), "archived"),
        (Criteria(total_min=1, total_max=9, route=ROUTE, sort=Sort.FULFILMENT), "total"),
    ],
)
def test_nothing_is_read_beside_the_index_of_the_filter_that_leaves_few(dialect, criteria, index):
    chosen = next(at for at, one in enumerate(conditions(criteria)) if one.covered)
    found = listed(criteria, chosen, dialect)
    for query in (found.rows, found.counting):
        assert f"USING COVERING INDEX ix_orders_{index} " in steps(query)


@only("sqlite")
@pytest.mark.parametrize(
    ("criteria", "index"),
    [
        (Criteria(payment=PAID, sort=Sort.FULFILMENT), "both (payment_status=? AND fulfilment_status=?)"),
        (Criteria(fulfilment=SENT, sort=Sort.PAYMENT), "both (payment_status=? AND fulfilment_status=?)"),
        (Criteria(sort=Sort.FULFILMENT), "closed (state=?)"),
        (Criteria(placed_from=DAY, sort=Sort.FULFILMENT), "closed (state=? AND placed_at>?)"),
        (Criteria(placed_from=DAY, sort=Sort.PAYMENT), "payment (payment_status=? AND placed_at>?)"),
    ],
)
def test_a_segment_is_looked_up_with_all_that_an_index_knows_of_it(dialect, criteria, index):
    plan = steps(listed(criteria, None, dialect).rows)
    assert f"USING COVERING INDEX ix_orders_{index}" in plan
    assert "SCAN orders" not in plan


@only("sqlite")
@pytest.mark.parametrize(
    ("criteria", "index"),
    [
        (Criteria(route=ROUTE), "ix_orders_route"), (Criteria(catalog=("1",)), "ix_orders_catalog"),
        (Criteria(guest=True), "ix_orders_owner"), (Criteria(customer="1"), "ix_orders_owner"),
    ],
)  # fmt: skip
def test_counting_by_one_filter_reads_no_order(dialect, criteria, index):
    assert f"USING COVERING INDEX {index}" in steps(listed(criteria, None, dialect).counting)


@only("sqlite")
def test_counting_by_a_tag_goes_through_the_orders_that_have_it(dialect):
    plan = steps(listed(Criteria(tag=("gift",)), None, dialect).counting)
    assert "SEARCH order_tags USING COVERING INDEX ix_order_tags_key (key=?)" in plan
    assert "SEARCH orders USING INTEGER PRIMARY KEY" in plan


@only("postgresql")
def test_postgresql_looks_for_few_orders_before_it_sorts_them(dialect):
    query = listed(Criteria(payment=PAID, fulfilment=SENT, sort=Sort.DEAREST), 0, dialect).rows
    with db.engine.connect() as connection:
        told = connection.exec_driver_sql(f"EXPLAIN {query.statement}", dict(query.values)).scalars().all()
    there = next(at for at, line in enumerate(told) if "= ANY (" in line)
    assert any("InitPlan" in line for line in told[:there])
    assert not any("ix_orders_total" in line for line in told)


def listed(criteria, chosen, dialect):
    """The queries of a list that is looked up by this one of its conditions."""
    plan = planned(conditions(criteria), chosen, criteria, dialect)
    return listing(criteria, plan, None, AS_THEY_COME, dialect, Extent(50, 1_000))


def steps(query):
    """What SQLite does for a query, line by line."""
    sent = f"EXPLAIN QUERY PLAN {query.statement}"
    values = tuple(query.values[name] for name in query.order)
    with db.engine.connect() as connection:
        return "\n".join(f"{row[3]} " for row in connection.exec_driver_sql(sent, values))
