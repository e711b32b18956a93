"""The letters that say that a shipment is coming, as long as they did not go."""

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.core.post import MessageState
from dashboard.models.activity import Activity
from dashboard.models.outbox import Message

TOLD = ("shipment_sent", "out_for_delivery", "ready_for_pickup")
# What never went, so that nobody knows of it.
UNSENT = (MessageState.HELD.value, MessageState.FAILED.value)


def unsent_letters(session: Session, order_id: int, number: str, events: Sequence[str] = TOLD) -> Sequence[int]:
    """The ids of those about the order's shipment with this number that tell of such an event."""
    waiting = Message.order_id == order_id, Message.event.in_(events), Message.state.in_(UNSENT)
    query = select(Message.id, Activity.text).join(Activity, Activity.id == Message.activity_id).where(*waiting)
    return [letter for letter, text in session.execute(query) if text and json.loads(text).get("shipment") == number]
