"""Who has an order open: written after the answer, on a connection of its own, and skipped if busy."""

from datetime import timedelta
from typing import Any, cast

from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from sqlalchemy import delete, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from dashboard.core.action import Action
from dashboard.database import WRITES, now
from dashboard.extensions import db
from dashboard.models.presence import FORGOTTEN, Open, Other, Presence, opened

EVERY = timedelta(seconds=8)


def register(app: Flask) -> None:
    """Write once the answer is on its way."""
    app.after_request(write_afterwards)


def look(code: str) -> Open | None:
    """Who has this order open, for a page that asks again; that this one does is written after the answer."""
    row = current_user.row
    found = opened(db.session(), code, row.staff.id, row.session.id, now())
    if found:
        g.presence = (found.order_id, found.mine)
        g.others = found.others
    return found


def stands(found: Open | None) -> str | None:
    """Another text after every line of the order's log, and whenever somebody else opens or leaves it."""
    if found is None:
        return None
    others = "".join(f"-{one.name}.{one.doing}" for one in found.others)
    return str(found.version) + ("".join(f".{ord(letter):x}" for letter in others) if others else "")


def said(others: list[Other]) -> list[str]:
    """Who else is there, in sentences."""
    return [
        f"{one.name} is at “{Action(one.doing).label}”" if one.doing else f"{one.name} has this order open"
        for one in others
    ]


def doing() -> str:
    """The verb whose dialog is open on the page that asks; "" for none, or for none that there is."""
    word = request.headers.get("Doing", "").replace("-", "_")
    return word if word in set(Action) else ""


def write_afterwards(response: Response) -> Response:
    """Arrange the writing, where what stands there is old or otherwise."""
    order_id, mine = g.pop("presence", (None, None))
    if order_id is not None:
        at, what = now(), doing()
        if mine is None or mine[0] != what or at - mine[1] > EVERY:
            app, session_id = cast(Flask, cast(Any, current_app)._get_current_object()), current_user.row.session.id
            response.call_on_close(lambda: write(app, order_id, session_id, what))
    return response


def write(app: Flask, order_id: int, session_id: int, what: str) -> None:
    """Write it without waiting for anybody, and take away who left this order long ago."""
    with app.app_context(), db.engine.connect() as connection:
        connection = connection.execution_options(**WRITES)
        lite = connection.dialect.name == "sqlite"
        driver: Any = connection.connection.dbapi_connection
        row = {"order_id": order_id, "session_id": session_id, "doing": what, "at": now()}
        insert = (sqlite.insert if lite else postgresql.insert)(Presence).values(row)
        known = insert.on_conflict_do_update(
            index_elements=["order_id", "session_id"], set_={"doing": what, "at": now()}
        )
        gone = delete(Presence).where(Presence.order_id == order_id, Presence.at < now() - 3 * FORGOTTEN)
        try:
            if lite:
                driver.execute("PRAGMA busy_timeout=0")
            with connection.begin():
                if not lite:
                    connection.execute(text("SET LOCAL lock_timeout = '1ms'"))
                connection.execute(gone)
                connection.execute(known)
        except OperationalError:
            return
        finally:
            if lite:
                driver.execute("PRAGMA busy_timeout=15000")
