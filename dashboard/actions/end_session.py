"""Sign out that tablet: end one session, one's own or, for who may manage staff, another's."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dashboard.actions.change_store import change_store
from dashboard.actions.once import Submission
from dashboard.core.devices import device
from dashboard.core.person import Person
from dashboard.core.refusals import Vanished
from dashboard.core.roles import may
from dashboard.models.staff import StaffSession


def end_session(
    number: int, *, by: Person, once: Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """End the session of this id. Returns the device and whose it was.

    Raises Replayed and the refusals of change_store(); Vanished for one that ended, or of somebody else where `by`
    may not manage staff.
    """
    with change_store(None, by=by, once=once, at=at) as change:
        row = running(change.session, number)
        if row is None or (row.staff_id != by.id and not may(by, "staff")):
            raise Vanished("This session has ended already.")
        row.ended_at = change.at
        used, staff = device(row.device), row.staff
        if staff.id == by.id:
            change.record("session_ended", device=used.name)
        else:
            change.record("staff_session_ended", device=used.name, staff=staff.name, staff_id=staff.id)
        change.result = {"device": used.name, "name": staff.name, "staff_id": staff.id, "own": staff.id == by.id}
    return change.result


def running(session: Session, number: int) -> StaffSession | None:
    """The session of this id, if it was not ended."""
    query = select(StaffSession).where(StaffSession.id == number, StaffSession.ended_at.is_(None))
    return session.scalar(query.execution_options(populate_existing=True))


def end_all(session: Session, staff_id: int, at: datetime, keep: str | None = None) -> None:
    """End every session of this colleague, but for the one whose token has the hash `keep`."""
    others = update(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.ended_at.is_(None))
    if keep is not None:
        others = others.where(StaffSession.token_hash != keep)
    session.execute(others.values(ended_at=at))
