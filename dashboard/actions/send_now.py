"""Send now: end a message’s wait."""

from typing import Any

from dashboard.actions.change_message import change_message
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.post import Step


def send_now(number: int, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Make the message due. Returns whom it goes to. Raises Replayed and the refusals of change_message()."""
    with change_message(number, Step.SEND_NOW, by=by, once=once) as change:
        change.message.send_after = change.at
        change.record("message_hurried")
    return change.result
