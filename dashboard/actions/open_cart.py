"""Open a cart for a buyer: one of each catalog at most is open at a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from dashboard.actions import once as keys
from dashboard.actions.change_cart import CartChange, catalog_name, require_buyer
from dashboard.actions.lock import lock_customers
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Vanished, WrongState
from dashboard.database import now, writing
from dashboard.models.cart import Cart
from dashboard.models.catalog import Catalog


def open_cart(
    customer: int,
    catalog: int | None,
    *,
    by: Person,
    once: keys.Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Open an empty cart of this catalog (None: "Other") for this account. Returns the id of the cart and its catalog.

    Raises Replayed, NotPermitted, KeyReused, Vanished, WrongState for a closed account, and Invalid beside "catalog".
    """
    require_buyer(by)
    with writing() as session:
        keys.claim(session, once)
        buyer = lock_customers(session, [customer]).get(customer) if by.kind != "buyer" or by.id == customer else None
        if buyer is None:
            raise Vanished("There is no such customer any more.")
        if not buyer.can_own:
            raise WrongState(f"{buyer.name}’s account is closed.")
        if catalog is not None and session.get(Catalog, catalog) is None:
            raise Vanished("That catalog is gone. Choose another one.", "catalog")
        taken = select(Cart.id).filter_by(customer_id=customer, catalog_id=catalog, state="open")
        if session.scalar(taken.limit(1)) is not None:
            raise Invalid("A cart of this catalog is open already.", "catalog")
        cart = Cart(customer_id=customer, catalog_id=catalog, created_at=at or now())
        session.add(cart)
        session.flush()
        CartChange(session, buyer, cart, by, cart.created_at).record("cart_opened")
        result = {"cart": cart.id, "catalog": catalog_name(session, catalog)}
        keys.keep(session, once, result)
    return result
