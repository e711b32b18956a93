"""Who has an order open: written after the answer, and skipped if somebody else is busy."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import Flask, Response, g, request
from flask_login import current_user
from sqlalchemy import Executable, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite

from dashboard.core.action import Action
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models.presence import FORGOTTEN, Open, Other, Presence, opened
from dashboard.pages.without_waiting import Statement, write_afterwards

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


def told(order_id: int, session_id: int, what: str, at: datetime) -> tuple[Statement, Statement]:
    """The statements that take away who left this order long ago, and say that this session has it open."""
    asked = {"order": order_id, "session": session_id, "what": what, "now": at}
    return (gone(), {"order": order_id, "before": at - 3 * FORGOTTEN}), (known(db.engine.dialect.name), asked)


@cache
def gone() -> Executable:
    """The statement that takes away who opened an order before a time."""
    return delete(Presence).where(Presence.order_id == bindparam("order"), Presence.at < bindparam("before"))


@cache
def known(dialect: str) -> Executable:
    """The statement that says who has an order open, and what is done there."""
    insert = (sqlite if dialect == "sqlite" else postgresql).insert(Presence)
    names = {"order_id": "order", "session_id": "session", "doing": "what", "at": "now"}
    values: dict[str, Any] = {column: bindparam(name) for column, name in names.items()}
    changed = {"doing": insert.excluded.doing, "at": insert.excluded.at}
    return insert.values(values).on_conflict_do_update(index_elements=["order_id", "session_id"], set_=changed)
