"""Place a cart: what can be ordered of it becomes a new order at today's prices, with a code of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.change_cart import require_buyer, taken
from dashboard.actions.lock import lock_order
from dashboard.actions.new_order import Piece, delivery, free_code, put_lines
from dashboard.actions.place import place
from dashboard.actions.reassign import take_contact
from dashboard.actions.record import record
from dashboard.core import money
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.core.statuses import Route
from dashboard.database import now, writing
from dashboard.models.cart import Cart
from dashboard.models.cart_view import Line, cart_lines
from dashboard.models.customer import Customer
from dashboard.models.last_address import last_address
from dashboard.models.order import Order
from dashboard.models.store import Store


def place_cart(
    number: int,
    *,
    by: Person,
    route: Route | None = None,
    agreed: int | None = None,
    address: Mapping[str, str] | None = None,
    seen: int | None = None,
    once: keys.Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Place the open cart of this id, for its buyer or as its buyer.

    `route`: how it came; by itself online store for a buyer and proxy order for staff. `agreed` is the total that the
    person saw, in minor units of the store's currency: another one today is refused. `address`: where it goes, by
    core.addresses.PARTS; None: where the returned order, else the buyer's newest one, went. `seen` is the version of
    the buyer's account that the cart was drawn from.

    Returns code, id, cart, the order it came from ("from", None for none), total as text, and the names of what was
    left out as sold out or gone. Raises Replayed, and the refusals NotPermitted, KeyReused, Vanished, Stale, WrongState
    and Invalid.
    """
    require_buyer(by)
    with writing() as session:
        keys.claim(session, once)
        returned = lock_returned(session, number)
        buyer, cart = taken(session, number, by, seen)
        store, at = session.get_one(Store, 1), at or now()
        lines = cart_lines(session, cart, store.currency)
        order = drafted(session, store, buyer, cart, lines, at)
        order.route = route or (Route.ONLINE_STORE if by.kind == "buyer" else Route.PROXY)
        order.shipping_address = delivery(address) if address is not None else known_address(session, cart)
        refuse_other(order, agreed)
        order.code = free_code(session, store)
        cart.state = "placed"
        placed(order, returned, by, at)
        result = {
            "code": order.code,
            "id": order.id,
            "cart": cart.id,
            "from": returned.code if returned else None,
            "total": money.money(order.total, order.currency),
            "left_out": [line.called for line in lines if not line.counts],
        }
        keys.keep(session, once, result)
    return result


def lock_returned(session: Session, number: int) -> Order | None:
    """The order that went back to this cart, ours until commit: orders are locked before accounts."""
    query = select(Order.code).join(Cart, Cart.from_order_id == Order.id).where(Cart.id == number)
    code = session.scalar(query)
    return lock_order(session, code) if code else None


def drafted(session: Session, store: Store, buyer: Customer, cart: Cart, lines: list[Line], at: datetime) -> Order:
    """The order without its code, not stored yet. Raises Invalid where nothing can be ordered."""
    pieces = [
        Piece(line.product_id, line.quantity, money.to_decimal(line.price, line.currency))
        for line in lines
        if line.counts and line.product_id is not None and line.price is not None
    ]
    if not pieces:
        raise Invalid("Nothing in this cart can be ordered.")
    order = Order(
        placed_at=at,
        catalog_id=cart.catalog_id,
        account_id=buyer.id,
        reordered_from_id=cart.from_order_id,
        currency=store.currency,
        tax_included=store.tax_included,
        discount=0,
        shipping=0,
    )
    take_contact(order, buyer)
    put_lines(session, order, pieces, store.tax_rate)
    return order


def known_address(session: Session, cart: Cart) -> dict[str, Any] | None:
    """Where the returned order was to go, else the newest order of the buyer that went anywhere."""
    returned = session.scalar(select(Order.shipping_address).where(Order.id == cart.from_order_id))
    return dict(returned) if returned else last_address(session, cart.customer_id)


def refuse_other(order: Order, agreed: int | None) -> None:
    """Raise Invalid if the order comes to something else than the person saw."""
    if agreed is not None and agreed != order.total:
        now_at = money.money(order.total, order.currency)
        raise Invalid(f"Something in this cart changed meanwhile: it comes to {now_at} now. Look at it again.")


def placed(order: Order, returned: Order | None, by: Person, at: datetime) -> None:
    """Store the order; it and the one it came from tell of each other."""
    with place(order, by=by, at=at) as under_way:
        if returned is None:
            under_way.record("placed", route=order.route.label)
            return
        under_way.record("reordered", old=returned.code, route=order.route.label)
        record(under_way.session, returned, "ordered_anew", {"new": order.code}, by=by, at=at)
