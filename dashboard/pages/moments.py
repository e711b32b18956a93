"""Times as people read them, in the store's zone."""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dashboard.database import now
from dashboard.models.store import Store


class Clock(NamedTuple):
    """The store's clock, and the day that it shows."""

    zone: ZoneInfo
    today: date

    @classmethod
    def of(cls, store: Store | None) -> "Clock":
        """The clock of this store as of now."""
        zone = ZoneInfo(store.zone if store else "UTC")
        return cls(zone, now().astimezone(zone).date())

    def when(self, at: datetime) -> str:
        """ "Today, 09:12"; "21 Nov, 18:04" this year; "8 Mar 2025" before."""
        there = at.astimezone(self.zone)
        if there.date() == self.today:
            return f"Today, {there:%H:%M}"
        if there.year == self.today.year:
            return f"{there.day} {there:%b}, {there:%H:%M}"
        return f"{there.day} {there:%b %Y}"

    def iso(self, at: datetime) -> str:
        """The moment for programs, to the minute."""
        return at.astimezone(self.zone).isoformat(timespec="minutes")


def local(at: datetime, store: Store | None) -> datetime:
    """The moment on the store's clock."""
    return at.astimezone(ZoneInfo(store.zone if store else "UTC"))


def clock(at: datetime, store: Store | None) -> str:
    """The time alone: "09:12"."""
    return local(at, store).strftime("%H:%M")


def when(at: datetime, store: Store | None) -> str:
    """The moment as the store's clock tells it."""
    return Clock.of(store).when(at)
