"""The letter to a buyer who forgot the password, with the link to set a new one. It goes at once."""

from datetime import datetime

from dashboard.letters.letter import clock, compose
from dashboard.letters.set_password import LINK_LASTS
from dashboard.letters.shop import Shop
from dashboard.models.customer import Customer
from dashboard.models.outbox import Message


def letter(customer: Customer, token: str, shop: Shop, *, at: datetime) -> Message | None:
    """Send the account's holder the one-time link of this token."""
    return compose(
        "reset_password",
        customer,
        f"Set a new password at {shop.name}",
        shop,
        at=at,
        once=True,
        link=f"{shop.base_url}/account/password/{token}",
        until=clock(at + LINK_LASTS, shop),
    )
