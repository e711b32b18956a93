"""Give the letter of an event its original words again."""

from typing import Any

from dashboard.actions.change_store import change_store
from dashboard.actions.edit_notice import about_event, put
from dashboard.actions.notices import choices_of
from dashboard.actions.once import Submission
from dashboard.core.notice_words import original
from dashboard.core.notices import EVENTS
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid


def restore_notice(name: str, *, by: Person, seen: int | None = None, once: Submission | None = None) -> dict[str, Any]:
    """Restore them. Returns the event's label.

    Raises Replayed, the refusals of change_store(), and Invalid where they are the original ones already.
    """
    with change_store("store", by=by, seen=seen, minds=about_event(name), once=once) as change:
        if not choices_of(change.session)[name].own:
            raise Invalid("These are the original words already.")
        put(change.session, name, original(name))
        change.record("notice_restored", notice=EVENTS[name].label, event=name)
        change.result = {"notice": EVENTS[name].label}
    return change.result
