"""When each session was last seen: written after the answer, on a connection of its own, and skipped if busy."""

from datetime import timedelta
from typing import Any, cast

from flask import Flask, Response, current_app
from flask_login import current_user
from sqlalchemy import text, update
from sqlalchemy.exc import OperationalError

from dashboard.database import WRITES, now
from dashboard.extensions import db
from dashboard.models.staff import StaffSession
from dashboard.pages.who import asks_again

EVERY = timedelta(minutes=1)


def register(app: Flask) -> None:
    """Beat once the answer is on its way."""
    app.after_request(beat_afterwards)


def beat_afterwards(response: Response) -> Response:
    """Arrange the beat, where the last one is old enough; a page that asks again by itself is no sign of life."""
    if current_user and current_user.is_authenticated and not asks_again():
        row = current_user.row.session
        if now() - row.last_seen_at > EVERY:
            app, session_id = cast(Flask, cast(Any, current_app)._get_current_object()), row.id
            response.call_on_close(lambda: beat(app, session_id))
    return response


def beat(app: Flask, session_id: int) -> None:
    """Write the moment without waiting for anybody: whoever is busy matters more."""
    with app.app_context(), db.engine.connect() as connection:
        connection = connection.execution_options(**WRITES)
        lite = connection.dialect.name == "sqlite"
        driver: Any = connection.connection.dbapi_connection
        try:
            if lite:
                driver.execute("PRAGMA busy_timeout=0")
            with connection.begin():
                if not lite:
                    connection.execute(text("SET LOCAL lock_timeout = '1ms'"))
                seen = update(StaffSession).where(StaffSession.id == session_id).values(last_seen_at=now())
                connection.execute(seen)
        except OperationalError:
            return
        finally:
            if lite:
                driver.execute("PRAGMA busy_timeout=15000")
