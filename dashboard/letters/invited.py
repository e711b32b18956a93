"""The letter to a new colleague, with the link to set a password. It holds a secret, so it goes at once."""

from datetime import datetime

from dashboard.letters.letter import clock, compose
from dashboard.letters.shop import Shop
from dashboard.models.outbox import Message
from dashboard.models.staff import Staff


def letter(staff: Staff, token: str, shop: Shop, *, by: str, until: datetime, at: datetime) -> Message | None:
    """Send the colleague the one-time link of this token; `by` is the name of who invited them."""
    return compose(
        "invited",
        staff,
        f"Your account at the desk of {shop.name}",
        shop,
        at=at,
        once=True,
        by=by,
        role=staff.role.label.lower(),
        link=f"{shop.base_url}/set-password/{token}",
        until=clock(until, shop),
    )
