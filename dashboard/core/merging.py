"""What of an account is chosen when several become one, and for how long that can be taken back."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

LASTS = timedelta(days=30)
MOST = 200  # orders that move in one go: one transaction, below a second
MOST_ACCOUNTS = 5  # that go into another in one go
# A field of the dialog and the columns that go with it.
FIELDS = {
    "name": ("name", "name_key"),
    "email": ("email", "email_key"),
    "phone": ("phone", "phone_key", "phone_verified_at"),
    "sign_in": ("offline_buyer", "password_hash"),
}
WORDS = {"name": "name", "email": "e-mail", "phone": "phone", "sign_in": "sign-in"}
# Lines of an account's log after which its sign-in is no longer what a merge left.
OF_SIGN_IN = frozenset({"password_set", "offline_buyer_on", "offline_buyer_off"})


def together(names: Sequence[str]) -> str:
    """Names in a row: "A, B and C"."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def orders(count: int) -> str:
    """So many orders, in words."""
    return "1 order" if count == 1 else f"{count} orders"


class Line(Protocol):
    """A line of an account's log."""

    @property
    def seq(self) -> int:
        """Its place in the log."""

    @property
    def at(self) -> datetime:
        """When it was written."""

    @property
    def verb(self) -> str:
        """What was done."""

    @property
    def undoes(self) -> int | None:
        """The line that it took back."""


def unmergeable(lines: Iterable[Line], at: datetime) -> set[int]:
    """The places of the merges in an account's log that may be taken back at this moment."""
    known = list(lines)
    gone = {line.undoes for line in known}
    return {
        line.seq for line in known if line.verb == "customers_merged" and line.seq not in gone and at <= line.at + LASTS
    }
