"""Write the letter of an event in the shop's own words."""

from typing import Any

from dashboard.actions.change_store import Minds, change_store
from dashboard.actions.notices import choices_of
from dashboard.actions.once import Submission
from dashboard.actions.save_notices import kept
from dashboard.core.notice_words import Words, checked, original
from dashboard.core.notices import EVENTS
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid


def edit_notice(
    name: str, typed: Words, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """Keep these words for the event of this name; those that are the original ones follow it later, too.

    Returns its label. Raises Replayed, the refusals of change_store(), and Invalid beside "subject", "text" or "sms",
    or where nothing is different.
    """
    words = checked(name, typed)
    with change_store("store", by=by, seen=seen, minds=about_event(name), once=once) as change:
        before = choices_of(change.session)[name]
        if words == (before.subject, before.text, before.sms):
            raise Invalid("Everything here is as it was saved. Nothing was changed.")
        put(change.session, name, words)
        change.record("notice_edited", notice=EVENTS[name].label, event=name)
        change.result = {"notice": EVENTS[name].label}
    return change.result


def put(session: Any, name: str, words: Words) -> None:
    """Keep what differs from the original."""
    row = kept(session, name)
    for field, own, first in zip(Words._fields, words, original(name), strict=True):
        setattr(row, field, "" if own == first else own)


def about_event(name: str) -> Minds:
    """Minds what was done to the words of this event."""
    return lambda verb, text: verb in ("notice_edited", "notice_restored") and text.get("event") == name
