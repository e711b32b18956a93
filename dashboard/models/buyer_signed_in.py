"""Which buyer sent this request: one query for session, account, store and the number of open carts."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from dashboard.models.buyer import BuyerSession, may_sign_in, running
from dashboard.models.cart import Cart
from dashboard.models.customer import Customer
from dashboard.models.store import Store


class SignedInBuyer(NamedTuple):
    """A running session, its account, the store, and how many carts of theirs are open."""

    session: BuyerSession
    account: Customer
    store: Store
    carts: int


def buyer_signed_in(
    session: Session, token_hash: str, at: datetime, idle: timedelta, length: timedelta
) -> SignedInBuyer | None:
    """The session behind a token's hash, unless it ended, idled too long, grew too old or nobody may sign in to its
    account any more."""
    carts = select(func.count(Cart.id)).where(Cart.customer_id == Customer.id, Cart.state == "open")
    query = (
        select(BuyerSession, Customer, Store, carts.correlate(Customer).scalar_subquery())
        .join(Customer, Customer.id == BuyerSession.customer_id)
        .join(Store, true())
        .where(BuyerSession.token_hash == token_hash, *running(at - idle, at - length), *may_sign_in())
    )
    row = session.execute(query).first()
    return SignedInBuyer._make(row) if row else None
