"""Mark a refund as sent: somebody sent the money where payments are made, and says so here."""

from datetime import datetime
from typing import Any

from dashboard.actions.once import Submission
from dashboard.actions.settle_refund import settle_refund
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.core.statuses import RefundState

LONGEST_REFERENCE = 200


def send_refund(
    code: str,
    number: int,
    reference: str = "",
    *,
    by: Person,
    sent_at: datetime | None = None,
    seen: int | None = None,
    once: Submission | None = None,
) -> dict[str, Any]:
    """Tick the refund of this id off, with the payment's reference and when it was sent (None: now).

    Returns code and amount as text. Raises as settle_refund() does, and Invalid beside "reference" or "sent_on".
    """
    line = " ".join(reference.split())
    if len(line) > LONGEST_REFERENCE:
        raise Invalid(f"Use {LONGEST_REFERENCE} characters at most.", "reference")
    with settle_refund(code, number, Action.SEND_REFUND, RefundState.SENT, by=by, seen=seen, once=once) as step:
        under_way, found = step
        if sent_at is not None and sent_at > under_way.at:
            raise Invalid("This day is still to come.", "sent_on")
        found.reference, found.sent_by, found.sent_at = line, by.name, sent_at or under_way.at
        under_way.record("refund_sent", amount=under_way.result["amount"], reference=line or "no reference")
    return under_way.result
