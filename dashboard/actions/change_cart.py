"""The buyers' carts' own door: whoever changes one, its buyer or staff, holds the account and the cart until commit.

    with change_cart(7, by=person, seen=version, once=submission) as change:
        …
        change.record("cart_closed")

All or nothing, one line in the buyer's log.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.lock import lock_customers
from dashboard.actions.record import record
from dashboard.actions.under_way import UnderWay, Unrecorded
from dashboard.core.carts import PERMISSION, STATES
from dashboard.core.person import Person
from dashboard.core.refusals import Stale, Vanished, WrongState
from dashboard.core.roles import require_permission
from dashboard.core.sentences import CARTS, News
from dashboard.database import now, writing
from dashboard.models.activity import Activity
from dashboard.models.cart import Cart
from dashboard.models.catalog import Catalog
from dashboard.models.customer import Customer

GONE = "There is no such cart any more."


class CartChange(UnderWay):
    """A change under way: the buyer's account and the cart are ours until commit."""

    def __init__(self, session: Session, buyer: Customer, cart: Cart, by: Person, at: datetime) -> None:
        super().__init__(session, by, at)
        self.buyer, self.cart = buyer, cart

    def record(self, verb: str, **text: Any) -> Activity:
        """Write the line in the buyer's log; the cart is named in it."""
        text |= {"cart": catalog_name(self.session, self.cart.catalog_id), "cart_id": self.cart.id}
        self.activity = record(self.session, self.buyer, verb, text, by=self.by, at=self.at)
        return self.activity


@contextmanager
def change_cart(
    number: int,
    *,
    by: Person,
    seen: int | None = None,
    once: keys.Submission | None = None,
    at: datetime | None = None,
) -> Iterator[CartChange]:
    """Change the open cart of this id. `seen` is the version of the buyer's account that the cart was drawn from.

    Raises Replayed, and the refusals NotPermitted, KeyReused, Vanished, Stale; WrongState for one that is not open.
    """
    require_buyer(by)
    with writing() as session:
        keys.claim(session, once)
        buyer, cart = taken(session, number, by, seen)
        under_way = CartChange(session, buyer, cart, by, at or now())
        yield under_way
        if under_way.activity is None:
            raise Unrecorded(f"Cart {number} was changed without a record.")
        session.flush()
        keys.keep(session, once, under_way.result)


def require_buyer(by: Person) -> None:
    """Raise NotPermitted unless this is a buyer, whose carts are their own, or somebody who orders for buyers."""
    if by.kind != "buyer":
        require_permission(by, PERMISSION)


def taken(session: Session, number: int, by: Person, seen: int | None) -> tuple[Customer, Cart]:
    """The buyer and the cart, fresh and ours until commit, if it is open and as it was seen.

    To a buyer, another's cart is not there at all.
    """
    whose = session.scalar(select(Cart.customer_id).where(Cart.id == number))
    if whose is None or (by.kind == "buyer" and by.id != whose):
        raise Vanished(GONE)
    buyer = lock_customers(session, [whose])[whose]
    query = select(Cart).where(Cart.id == number, Cart.customer_id == whose).with_for_update(key_share=True)
    cart = session.scalar(query.execution_options(populate_existing=True))
    if cart is None:
        raise Vanished(GONE)
    refuse_stale(session, buyer, number, seen)
    if cart.state != "open":
        raise WrongState(STATES[cart.state])
    if not buyer.can_own:
        raise WrongState(f"{buyer.name}’s account is closed.")
    return buyer, cart


def refuse_stale(session: Session, buyer: Customer, number: int, seen: int | None) -> None:
    """Raise Stale if anything was done to this cart since the account's version `seen`."""
    if seen is None or seen == buyer.version:
        return
    query = select(Activity).where(Activity.customer_id == buyer.id, Activity.seq >= seen, Activity.verb.in_(CARTS))
    lines = list(session.scalars(query.order_by(Activity.seq)))
    about = [one for one in lines if json.loads(one.text or "{}").get("cart_id") == number]
    if about or seen > buyer.version:
        raise Stale([News.of(one) for one in about], "This cart was")


def catalog_name(session: Session, number: int | None) -> str:
    """What the cart of this catalog is called."""
    return str(session.scalar(select(Catalog.name).where(Catalog.id == number)) or "Other") if number else "Other"
