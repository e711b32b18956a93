"""Times as people read them, in the store's zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.database import now
from dashboard.models.store import Store


def local(at: datetime, store: Store | None) -> datetime:
    """The moment on the store's clock."""
    return at.astimezone(ZoneInfo(store.zone if store else "UTC"))


def clock(at: datetime, store: Store | None) -> str:
    """The time alone: "09:12"."""
    return local(at, store).strftime("%H:%M")


def when(at: datetime, store: Store | None) -> str:
    """ "Today, 09:12"; "21 Nov, 18:04" this year; "8 Mar 2025" before."""
    there, today = local(at, store), local(now(), store).date()
    if there.date() == today:
        return f"Today, {there:%H:%M}"
    if there.year == today.year:
        return f"{there.day} {there:%b}, {there:%H:%M}"
    return f"{there.day} {there:%b %Y}"
