"""An order is returned to its cart while somebody does something else to it, or to the carts of its buyer."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from dashboard.actions.cancel import cancel, everything
from dashboard.actions.fulfil import Parcel, fulfil
from dashboard.actions.place import place
from dashboard.actions.place_cart import place_cart
from dashboard.actions.reassign import NewOwner, reassign
from dashboard.actions.record_payment import Received, record_payment
from dashboard.actions.refund import refund
from dashboard.actions.return_to_cart import return_to_cart
from dashboard.actions.send_refund import send_refund
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refusals import Stale, WrongState
from dashboard.core.statuses import CancelReason, OrderState, Route
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Cart, CartLine, Catalog, Order, OrderLine, Payment, Product, Refund
from tests import world
from tests.actions.people import SHOP
from tests.faults.at_once import at_once

PRICE, PATIENCE = 950, 5
Rival = Callable[[str, str, int | None], Any]


def placed(code: str, paid: bool = False) -> int:
    """Place Chloe's order of one mug of the Winter catalog. Returns its version."""
    mug = db.session.scalars(select(Product).where(Product.sku == world.MUG)).one()
    winter = db.session.scalars(select(Catalog.id).where(Catalog.name == "Winter")).one()
    line = OrderLine(
        position=1, product_id=mug.id, sku=mug.sku, name=mug.name, quantity=1, unit_price=Decimal("9.50"),
        original_quantity=1, original_unit_price=Decimal("9.50"), total=PRICE,
    )  # fmt: skip
    order = Order(
        code=code, account_id=world.customer(world.CHLOE).id, catalog_id=winter, placed_at=now(), currency="EUR",
        route=Route.ONLINE_STORE, customer_name="Chloe", lines=[line], total=PRICE,
        payments=[Payment(amount=PRICE)] if paid else [],
    )  # fmt: skip
    with place(order, by=COMMAND) as under_way:
        under_way.record("placed", route=Route.ONLINE_STORE.label)
    return int(order.version)


def close_all() -> None:
    """Close every open cart of hers."""
    with writing() as session:
        hers = Cart.customer_id == world.customer(world.CHLOE).id
        session.execute(update(Cart).where(hers, Cart.state == "open").values(state="closed"))


def open_one() -> int:
    """Open a Winter cart of hers with a mug in it. Returns its id."""
    with writing() as session:
        mug = session.scalars(select(Product).where(Product.sku == world.MUG)).one()
        winter = session.scalars(select(Catalog.id).where(Catalog.name == "Winter")).one()
        line = CartLine(position=1, product_id=mug.id, name=mug.name, quantity=1, unit_price=Decimal("9.50"))
        cart = Cart(customer_id=world.customer(world.CHLOE).id, catalog_id=winter, lines=[line])
        session.add(cart)
        session.flush()
        return int(cart.id)


def money_back(code: str) -> None:
    """Give all of the order's money back, and tick it off as sent."""
    refund(code, everything(world.order(code)), by=COMMAND)
    send_refund(code, newest_refund(code), by=COMMAND)


def newest_refund(code: str) -> int:
    """The id of the order's last refund."""
    query = select(func.max(Refund.id)).join(Order).where(Order.code == code)
    return db.session.scalar(query) or 0


def checkout(code: str) -> None:
    """The buyer places the cart that is open."""
    query = select(Cart.id).where(Cart.customer_id == world.customer(world.CHLOE).id, Cart.state == "open")
    place_cart(db.session.scalars(query.order_by(Cart.id)).first() or 0, by=chloe())


def chloe() -> Person:
    """The buyer."""
    return Person("buyer", world.customer(world.CHLOE).id, world.CHLOE)


def back(code: str, seen: int | None = None) -> None:
    """Return it to her cart."""
    return_to_cart(code, by=world.staff(Role.SUPPORT), shop=SHOP, notify=True, message="Look", seen=seen)


def give_away(code: str, seen: int | None) -> None:
    """Reassign it to Kate."""
    kate = NewOwner(world.customer(world.KATE).id)
    reassign(code, kate, by=world.staff(Role.OWNER), shop=SHOP, seen=seen)


RIVALS: dict[str, Rival] = {
    "refund": lambda code, other, seen: money_back(code),
    "record payment": lambda code, other, seen: record_payment(code, Received(PRICE), by=COMMAND, seen=seen),
    "fulfil": lambda code, other, seen: fulfil(code, Parcel(), by=COMMAND, seen=seen),
    "reassign": lambda code, other, seen: give_away(code, seen),
    "cancel": lambda code, other, seen: cancel(code, CancelReason.OTHER, by=COMMAND, seen=seen),
    "return another": lambda code, other, seen: back(other),
    "return it twice": lambda code, other, seen: back(code, seen),
    "checkout": lambda code, other, seen: checkout(code),
}
# Of these exactly one may win; of the others the return may come after.
EITHER = {"record payment", "fulfil", "cancel", "return another", "return it twice"}


def attempt(app: Flask, act: Callable[[], Any]) -> str:
    """How it ended, in a thread of its own."""
    for _ in range(PATIENCE):
        with app.app_context():
            try:
                act()
            except (Stale, WrongState) as refused:
                return f"refused: {refused.sentence}"
            except OperationalError:  # busy for longer than the database waits: 503, and pressed again
                continue
            return "done"
    return "busy"


def rounds(app: Flask, name: str, count: int, tag: str) -> list[str]:
    """Play so many rounds of one rival, each with orders of its own. Returns what was wrong."""
    wrong = []
    for number in range(count):
        code, other, seen = f"{tag}-{number}", f"{tag}-{number}-B", number % 2 == 1
        with app.app_context():
            close_all()
            version = placed(code, paid=name == "refund")
            if name == "return another":
                placed(other)
            if name == "checkout":
                open_one()
        shown = version if seen and name != "refund" else None
        acts = [partial(back, code, shown), partial(RIVALS[name], code, other, shown)]
        turned = number % 4 > 1
        ends = at_once([partial(attempt, app, act) for act in (acts[::-1] if turned else acts)])
        ends = ends[::-1] if turned else ends
        with app.app_context():
            wrong += [f"{code}: {one}" for one in judged(name, code, ends, shown)]
    return wrong


def judged(name: str, code: str, ends: list[str], shown: int | None) -> list[str]:
    """What was wrong with a round: how it ended, and how the order and her carts stand."""
    wrong, order = [], world.order(code)
    done = Counter(end.partition(":")[0] for end in ends)["done"]
    if (name in EITHER or (name == "reassign" and shown)) and done != 1:
        wrong.append(f"{done} won: {ends}")
    if done == 0 or (name in ("refund", "checkout") and ends[1] != "done"):
        wrong.append(f"nobody won: {ends}")
    carts = db.session.scalars(select(Cart).where(Cart.from_order_id == order.id)).all()
    returned = order.state is OrderState.RETURNED_TO_CART
    if returned != (len(carts) == 1) or any(cart.customer_id != order.account_id for cart in carts):
        wrong.append(f"{order.state} with {len(carts)} carts")
    if returned and (order.shipments or order.paid != order.refunded or order.cancel_reason):
        wrong.append("returned, and something else as well")
    hers = select(func.count()).where(Cart.customer_id == world.customer(world.CHLOE).id, Cart.state == "open")
    if (db.session.scalar(hers) or 0) > 1:
        wrong.append("two open carts")
    return wrong
