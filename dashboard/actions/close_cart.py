"""Close a cart: nobody orders from it any more, and another one of its catalog can be opened."""

from typing import Any

from dashboard.actions.change_cart import catalog_name, change_cart
from dashboard.actions.once import Submission
from dashboard.core.person import Person


def close_cart(number: int, *, by: Person, seen: int | None = None, once: Submission | None = None) -> dict[str, Any]:
    """Close the open cart of this id; what lies in it stays as it is.

    Returns the cart's id and its catalog. Raises Replayed and the refusals of change_cart().
    """
    with change_cart(number, by=by, seen=seen, once=once) as under_way:
        under_way.cart.state = "closed"
        under_way.record("cart_closed")
        under_way.result = {"cart": number, "catalog": catalog_name(under_way.session, under_way.cart.catalog_id)}
    return under_way.result
