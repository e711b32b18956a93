"""What the tests of staff and settings ask: who stands how, what the store's log says, whose sessions run."""

import json
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select

from dashboard.actions.sign_in import start
from dashboard.core.person import Role
from dashboard.extensions import db
from dashboard.letters.shop import Shop
from dashboard.models import Activity, Message, Staff, StaffLink, StaffSession, Store
from tests import world

SHOP = Shop("Quay & Quill", "", "DE", "Europe/Berlin", "https://desk.example", timedelta(minutes=1))


class Line(NamedTuple):
    """A line of the store's log: verb, name of who did it, and its details."""

    verb: str
    actor: str
    text: dict[str, Any]


class Standing(NamedTuple):
    """What must not change unasked."""

    version: int
    lines: int
    letters: int
    links: int
    staff: int


def store_log() -> list[Line]:
    """The store's log, oldest first."""
    query = select(Activity).where(Activity.store_id == 1).order_by(Activity.seq)
    return [Line(line.verb, line.actor_name, json.loads(line.text or "{}")) for line in db.session.scalars(query)]


def standing() -> Standing:
    """How things stand."""
    lines = select(func.count()).where(Activity.store_id == 1)
    counts = [db.session.scalar(select(func.count()).select_from(kind)) for kind in (Message, StaffLink, Staff)]
    return Standing(version(), db.session.scalar(lines), *counts)


def version() -> int:
    """The store's version."""
    return db.session.scalar(select(Store.version))


def colleague(role: Role) -> Staff:
    """The account of the colleague who was in this role at first."""
    return db.session.scalars(select(Staff).where(Staff.name == world.COLLEAGUES[role])).one()


def session_of(role: Role, device: str = "") -> int:
    """The id of a new session of theirs."""
    start(colleague(role).id, "email:nobody", device)
    return db.session.scalar(select(func.max(StaffSession.id)))


def running(role: Role) -> int:
    """How many sessions of theirs were not ended."""
    theirs = StaffSession.staff_id == colleague(role).id, StaffSession.ended_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(StaffSession).where(*theirs))


def letters() -> list[Message]:
    """What waits in the outbox."""
    return list(db.session.scalars(select(Message).order_by(Message.id)))
