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

# In words of the statement's own: by one that is sent with it SQLite asks anew, each time, whether an index of closed
# orders is of use, and puts all of the statement together again.
RETURNED: ColumnElement[str] = literal_column(f"'{OrderState.RETURNED_TO_CART.value}'")
CLOSED = Order.state != literal_column("'open'")  # as the index says it

EVER = datetime(1970, 1, 1, tzinfo=UTC)  # SQLite takes no index for what is merely not null


class Asked(NamedTuple):
    """One condition.

    `alone`: few orders may fit, and an index knows which; `ids`: these, by a table of their own, where `several` may
    name one twice. `of`: the column of which this is a range, or a state. `covered`: that index holds all that filters
    ask for, so that no order is read beside it; `dated`: it has the orders of each word by date; `status`: the sorts by
    status are by this, too.
    """

    fits: ColumnElement[bool]
    alone: bool = True
    ids: Select[int] | None = None
    several: bool = False
    of: object = None
    covered: bool = False
    dated: bool = False
    status: bool = False


def conditions(criteria: Criteria) -> list[Asked]:
    """All of them, in no order."""
    return [*statuses(criteria), *flags(criteria), *ranges(criteria), *belongings(criteria)]


def statuses(criteria: Criteria) -> Iterator[Asked]:
    """By status, state and route. What was returned to its cart shows that in place of its fulfilment.

    Payment and fulfilment are one condition, since an index knows both, and one tells much about the other.
    """
    if both := [*paid(criteria), *fulfilled(criteria)]:
        yield Asked(and_(*both), covered=True, dated=True, status=True)
    if criteria.fulfilment:
        yield Asked(Order.state != RETURNED, alone=False)
    if OrderState.OPEN in criteria.state:
        yield Asked(one_of(Order.state, criteria.state), alone=False)
    elif criteria.state:
        yield Asked(and_(one_of(Order.state, criteria.state), CLOSED), of=Order.state, covered=True, dated=True)
    if criteria.route:
        yield Asked(one_of(Order.route, criteria.route), dated=True)


def paid(criteria: Criteria) -> list[ColumnElement[bool]]:
    """By payment, if that is asked for."""
    return [one_of(Order.payment_status, criteria.payment)] if criteria.payment else []


def fulfilled(criteria: Criteria) -> list[ColumnElement[bool]]:
    """By fulfilment, if that is asked for."""
    return [one_of(Order.fulfilment_status, criteria.fulfilment)] if criteria.fulfilment else []


def flags(criteria: Criteria) -> Iterator[Asked]:
    """Guest orders, test orders, archived ones: these are found by a search unless it says otherwise."""
    if criteria.guest is not None:
        owned = Order.account_id.is_not(None)
        yield Asked(~owned if criteria.guest else owned, criteria.guest, dated=criteria.guest)
    if criteria.test is not None:
        tested = Order.is_test.expression if criteria.test else ~Order.is_test
        yield Asked(tested, criteria.test, covered=criteria.test, dated=criteria.test)
    if criteria.archived:
        yield Asked(Order.archived_at >= EVER, covered=True)
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
            yield Asked(and_(*ends), of=column, covered=True)


def belongings(criteria: Criteria) -> Iterator[Asked]:
    """By owner, catalog, tag and import."""
    if criteria.account is not None:
        yield Asked(Order.account_id == criteria.account, dated=True)
    if criteria.catalog:
        several = NO_CATALOG in criteria.catalog and len(criteria.catalog) > 1
        yield Asked(in_catalogs(criteria.catalog), dated=not several)
    if criteria.tag:
        keys = [search.fold(tag)[:200] for tag in criteria.tag]
        yield having(OrderTag.order_id, one_of(OrderTag.key, keys))._replace(several=len(keys) > 1)
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
