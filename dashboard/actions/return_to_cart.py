"""Return to cart: the order ends, and its buyer finds the lines as they placed them in an open cart."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from dashboard.actions.change import Change, change
from dashboard.actions.once import Submission
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.products import called
from dashboard.core.refusals import WrongState
from dashboard.core.statuses import OrderState
from dashboard.letters import returned_to_cart
from dashboard.letters.shop import Shop
from dashboard.models.cart import Cart, CartLine
from dashboard.models.line import OrderLine
from dashboard.models.order import Order
from dashboard.models.order_facts import facts

LONGEST_NAME = 500


def return_to_cart(
    code: str,
    *,
    by: Person,
    shop: Shop,
    notify: bool = False,
    message: str = "",
    seen: int | None = None,
    once: Submission | None = None,
) -> dict[str, Any]:
    """Close the order and open the buyer's cart with its original lines; `message` stands in the letter to the buyer.

    Returns code, the cart's id and catalog, the buyer's name, and the address that a letter waits for. There is no way
    back. Raises Invalid beside "message", Replayed and the refusals of change().
    """
    said = returned_to_cart.message_text(message) if notify else ""
    with change(code, Action.RETURN_TO_CART, by=by, seen=seen, once=once) as under_way:
        order = under_way.order
        buyer = under_way.customers(order.account_id)[order.account_id or 0]
        cart = opened(under_way)
        order.state = OrderState.RETURNED_TO_CART
        under_way.record("returned_to_cart", cart=cart.id, message=said)
        letter = returned_to_cart.letter(order, buyer, cart, said, by, shop, at=under_way.at) if notify else None
        if letter:
            under_way.send(letter)
        under_way.result = {
            "code": code,
            "cart": cart.id,
            "catalog": order.catalog.name if order.catalog else "Other",
            "buyer": {"id": buyer.id, "name": buyer.name},
            "letter_to": letter.recipient if letter else None,
        }
    return under_way.result


def opened(under_way: Change) -> Cart:
    """The buyer's new cart, asked for again now that the account is ours: two orders may return at the same time."""
    session, order = under_way.session, under_way.order
    guards.require(Action.RETURN_TO_CART, facts(session, order))
    cart = Cart(
        customer_id=order.account_id,
        catalog_id=order.catalog_id,
        from_order_id=order.id,
        created_at=under_way.at,
        lines=originals(order),
    )
    session.add(cart)
    try:
        session.flush()
    except IntegrityError:  # an open cart that came into being without the account's lock
        raise WrongState("A cart for the same catalog is already in the buyer’s order list.") from None
    return cart


def originals(order: Order) -> list[CartLine]:
    """The lines as the buyer placed them, without what the merchant made of them."""
    return [in_cart(line) for line in order.lines if line.original_quantity is not None]


def in_cart(line: OrderLine) -> CartLine:
    """One of them."""
    return CartLine(
        position=line.position,
        product_id=line.product_id,
        sku=line.sku,
        name=called(line.name, line.variant)[:LONGEST_NAME],
        quantity=line.original_quantity,
        unit_price=line.original_unit_price,
    )
