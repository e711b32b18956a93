"""A whole order to be looked at: its rows as objects, without what a session keeps of those that may change.

Two statements read it, in half the time. Nothing is to be changed in what is given here, and no session to be given it.
"""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, and_, bindparam, case, literal_column, select, union_all
from sqlalchemy.orm import Session

from dashboard.core.statuses import OrderState
from dashboard.models.by_driver import Raw
from dashboard.models.cart import Cart
from dashboard.models.catalog import Catalog
from dashboard.models.customer import Customer, CustomerSpend
from dashboard.models.invoice import Invoice
from dashboard.models.new import new
from dashboard.models.order import Order
from dashboard.models.order_kin import Kin
from dashboard.models.order_parts import LINES, PARTS
from dashboard.models.presence import Mine, Presence
from dashboard.models.reading import rows_of

BESIDE = 4  # columns after what an order has one of


class Place(NamedTuple):
    """Where the columns of a kind of objects stand in a row. The first of them is never null."""

    kind: Any
    names: tuple[str, ...]
    at: slice


class Seen(NamedTuple):
    """An order; what it was ordered anew from and as (order_kin.kin); what a session said last of having it open."""

    order: Order
    kin: Kin
    mine: Mine | None


def whole_order(session: Session, code: str) -> Order | None:
    """The order with its owner, what that one spent, its catalog, invoice and cart, and all its parts; or None."""
    found = whole_seen(session, code)
    return found and found.order


def whole_seen(session: Session, code: str, viewer: int = 0) -> Seen | None:
    """The same with what stands beside it, by the same two queries; `viewer`: the id of a session of staff."""
    found = seen(session, code, viewer)
    if found is not None:
        found.order.__dict__.update(parts_of(session, found.order.id))
    return found


def order_seen(session: Session, code: str) -> Order | None:
    """The order without its parts, by one query; or None."""
    found = seen(session, code)
    return found and found.order


def seen(session: Session, code: str, viewer: int = 0) -> Seen | None:
    """The same with what stands beside it."""
    rows = rows_of(session, with_owner(), {"code": code, "viewer": viewer})
    if not rows:
        return None
    row = rows[0]
    order, owner, spend, catalog, invoice, cart = places((Order, Customer, CustomerSpend, Catalog, Invoice, Cart), 0)
    spent = [part for one in rows if (part := made(spend, one))]
    beside = {
        "owner": made(owner, row, spend=sorted(spent, key=lambda part: str(part.currency))),
        "catalog": made(catalog, row),
        "invoice": made(invoice, row),
        "cart": made(cart, row),
    }
    found: Order = made(order, row, **beside)
    returned, anew, doing, at = row[-BESIDE:]
    kin = Kin(returned, anew if found.state is OrderState.RETURNED_TO_CART else None)
    return Seen(found, kin, (doing, at) if at else None)


def parts_of(session: Session, number: int) -> dict[str, list[Any]]:
    """The lists of the order of this id by name; parts that have lines with these."""
    lists: dict[str, list[Any]] = {name: [] for name in PARTS}
    known: dict[tuple[str, int], list[Any]] = {}
    for row in rows_of(session, with_parts(), {"order_id": number}):
        part, *line = places_of_parts()[row[0]]
        if row[part.at.start] is None:
            continue
        if not line:
            lists[row[0]].append(made(part, row))
            continue
        key = row[0], row[part.at.start]
        if key not in known:
            known[key] = []
            lists[row[0]].append(made(part, row, lines=known[key]))
        known[key] += [one] if (one := made(line[0], row)) else []
    for name, (_, by, falling) in PARTS.items():
        lists[name].sort(key=lambda one, by=by: getattr(one, by), reverse=falling)  # type: ignore[misc]
    return lists


def made(place: Place, row: Raw, **beside: Any) -> Any:
    """The object that the row holds at this place, with what belongs to it; None where its table has none."""
    values = row[place.at]
    return None if values[0] is None else new(place.kind, **dict(zip(place.names, values, strict=True)), **beside)


@cache
def places(kinds: tuple[Any, ...], first: int) -> tuple[Place, ...]:
    """The places of these kinds, one after another from a column on."""
    found: list[Place] = []
    for kind in kinds:
        names = tuple(kind.__table__.c.keys())
        found.append(Place(kind, names, slice(first, first + len(names))))
        first += len(names)
    return tuple(found)


def kinds_of(name: str) -> tuple[Any, ...]:
    """The kind of the parts in a list, and of their lines if they have some."""
    return (PARTS[name][0], LINES[name][0]) if name in LINES else (PARTS[name][0],)


@cache
def places_of_parts() -> dict[str, tuple[Place, ...]]:
    """The same in a row of with_parts(), by the name of the list."""
    found, first = {}, 1  # after the name
    for name in PARTS:
        found[name] = places(kinds_of(name), first)
        first = found[name][-1].at.stop
    return found


@cache
def with_owner() -> Select[Any]:
    """The query for the order of a code with what there is one of, once for each currency that its owner spent in.

    Its last columns: the codes of the order that it came from and of the one that came of it, and a session's presence.
    """
    orders, owners, spend = Order.__table__, Customer.__table__, CustomerSpend.__table__
    catalogs, invoices, carts = Catalog.__table__, Invoice.__table__, Cart.__table__
    returned, anew, present = orders.alias("returned"), orders.alias("anew"), Presence.__table__
    mine = and_(present.c.order_id == orders.c.id, present.c.session_id == bindparam("viewer", type_=BigInteger()))
    joined = (
        orders.outerjoin(owners, owners.c.id == orders.c.account_id)
        .outerjoin(spend, spend.c.customer_id == owners.c.id)
        .outerjoin(catalogs, catalogs.c.id == orders.c.catalog_id)
        .outerjoin(invoices, invoices.c.order_id == orders.c.id)
        .outerjoin(carts, carts.c.from_order_id == orders.c.id)
        .outerjoin(returned, returned.c.id == orders.c.reordered_from_id)
        .outerjoin(anew, anew.c.reordered_from_id == orders.c.id)
        .outerjoin(present, mine)
    )
    columns = [column for table in (orders, owners, spend, catalogs, invoices, carts) for column in table.c]
    beside = returned.c.code, anew.c.code, present.c.doing, present.c.at
    return select(*columns, *beside).select_from(joined).where(orders.c.code == bindparam("code"))


@cache
def with_parts() -> Select[Any]:
    """The query for all parts of an order, as order_parts.rows_of_parts() has them."""
    kinds = union_all(*(select(literal_column(f"'{name}'").label("kind")) for name in PARTS)).subquery("kinds")
    columns: list[Any] = [kinds.c.kind]
    joined: Any = kinds
    number = bindparam("order_id", type_=BigInteger())
    for name in PARTS:
        part = PARTS[name][0].__table__
        joined = joined.outerjoin(part, part.c.order_id == case((kinds.c.kind == name, number)))
        columns += part.c
        if name in LINES:
            line, of, key = LINES[name]
            joined = joined.outerjoin(line.__table__, line.__table__.c[of.key] == part.c[key.key])
            columns += line.__table__.c
    return select(*columns).select_from(joined)
