"""Who sent this request: one query for session, person and store, since every page needs all three."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from dashboard.models.outbox_list import failed_for_staff
from dashboard.models.staff import Staff, StaffSession, running
from dashboard.models.store import Store


class SignedIn(NamedTuple):
    """A running session, its person and the store; `failed`: how many messages they should look at."""

    session: StaffSession
    staff: Staff
    store: Store
    failed: int


def signed_in(session: Session, token_hash: str, at: datetime, idle: timedelta, length: timedelta) -> SignedIn | None:
    """The session behind a token's hash, unless it ended, idled too long, grew too old or its person left."""
    query = (
        select(StaffSession, Staff, Store, failed_for_staff())
        .join(Staff, Staff.id == StaffSession.staff_id)
        .join(Store, true())
        .where(StaffSession.token_hash == token_hash, *running(at, idle, length), Staff.active)
    )
    row = session.execute(query).first()
    return SignedIn(*row) if row else None
