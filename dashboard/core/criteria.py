"""What the orders list is narrowed to and how it is sorted, apart from any page or database."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus, Route
from dashboard.core.words import Status

NO_CATALOG = "none"


class Sort(Status):
    """The orders a list can have; by payment and fulfilment as the words are listed, newest first within each."""

    NEWEST = "-placed"
    OLDEST = "placed"
    DEAREST = "-total"
    CHEAPEST = "total"
    PAYMENT = "payment"
    FULFILMENT = "fulfilment"

    @property
    def label(self) -> str:
        """The order on the page."""
        return SORTED[self]


SORTED = {
    Sort.NEWEST: "Newest first",
    Sort.OLDEST: "Oldest first",
    Sort.DEAREST: "Highest total first",
    Sort.CHEAPEST: "Lowest total first",
    Sort.PAYMENT: "By payment status",
    Sort.FULFILMENT: "By fulfilment status",
}


class Recent(Status):
    """Days told from today on, so that a list kept under its name is always of these."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "7_days"
    MONTH = "30_days"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"

    @property
    def label(self) -> str:
        """The days on the page."""
        return {"7_days": "Last 7 days", "30_days": "Last 30 days"}.get(self.value, super().label)

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last of these days."""
        month = today.replace(day=1)
        before = month - timedelta(days=1)
        return {
            Recent.TODAY: (today, today),
            Recent.YESTERDAY: (today - timedelta(days=1), today - timedelta(days=1)),
            Recent.WEEK: (today - timedelta(days=6), today),
            Recent.MONTH: (today - timedelta(days=29), today),
            Recent.THIS_MONTH: (month, today),
            Recent.LAST_MONTH: (before.replace(day=1), before),
        }[self]


@dataclass(frozen=True, slots=True)
class Criteria:
    """What the list is narrowed to; all of it must fit, of several words for one thing any.

    Days are the store's, in `zone`. Totals are thousandths of the major unit, both ends included. A yes-or-no of None
    asks nothing, but for `archived`: what is put away is then found by a search only.
    """

    q: str = ""
    payment: tuple[PaymentStatus, ...] = ()
    fulfilment: tuple[FulfilmentStatus, ...] = ()
    state: tuple[OrderState, ...] = ()
    customer: str = ""  # the number of an account, or words of whoever ordered or owns
    route: tuple[Route, ...] = ()
    catalog: tuple[str, ...] = ()  # numbers or names of catalogs, or NO_CATALOG
    guest: bool | None = None
    tag: tuple[str, ...] = ()
    placed: Recent | None = None  # in place of the two days, which then are what it means today
    placed_from: date | None = None
    placed_to: date | None = None
    total_min: int | None = None
    total_max: int | None = None
    test: bool | None = None
    archived: bool | None = None
    imported: int | None = None  # by which import
    sort: Sort = Sort.NEWEST
    zone: str = "UTC"

    @property
    def account(self) -> int | None:
        """The account whose orders are asked for, if `customer` is one's number."""
        number = self.customer.isascii() and self.customer.isdigit() and len(self.customer) <= 18
        return int(self.customer) if number else None

    @property
    def who(self) -> str:
        """The words asked for of whoever ordered or owns; none if `customer` is a number."""
        return "" if self.account is not None else self.customer

    @property
    def placed_since(self) -> datetime | None:
        """The first moment of `placed_from`."""
        return midnight(self.placed_from, self.zone) if self.placed_from else None

    @property
    def placed_before(self) -> datetime | None:
        """The first moment after `placed_to`."""
        return midnight(min(self.placed_to, LAST) + timedelta(days=1), self.zone) if self.placed_to else None

    @property
    def plain(self) -> bool:
        """Whether nothing narrows the list, however it is sorted."""
        return self == Criteria(sort=self.sort, zone=self.zone)

    def without(self, name: str, word: Any = None) -> "Criteria":
        """The criteria less what stands under a name: one word of several, else all of it."""
        blank: dict[str, Any] = dict.fromkeys(RANGES.get(name, ()))
        if not blank:
            value = getattr(self, name)
            several = isinstance(value, tuple)
            blank = {name: tuple(other for other in value if other != word) if several else BLANK[name]}
        return replace(self, **blank)

    def cleared(self) -> "Criteria":
        """What is searched and how it is sorted, without any filter."""
        return Criteria(q=self.q, sort=self.sort, zone=self.zone)


RANGES = {"placed": ("placed", "placed_from", "placed_to"), "total": ("total_min", "total_max")}
BLANK: dict[str, Any] = {"q": "", "customer": "", "guest": None, "test": None, "archived": None, "imported": None}
FIRST, LAST = date(1970, 1, 1), date(9000, 1, 1)  # room on both sides, whatever the zone


def midnight(day: date, zone: str) -> datetime:
    """When a day begins on the clocks of a zone, in UTC."""
    return datetime.combine(max(min(day, LAST + timedelta(days=1)), FIRST), time(), ZoneInfo(zone)).astimezone(UTC)
