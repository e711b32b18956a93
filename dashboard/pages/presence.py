"""Who has an order open: written after the answer, and skipped if somebody else is busy."""

from datetime import datetime, timedelta

from flask import Flask, Response, g, request
from flask_login import current_user
from sqlalchemy import Executable, delete
from sqlalchemy.dialects import postgresql, sqlite

from dashboard.core.action import Action
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models.presence import FORGOTTEN, Open, Other, Presence, opened
from dashboard.pages.without_waiting import write_afterwards

EVERY = timedelta(seconds=8)


def register(app: Flask) -> None:
    """Write once the answer is on its way."""
    app.after_request(tell_afterwards)


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


def tell_afterwards(response: Response) -> Response:
    """Arrange the writing, where what stands there is old or otherwise."""
    order_id, mine = g.pop("presence", (None, None))
    if order_id is not None:
        at, what = now(), doing()
        if mine is None or mine[0] != what or at - mine[1] > EVERY:
            write_afterwards(response, *told(order_id, current_user.row.session.id, what, at))
    return response


def told(order_id: int, session_id: int, what: str, at: datetime) -> tuple[Executable, Executable]:
    """The statements that take away who left this order long ago, and say that this session has it open."""
    gone = delete(Presence).where(Presence.order_id == order_id, Presence.at < at - 3 * FORGOTTEN)
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert(Presence)
    known = insert.values(order_id=order_id, session_id=session_id, doing=what, at=at)
    return gone, known.on_conflict_do_update(index_elements=["order_id", "session_id"], set_={"doing": what, "at": at})
