"""What every door gives whoever changes something: who does it and when, its result, and the log line written last."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dashboard.core.person import Person
from dashboard.models.activity import Activity
from dashboard.models.outbox import Message


class Unrecorded(RuntimeError):
    """A change left without a line in the log: a bug, never committed."""


class UnderWay:
    """A change inside its transaction. `result` is what a repeated submission is told, too."""

    def __init__(self, session: Session, by: Person, at: datetime) -> None:
        self.session, self.by, self.at = session, by, at
        self.result: dict[str, Any] = {}
        self.activity: Activity | None = None

    def send(self, message: Message | None) -> None:
        """Queue a message as a consequence of the activity recorded last."""
        if self.activity is None:
            raise Unrecorded("A message needs the activity that causes it.")
        if message is not None:
            message.activity_id = self.activity.id
            self.session.add(message)
