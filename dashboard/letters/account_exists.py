"""The letter to whoever registers with an address or number that an account has: the page itself does not tell."""

from datetime import datetime

from dashboard.letters.letter import Addressee, Recipient, compose
from dashboard.letters.shop import Shop
from dashboard.models.outbox import Message


def letter(to: Recipient, shop: Shop, *, at: datetime) -> Message | None:
    """Say that there is an account, and where one signs in to it."""
    account = f"{shop.base_url}/account"
    return compose(
        "account_exists",
        Addressee("", to),
        f"You have an account at {shop.name} already",
        shop,
        at=at,
        once=True,
        sign_in=f"{account}/sign-in",
        forgotten=f"{account}/forgotten-password",
    )
