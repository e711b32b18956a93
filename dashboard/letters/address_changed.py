"""The letter to an account’s former e-mail address, once another one counts: whoever did not do it hears of it."""

from datetime import datetime

from dashboard.letters.letter import Addressee, Recipient, compose
from dashboard.letters.shop import Shop
from dashboard.models.outbox import Message


def letter(name: str, former: Recipient, shop: Shop, *, at: datetime) -> Message | None:
    """Tell the former address that it counts no more; the new one is not named."""
    subject = f"Your e-mail address at {shop.name} was changed"
    return compose("address_changed", Addressee(name, former), subject, shop, at=at)
