"""Place an order straight from a catalog: by its order link, or by an order sheet. Each leaves its route."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.new_order import NewOrder, Piece, delivery, free_code, put_buyer, put_lines
from dashboard.actions.place import place
from dashboard.core import money
from dashboard.core.order_sheet import too_many
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Vanished
from dashboard.core.roles import require_permission
from dashboard.core.statuses import Route
from dashboard.database import now, writing
from dashboard.models.catalog import Catalog
from dashboard.models.catalog_offer import Offered, catalog_behind, offer
from dashboard.models.order import Order
from dashboard.models.store import Store

ENDED = "This order link has ended. Ask the store for a new one."
# So many guests may order by one catalog's link within this time: more are no guests.
MOST_AT_ONCE, WITHIN = 60, timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Ordered:
    """What is ordered: pieces by product id; for an account, or for a guest's contact; where it goes."""

    pieces: Mapping[int, int]
    customer_id: int | None = None
    name: str = ""
    email: str = ""
    phone: str = ""
    address: Mapping[str, str] = field(default_factory=dict)


def place_by_link(
    token: str,
    new: Ordered,
    *,
    by: Person,
    route: Route = Route.ORDER_LINK,
    agreed: int | None = None,
    once: keys.Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Place it for whoever has the catalog's link: a buyer for their own account, or a guest.

    `agreed` is the total that the person saw, in minor units of the store's currency: another one today is refused.
    Returns code, id and total as text. Raises Replayed, KeyReused, Vanished for a link that ended, and Invalid.
    """
    with writing() as session:
        keys.claim(session, once)
        catalog = catalog_behind(session, token)
        if catalog is None:
            raise Vanished(ENDED)
        if by.id is None:
            refuse_flood(session, catalog.id, at or now())
        if by.id != new.customer_id:
            raise Vanished(ENDED)
        return placed(session, catalog.id, new, route, by, agreed, once, at or now())


def place_for_buyer(
    number: int,
    new: Ordered,
    *,
    by: Person,
    agreed: int | None = None,
    once: keys.Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Place it for a buyer who sent their order sheet to the store. Raises NotPermitted, too."""
    require_permission(by, "order_create")
    with writing() as session:
        keys.claim(session, once)
        if session.get(Catalog, number) is None:
            raise Vanished("That catalog is gone. Choose another one.", "catalog")
        return placed(session, number, new, Route.SPREADSHEET, by, agreed, once, at or now())


def placed(
    session: Session,
    catalog: int,
    new: Ordered,
    route: Route,
    by: Person,
    agreed: int | None,
    once: keys.Submission | None,
    at: datetime,
) -> dict[str, Any]:
    """Place it within the transaction, at today's prices."""
    store = session.get_one(Store, 1)
    order = Order(
        placed_at=at,
        route=route,
        catalog_id=catalog,
        currency=store.currency,
        tax_included=store.tax_included,
        discount=0,
        shipping=0,
        shipping_address=delivery(new.address),
    )
    put_buyer(session, order, buyer(new), store.region)
    put_lines(session, order, priced(session, catalog, new.pieces, store.currency), store.tax_rate)
    if agreed is not None and agreed != order.total:
        raise Invalid(
            f"Prices changed meanwhile: it comes to {money.money(order.total, order.currency)} now. Look at it again."
        )
    order.code = free_code(session, store)
    with place(order, by=by, at=at) as under_way:
        under_way.record("placed", route=route.label)
    result = {"code": order.code, "id": order.id, "total": money.money(order.total, order.currency)}
    keys.keep(session, once, result)
    return result


def buyer(new: Ordered) -> NewOrder:
    """Who orders, as a new order has it. Raises Invalid for a guest whom nobody could reach."""
    guest = new.customer_id is None
    if guest and not new.name.strip():
        raise Invalid("Enter your name.", "name")
    if guest and not (new.email.strip() or new.phone.strip()):
        raise Invalid("Enter an e-mail address or a phone number, so that the store can reach you.", "email")
    return NewOrder((), customer_id=new.customer_id, name=new.name, email=new.email, phone=new.phone, guest=guest)


def priced(session: Session, catalog: int, pieces: Mapping[int, int], currency: str) -> list[Piece]:
    """The pieces at the catalog's prices. Raises Invalid beside "quantity-<product id>"."""
    on_offer: dict[int, Offered] = {one.id: one for one in offer(session, catalog, currency, pieces)}
    found = []
    for number, quantity in pieces.items():
        one = on_offer.get(number)
        if not quantity:
            continue
        if one is None:
            raise Invalid("Something that you chose is no longer offered here. Look at the list again.")
        if wrong := too_many(quantity, one.stock):
            raise Invalid(f"{one.called}: {wrong[:1].lower()}{wrong[1:]}", f"quantity-{number}")
        found.append(Piece(number, quantity, money.to_decimal(one.price, currency)))
    if not found:
        raise Invalid("Choose at least one piece of something.")
    return found


def refuse_flood(session: Session, catalog: int, at: datetime) -> None:
    """Raise Invalid where more guests ordered by this catalog's link just now than ever do."""
    recent = select(func.count()).where(
        Order.catalog_id == catalog, Order.account_id.is_(None), Order.placed_at > at - WITHIN
    )
    if (session.scalar(recent) or 0) >= MOST_AT_ONCE:
        raise Invalid("Many orders came in just now. Wait some minutes, and place yours again.")
