"""The letter to a buyer whose order went back to their cart, with what the merchant has to say."""

from datetime import datetime

from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.letters.letter import compose
from dashboard.letters.shop import Shop
from dashboard.models.cart import Cart
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.outbox import Message

LONGEST_MESSAGE = 2_000


def letter(
    order: Order, buyer: Customer, cart: Cart, message: str, by: Person, shop: Shop, *, at: datetime
) -> Message | None:
    """Tell the buyer that their order is in their cart again; None if the account has no address to write to.

    A test order sends nothing to customers.
    """
    if order.is_test:
        return None
    return compose(
        "returned_to_cart",
        buyer,
        f"Your order {order.code} is back in your cart",
        shop,
        at=at,
        code=order.code,
        catalog=order.catalog.name if order.catalog else None,
        lines=[(line.name, line.quantity) for line in cart.lines],
        message=message.splitlines(),
        signed=", ".join(filter(None, (by.name.partition(" ")[0], shop.name))),
        link=f"{shop.base_url}/account/carts/{cart.id}",
    )


def message_text(text: str) -> str:
    """What is to be said, its lines ended alike; may be empty. Raises Invalid beside "message"."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(plain) > LONGEST_MESSAGE:
        raise Invalid(f"Use {LONGEST_MESSAGE:,} characters at most.", "message")
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in plain):
        raise Invalid("The message holds a character that cannot be sent.", "message")
    return plain
