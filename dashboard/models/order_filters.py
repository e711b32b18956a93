"""What narrows the orders list, as conditions on orders: one for each thing asked for, but the search."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, literal_column, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from dashboard.core import search
from dashboard.core.criteria import NO_CATALOG, Criteria
from dashboard.core.statuses import OrderState
from dashboard.models.catalog import Catalog
from dashboard.models.import_rows import ImportedOrder
from dashboard.models.looked_up import one_of
from dashboard.models.note import OrderTag
from dashboard.models.order import Order

CLOSED = Order.state != literal_column("'open'")  # in these words an index of these orders is known by

EVER = datetime(1970, 1, 1, tzinfo=UTC)  # SQLite takes no index for what is merely not null


class Asked(NamedTuple):
    """One condition.

    `alone`: few orders may fit, and an index knows which; `ids`: these, by a table of their own. `of`: the column of
    which this is a range.
    """

    fits: ColumnElement[bool]
    alone: bool = True
    ids: Select[int] | None = None
    of: object = None


def conditions(criteria: Criteria) -> list[Asked]:
    """All of them, in no order."""
    return [*statuses(criteria), *flags(criteria), *ranges(criteria), *belongings(criteria)]


def statuses(criteria: Criteria) -> Iterator[Asked]:
    """By status, state and route. What was returned to its cart shows that in place of its fulfilment."""
    if criteria.payment:
        yield Asked(one_of(Order.payment_status, criteria.payment))
    if criteria.fulfilment:
        yield Asked(one_of(Order.fulfilment_status, criteria.fulfilment))
        yield Asked(Order.state != OrderState.RETURNED_TO_CART, alone=False)
    if OrderState.OPEN in criteria.state:
        yield Asked(one_of(Order.state, criteria.state), alone=False)
    elif criteria.state:
        yield Asked(and_(one_of(Order.state, criteria.state), CLOSED))
    if criteria.route:
        yield Asked(one_of(Order.route, criteria.route))


def flags(criteria: Criteria) -> Iterator[Asked]:
    """Guest orders, test orders, archived ones: these are found by a search unless it says otherwise."""
    if criteria.guest is not None:
        yield Asked(Order.account_id.is_(None) if criteria.guest else Order.account_id.is_not(None), criteria.guest)
    if criteria.test is not None:
        yield Asked(Order.is_test.expression if criteria.test else ~Order.is_test, criteria.test)
    if criteria.archived:
        yield Asked(Order.archived_at >= EVER)
    elif criteria.archived is False or not (criteria.q or criteria.who):
        yield Asked(Order.archived_at.is_(None), alone=False)


def ranges(criteria: Criteria) -> Iterator[Asked]:
    """By day and total."""
    placed = [Order.placed_at >= criteria.placed_since] if criteria.placed_since else []
    placed += [Order.placed_at < criteria.placed_before] if criteria.placed_before else []
    total = [] if criteria.total_min is None else [Order.total_sort >= criteria.total_min]
    total += [] if criteria.total_max is None else [Order.total_sort <= criteria.total_max]
    for column, ends in ((Order.placed_at, placed), (Order.total_sort, total)):
        if ends:
            yield Asked(and_(*ends), of=column)


def belongings(criteria: Criteria) -> Iterator[Asked]:
    """By owner, catalog, tag and import."""
    if criteria.account is not None:
        yield Asked(Order.account_id == criteria.account)
    if criteria.catalog:
        yield Asked(in_catalogs(criteria.catalog))
    if criteria.tag:
        keys = [search.fold(tag)[:200] for tag in criteria.tag]
        yield having(OrderTag.order_id, one_of(OrderTag.key, keys))
    if criteria.imported is not None:
        yield having(ImportedOrder.order_id, ImportedOrder.run_id == criteria.imported)


def having(order_id: InstrumentedAttribute[int], fits: ColumnElement[bool]) -> Asked:
    """Orders that have a row like this."""
    return Asked(exists().where(order_id == Order.id, fits), ids=select(order_id).where(fits))


def in_catalogs(asked: tuple[str, ...]) -> ColumnElement[bool]:
    """By catalogs, each by number or name, or by none."""
    if asked == (NO_CATALOG,):
        return Order.catalog_id.is_(None)
    numbers = [int(word) for word in asked if word.isascii() and word.isdigit() and len(word) <= 18]
    known = [one_of(Catalog.id, numbers)] if numbers else []
    named = select(Catalog.id).where(or_(one_of(Catalog.name, asked), *known))
    fits = Order.catalog_id.in_(named)
    return or_(fits, Order.catalog_id.is_(None)) if NO_CATALOG in asked else fits
