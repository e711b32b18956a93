"""What letters and forms need to know of the store and of this installation."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from dashboard.database import installation
from dashboard.models.store import Store


@dataclass(frozen=True, slots=True)
class Shop:
    """The sender of letters. Links in them come from `base_url`, never from a request; `hold` is the wait before.

    `sms`: whether text messages can go at all.
    """

    name: str
    address: str
    region: str
    zone: str
    base_url: str
    hold: timedelta
    sms: bool = True

    @classmethod
    def of(cls, store: Store, base_url: str, hold: timedelta, sms: bool = True) -> "Shop":
        """The shop of this store at this address."""
        return cls(store.name, store.address, store.region, store.zone, base_url, hold, sms)


def shop_of(session: Session) -> Shop | None:
    """The shop whose database this is, at the address of this installation; None before the first run."""
    store, here = session.get(Store, 1), installation(session)
    if store is None:
        return None
    return Shop.of(store, here["BASE_URL"], timedelta(seconds=store.message_hold), sms=bool(here["SMS_URL"]))
