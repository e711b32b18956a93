"""Send again: give a failed message another chance, as the same message."""

from typing import Any

from dashboard.actions.change_message import change_message
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.post import MessageState, Step


def send_again(number: int, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Make it due, its attempts counted anew. Returns whom it goes to. Raises as change_message() does."""
    with change_message(number, Step.SEND_AGAIN, by=by, once=once) as change:
        message = change.message
        message.state, message.send_after = MessageState.HELD.value, change.at
        message.attempts, message.failure = 0, ""
        change.record("message_retried")
    return change.result
