"""Carts of accounts that become one: of two open carts of one catalog one stays open, the other is kept closed."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.models.cart import Cart
from dashboard.models.customer import Customer

Taken = tuple[int, int, str, str]  # cart, whose it was, its state before and after


def take_carts(session: Session, into: Customer, parts: Sequence[int], stay: Iterable[int]) -> list[Taken]:
    """Give the parts' carts to the account. Of several open ones of one catalog stays open which is in `stay`, else
    the account's own, else the oldest. Returns what was changed.
    """
    carts = list(session.scalars(select(Cart).where(Cart.customer_id.in_([into.id, *parts])).order_by(Cart.id)))
    wanted = set(stay)
    before = [(cart, cart.customer_id, cart.state) for cart in carts]
    rivals: dict[int | None, list[Cart]] = {}
    for cart in carts:
        if cart.state == "open":
            rivals.setdefault(cart.catalog_id, []).append(cart)
    for of_catalog in rivals.values():
        best = min(of_catalog, key=lambda cart: (cart.id not in wanted, cart.customer_id != into.id, cart.id))
        for cart in of_catalog:
            if cart is not best:
                cart.state = "closed"
    session.flush()  # closed before they have the same buyer
    for cart in carts:
        cart.customer_id = into.id
    session.flush()
    return [(cart.id, whose, was, cart.state) for cart, whose, was in before if (whose, was) != (into.id, cart.state)]


def give_back(session: Session, into: Customer, taken: Iterable[Sequence[object]]) -> None:
    """Carts as they were before; one that was placed or opened otherwise since stays as it is."""
    rows = [(session.get(Cart, cart), whose, was, left) for cart, whose, was, left in taken]
    same = [
        (cart, whose, was)
        for cart, whose, was, left in rows
        if cart and (cart.customer_id, cart.state) == (into.id, left)
    ]
    for cart, whose, _ in same:
        cart.customer_id = int(str(whose))
    session.flush()  # apart before two of one catalog are open again
    for cart, whose, was in same:
        if was == "open" and not open_one(session, int(str(whose)), cart.catalog_id):
            cart.state = "open"
            session.flush()


def open_one(session: Session, number: int, catalog: int | None) -> bool:
    """Whether the account has an open cart of this catalog."""
    query = select(Cart.id).filter_by(customer_id=number, catalog_id=catalog, state="open").limit(1)
    return session.scalar(query) is not None
