"""Who sent this request: one query for session, person and store, since every page needs all three."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from dashboard.models.saved_view import tabs_of
from dashboard.models.staff import Staff, StaffSession, running
from dashboard.models.store import Store


class SignedIn(NamedTuple):
    """A running session, its person and the store; and what saved_view.tabs() reads, where it was asked for."""

    session: StaffSession
    staff: Staff
    store: Store
    views: str | None = None


def signed_in(
    session: Session, token_hash: str, at: datetime, idle: timedelta, length: timedelta, with_views: bool = False
) -> SignedIn | None:
    """The session behind a token's hash, unless it ended, idled too long, grew too old or its person left.

    `with_views`: with the saved views that the person sees, which the list of orders has to show on every page.
    """
    views = [tabs_of(session.get_bind().dialect, Staff.id)] if with_views else []
    columns: tuple[Any, ...] = (StaffSession, Staff, Store, *views)
    query = (
        select(*columns)
        .join(Staff, Staff.id == StaffSession.staff_id)
        .join(Store, true())
        .where(StaffSession.token_hash == token_hash, *running(at, idle, length), Staff.active)
    )
    row = session.execute(query).first()
    return SignedIn(*row) if row else None
