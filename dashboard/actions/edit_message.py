"""Edit a message that waits: its subject and text; what stood there at first is kept, and the wait begins anew."""

from typing import Any

from dashboard.actions.change_message import change_message
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.post import Step
from dashboard.core.refusals import Invalid, Stale
from dashboard.letters import edited
from dashboard.letters.shop import Shop


def edit_message(
    number: int, subject: str, text: str, *, by: Person, shop: Shop, seen: int, once: Submission | None = None
) -> dict[str, Any]:
    """Write it anew. `seen` counts the edits that the person saw.

    Returns whom it goes to. Raises Replayed, the refusals of change_message(), Stale and, beside a field, Invalid.
    """
    with change_message(number, Step.EDIT, by=by, once=once) as change:
        message = change.message
        if seen != message.edits:
            raise Stale([], "This message was")
        by_mail = message.way == "email"
        new = (
            edited.subject(subject) if by_mail else "",
            edited.body(text, edited.LONGEST_TEXT if by_mail else edited.LONGEST_SMS),
        )
        if new == (message.subject, message.text):
            raise Invalid("Everything here is as it was. Nothing was changed.")
        if not message.edits:
            message.first_subject, message.first_text = message.subject, message.text
        change.record("message_edited")
        message.subject, message.text = new
        message.html = edited.html(*new, shop) if by_mail else None
        message.edits, message.send_after = message.edits + 1, change.at + shop.hold
    return change.result
