"""The letter with a one-time code: a secret, so it goes at once. Its first line is its subject (core/post.py)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.core.codes import LASTS, spaced
from dashboard.letters.letter import Addressee, Recipient, compose
from dashboard.letters.shop import Shop
from dashboard.models.outbox import Message


def letter(to: Recipient, code: str, shop: Shop, *, at: datetime) -> Message | None:
    """Send this code to this address or number."""
    until = (at + LASTS).astimezone(ZoneInfo(shop.zone))
    return compose(
        "one_time_code",
        Addressee("", to),
        "A one-time code",
        shop,
        at=at,
        once=True,
        code=spaced(code),
        until=f"{until:%H:%M}",
    )
