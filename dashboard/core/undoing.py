"""What can be taken back, and when a line of the log still stands: as data, for the page and for the action alike."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from dashboard.core import search
from dashboard.core.action import Action

# Verb of the log -> the action whose permission and guards taking it back needs.
UNDOABLE: dict[str, Action] = {
    "reassigned": Action.REASSIGN,
    "customer_changed": Action.CHANGE_CUSTOMER,
    "linked": Action.REASSIGN,
    "unlinked": Action.REASSIGN,
    "order_customer_edited": Action.ORDER_CUSTOMER,
    "tagged": Action.TAG,
    "untagged": Action.TAG,
    "archived": Action.UNARCHIVE,
    "unarchived": Action.ARCHIVE,
}
OWNER, CONTACT, ARCHIVE = "owner", "contact", "archive"
TOUCHES = {
    "reassigned": {OWNER},
    "customer_changed": {OWNER, CONTACT},
    "linked": {OWNER},
    "unlinked": {OWNER},
    # Taken back with the accounts, not by itself.
    "merged": {OWNER},
    "unmerged": {OWNER},
    "order_customer_edited": {CONTACT},
    "archived": {ARCHIVE},
    "unarchived": {ARCHIVE},
}


class Line(Protocol):
    """A line of the log: its place, verb, what of the order it wrote, and the place of the line it took back."""

    @property
    def seq(self) -> int:
        """Its place in the log."""

    @property
    def verb(self) -> str:
        """What was done."""

    @property
    def touched(self) -> frozenset[str]:
        """What of the order it wrote."""

    @property
    def undoes(self) -> int | None:
        """The line that it took back."""


OneLine = TypeVar("OneLine", bound=Line)


def touches(verb: str, text: Mapping[str, Any] | None) -> frozenset[str]:
    """What of the order a line wrote; each tag is a thing of its own. Empty for what cannot be taken back."""
    if verb in {"tagged", "untagged"} and text:
        return frozenset({f"tag:{tag_key(text)}"})
    return frozenset(TOUCHES.get(verb, ()))


def tag_key(text: Mapping[str, Any]) -> str:
    """The key of the tag that a line is about."""
    return str(text.get("key") or search.fold(str(text.get("tag", ""))))


def standing(newest_first: Iterable[OneLine]) -> list[OneLine]:
    """The lines that may be taken back now: of each thing, the last line that wrote it and still stands."""
    found: list[OneLine] = []
    taken_back: set[int] = set()
    written: set[str] = set()
    for line in newest_first:
        if line.undoes is not None:
            taken_back.add(line.undoes)
        elif line.seq not in taken_back and line.touched:
            if line.verb in UNDOABLE and not line.touched & written:
                found.append(line)
            written |= line.touched
    return found
