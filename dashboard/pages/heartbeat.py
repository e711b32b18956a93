"""When each session was last seen: written after the answer, and skipped if somebody else is busy."""

from datetime import timedelta

from flask import Flask, Response
from flask_login import current_user
from sqlalchemy import update

from dashboard.database import now
from dashboard.models.staff import StaffSession
from dashboard.pages.who import asks_again
from dashboard.pages.without_waiting import write_afterwards

EVERY = timedelta(minutes=1)


def register(app: Flask) -> None:
    """Beat once the answer is on its way."""
    app.after_request(beat_afterwards)


def beat_afterwards(response: Response) -> Response:
    """Arrange the beat, where the last one is old enough; a page that asks again by itself is no sign of life."""
    if current_user and current_user.is_authenticated and not asks_again():
        row, at = current_user.row.session, now()
        if at - row.last_seen_at > EVERY:
            seen = update(StaffSession).where(StaffSession.id == row.id)
            write_afterwards(response, (seen.values(last_seen_at=at), {}))
    return response
