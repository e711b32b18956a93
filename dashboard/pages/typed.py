"""What people type into forms about money: amounts, quantities, and days on the store's calendar."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dashboard.core.money import parse
from dashboard.core.refusals import Invalid
from dashboard.database import now
from dashboard.models.store import Store
from dashboard.pages.moments import local


def amount(text: str | None, currency: str, field: str) -> int:
    """An amount in minor units; nothing typed is 0. Raises Invalid beside `field`."""
    if not (text or "").strip():
        return 0
    try:
        return parse(text or "", currency)
    except Invalid as refused:
        raise Invalid(refused.sentence, field) from None


def quantity(text: str | None, field: str) -> int:
    """A number of pieces; nothing typed is 0. Raises Invalid beside `field`."""
    plain = (text or "").strip() or "0"
    if not re.fullmatch("[0-9]{1,6}", plain):
        raise Invalid("Enter a whole number of pieces.", field)
    return int(plain)


def today(store: Store | None) -> str:
    """The day that the store's calendar shows, as a date field wants it."""
    return local(now(), store).date().isoformat()


def day(text: str | None, store: Store | None, field: str) -> datetime | None:
    """A day as a moment of it; None for today, whose moment is now. Raises Invalid beside `field`."""
    plain = (text or "").strip()
    if plain in ("", today(store)):
        return None
    try:
        found = date.fromisoformat(plain) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", plain) else None
    except ValueError:
        found = None
    if found is None or found.year < 2000:
        raise Invalid("Enter a day such as 2026-11-24.", field)
    return datetime.combine(found, time(12), ZoneInfo(store.zone if store else "UTC"))
