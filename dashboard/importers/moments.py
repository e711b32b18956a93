"""Dates and times as other systems write them, and which order of day and month their figures leave open."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

PARTED = re.compile(r"(?P<day>.+?)(?:(?:T|,? +)(?P<time>\d{1,2}:\d\d.*))?", re.ASCII)
FIGURES = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d\d)", re.ASCII)
MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?[ -]+(\d{1,2}),?[ -]+(\d{4}|\d\d)", re.ASCII)
DAY_FIRST = re.compile(r"(\d{1,2})\.?[ -]+([A-Za-z]{3,9})\.?,?[ -]+(\d{4}|\d\d)", re.ASCII)
TIME = re.compile(
    r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?([AaPp]\.?[Mm]\.?)? ?([A-Za-z]{1,4}|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)
MONTHS = "january february march april may june july august september october november december".split()
# Hours east of UTC; those that mean several zones (IST) are left out.
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "west": 1, "cest": 2, "eet": 2, "eest": 3, "jst": 9,
    "aest": 10, "aedt": 11, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
MONTH_FIRST_REGIONS = {"US", "PH"}
CENTURY = 2000


def moment(text: str, zone: str, dates: str | None = None) -> datetime | None:
    """A date and time as an aware datetime, in `zone` where it names none; None if it is none.

    `dates` says what figures mean that can be read in two ways: "dmy", "mdy" or "ymd"; None: such a date is none.
    """
    found = PARTED.fullmatch(text.strip())
    if found is None:
        return None
    day, clock = day_of(found["day"], dates), time_of(found["time"] or "0:00")
    if day is None or clock is None:
        return None
    return datetime.combine(day, clock[0], clock[1] or ZoneInfo(zone))


def day_of(text: str, dates: str | None) -> date | None:
    """The day that a text names."""
    if figures := FIGURES.fullmatch(text):
        return from_figures(figures[1], figures[3], figures[4], dates)
    if named := MONTH_FIRST.fullmatch(text):
        return calendar(named[3], month(named[1]), named[2])
    if named := DAY_FIRST.fullmatch(text):
        return calendar(named[3], month(named[2]), named[1])
    return None


def from_figures(first: str, second: str, third: str, dates: str | None) -> date | None:
    """The day of three figures: by their own evidence, else in the order of `dates`."""
    if len(first) == 4:
        return calendar(first, int(second), third) if len(third) == 2 else None
    if len(first) > 2:
        return None
    if dates == "ymd":
        return calendar(first, int(second), third) if len(first) == len(third) == 2 else None
    readings = {"dmy": calendar(third, int(second), first), "mdy": calendar(third, int(first), second)}
    if dates is not None:
        return readings.get(dates)
    possible = {day for day in readings.values() if day}
    return possible.pop() if len(possible) == 1 else None


def month(name: str) -> int:
    """The number of a month by its English name or the beginning of it; 0 for what is none."""
    short = name.casefold()
    return next(
        (at for at, full in enumerate(MONTHS, start=1) if full.startswith(short) or short == "sept" == full[:4]), 0
    )


def calendar(year: str, in_month: int, day: str) -> date | None:
    """The day, if there is one."""
    try:
        return date(int(year) + (CENTURY if len(year) == 2 else 0), in_month, int(day))
    except ValueError:
        return None


def time_of(text: str) -> tuple[time, tzinfo | None] | None:
    """A time of day and its zone, where it names one."""
    found = TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, second, fraction, half, zone = found.groups()
    try:
        moved = int(hour) if half is None else int(hour) % 12 + 12 * half.casefold().startswith("p")
        at = time(moved, int(minute), int(second or 0), int(f"{fraction or 0:0<6}"[:6]))
        if half and not 1 <= int(hour) <= 12:
            return None
        return at, None if zone is None else zone_of(zone)
    except ValueError:
        return None


def zone_of(text: str) -> tzinfo:
    """A zone by its letters or its distance from UTC. Raises ValueError."""
    if text[0] in "+-":
        minutes = int(text[1:3]) * 60 + int(text[3:].lstrip(":") or 0)
        return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
    hours = ZONES.get(text.casefold())
    if hours is None:
        raise ValueError(f"no zone is called {text}")
    return timezone(timedelta(hours=hours)) if hours else UTC


@dataclass(slots=True)
class DateOrders:
    """What the dates of a column say about the order of their figures."""

    day_first: bool = False
    month_first: bool = False
    either: bool = False

    def look_at(self, text: str) -> None:
        """Take one cell into account."""
        found = PARTED.fullmatch(text)
        figures = FIGURES.fullmatch(found["day"]) if found else None
        if figures is None or len(figures[1]) > 2:
            return
        dmy, mdy = (from_figures(figures[1], figures[3], figures[4], order) for order in ("dmy", "mdy"))
        self.day_first |= dmy is not None and mdy is None
        self.month_first |= mdy is not None and dmy is None
        self.either |= dmy is not None and mdy is not None and dmy != mdy

    def settled(self, region: str) -> tuple[str | None, bool]:
        """The order found, and whether it is only supposed: by the store's country, until somebody says so."""
        if self.day_first != self.month_first:
            return ("dmy" if self.day_first else "mdy"), False
        supposed = "mdy" if region in MONTH_FIRST_REGIONS else "dmy"
        return (supposed, True) if self.either or self.day_first else (None, False)
