"""Drop a message that waits or failed: it is never sent, and stays to be seen."""

from typing import Any

from dashboard.actions.change_message import change_message
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.post import MessageState, Step


def drop_message(number: int, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Drop it. Returns whom it would have gone to. Raises Replayed and the refusals of change_message()."""
    with change_message(number, Step.DROP, by=by, once=once) as change:
        change.message.state = MessageState.DROPPED.value
        if change.message.secret:
            change.message.text, change.message.html = "", None
        change.record("message_dropped")
    return change.result
