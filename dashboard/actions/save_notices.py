"""Choose what is told of, by which ways, and where new orders are reported to: one line in the log."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from dashboard.actions.change_store import change_store
from dashboard.actions.notices import choices_of
from dashboard.actions.once import Submission
from dashboard.core.notice_words import addresses
from dashboard.core.notices import EVENTS, choice
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.models.notice import Notice


class Ways(NamedTuple):
    """By which ways an event is told of."""

    by_email: bool
    by_sms: bool


def save_notices(
    wanted: Mapping[str, Ways],
    notices_to: str,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
) -> dict[str, Any]:
    """Keep the ways of these events, and who is told of new orders.

    Returns how many things are different. Raises Replayed, the refusals of change_store(), and Invalid beside
    "notices_to", or where nothing is different.
    """
    told = addresses(notices_to)
    with change_store("store", by=by, seen=seen, minds=switches_only, once=once) as change:
        changes = list(switched(change.session, wanted))
        if told != change.store.notices_to:
            changes.append(f"new orders are reported to {told or 'the store’s own address'}")
            change.store.notices_to = told
        if not changes:
            raise Invalid("Everything here is as it was saved. Nothing was changed.")
        change.record("notices_changed", changes="; ".join(changes))
        change.result = {"changed": len(changes)}
    return change.result


def switched(session: Session, wanted: Mapping[str, Ways]) -> Iterator[str]:
    """Put the switches so; what is different, in words."""
    before = choices_of(session)
    for name, ways in wanted.items():
        event = EVENTS[name]
        new = Ways(ways.by_email, ways.by_sms and bool(event.sms))
        if (old := Ways(before[name].by_email, before[name].by_sms)) == new:
            continue
        row = kept(session, name)
        row.by_email, row.by_sms = new
        for way, was, now in (("e-mail", old.by_email, new.by_email), ("SMS", old.by_sms, new.by_sms)):
            if was != now:
                yield f"{event.label} by {way} {'on' if now else 'off'}"


def kept(session: Session, name: str) -> Notice:
    """The row of what the shop chose for this event, made where there is none."""
    row = session.get(Notice, name)
    if row is None:
        original = choice(name, None)
        row = Notice(event=name, by_email=original.by_email, by_sms=original.by_sms, subject="", text="", sms="")
        session.add(row)
    return row


def switches_only(verb: str, text: dict[str, Any]) -> bool:
    """Whether a line of the log makes the table stale."""
    return verb == "notices_changed"
