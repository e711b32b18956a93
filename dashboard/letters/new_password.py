"""The letter to a colleague with the link to set a new password. It holds a secret, so it goes at once."""

from datetime import datetime

from dashboard.letters.letter import clock, compose
from dashboard.letters.shop import Shop
from dashboard.models.outbox import Message
from dashboard.models.staff import Staff


def letter(staff: Staff, token: str, shop: Shop, *, until: datetime, at: datetime) -> Message | None:
    """Send the colleague the one-time link of this token."""
    return compose(
        "new_password",
        staff,
        f"Set a new password at the desk of {shop.name}",
        shop,
        at=at,
        once=True,
        link=f"{shop.base_url}/set-password/{token}",
        until=clock(until, shop),
    )
