"""What narrows the orders list, as conditions on orders: one for each thing asked for, but the search."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, or_, select

from dashboard.core import search
from dashboard.core.criteria import NO_CATALOG, Criteria
from dashboard.core.statuses import OrderState
from dashboard.models.catalog import Catalog
from dashboard.models.import_rows import ImportedOrder
from dashboard.models.note import OrderTag
from dashboard.models.order import Order


def conditions(criteria: Criteria) -> list[ColumnElement[bool]]:
    """All of them, in no order."""
    return [*statuses(criteria), *flags(criteria), *ranges(criteria), *belongings(criteria)]


def statuses(criteria: Criteria) -> Iterator[ColumnElement[bool]]:
    """By status, state and route. What was returned to its cart shows that in place of its fulfilment."""
    if criteria.payment:
        yield Order.payment_status.in_(criteria.payment)
    if criteria.fulfilment:
        yield Order.fulfilment_status.in_(criteria.fulfilment)
        yield Order.state != OrderState.RETURNED_TO_CART
    if criteria.state:
        yield Order.state.in_(criteria.state)
    if criteria.route:
        yield Order.route.in_(criteria.route)


def flags(criteria: Criteria) -> Iterator[ColumnElement[bool]]:
    """Guest orders, test orders, archived ones: these are found by a search unless it says otherwise."""
    if criteria.guest is not None:
        yield Order.account_id.is_(None) if criteria.guest else Order.account_id.is_not(None)
    if criteria.test is not None:
        yield Order.is_test.is_(criteria.test)
    if criteria.archived:
        yield Order.archived_at.is_not(None)
    elif criteria.archived is False or not (criteria.q or criteria.who):
        yield Order.archived_at.is_(None)


def ranges(criteria: Criteria) -> Iterator[ColumnElement[bool]]:
    """By day and total."""
    if criteria.placed_since:
        yield Order.placed_at >= criteria.placed_since
    if criteria.placed_before:
        yield Order.placed_at < criteria.placed_before
    if criteria.total_min is not None:
        yield Order.total_sort >= criteria.total_min
    if criteria.total_max is not None:
        yield Order.total_sort <= criteria.total_max


def belongings(criteria: Criteria) -> Iterator[ColumnElement[bool]]:
    """By owner, catalog, tag and import."""
    if criteria.account is not None:
        yield Order.account_id == criteria.account
    if criteria.catalog:
        yield in_catalogs(criteria.catalog)
    if criteria.tag:
        keys = [search.fold(tag)[:200] for tag in criteria.tag]
        yield Order.id.in_(select(OrderTag.order_id).where(OrderTag.key.in_(keys)))
    if criteria.imported is not None:
        yield Order.id.in_(select(ImportedOrder.order_id).where(ImportedOrder.run_id == criteria.imported))


def in_catalogs(asked: tuple[str, ...]) -> ColumnElement[bool]:
    """By catalogs, each by number or name, or by none."""
    numbers = [int(word) for word in asked if word.isascii() and word.isdigit() and len(word) <= 18]
    named = select(Catalog.id).where(or_(Catalog.id.in_(numbers), Catalog.name.in_(asked)))
    fits = Order.catalog_id.in_(named)
    return or_(fits, Order.catalog_id.is_(None)) if NO_CATALOG in asked else fits
