"""The letter with the link to set a password. It holds a secret, so it goes at once."""

from datetime import datetime, timedelta

from dashboard.letters.letter import clock, compose
from dashboard.letters.shop import Shop
from dashboard.models.customer import Customer
from dashboard.models.outbox import Message

LINK_LASTS = timedelta(hours=24)


def letter(customer: Customer, token: str, shop: Shop, *, at: datetime) -> Message | None:
    """Send the account's holder the one-time link of this token; None if the account has no address to write to."""
    return compose(
        "set_password",
        customer,
        f"Set your password at {shop.name}",
        shop,
        at=at,
        once=True,
        link=f"{shop.base_url}/account/password/{token}",
        until=clock(at + LINK_LASTS, shop),
    )
