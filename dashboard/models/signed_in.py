"""Who sent this request: one query for session, person and store, since every page needs all three."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Dialect, Select, bindparam, func, select, true
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.util import identity_key

from dashboard.core.person import Person, Role
from dashboard.models import latest
from dashboard.models.money_list import waiting_for_staff
from dashboard.models.order_names import names_of
from dashboard.models.order_seen import made, places
from dashboard.models.outbox_list import failed_for_staff
from dashboard.models.reading import rows_of
from dashboard.models.saved_view import tabs_of
from dashboard.models.staff import Staff, StaffSession, running
from dashboard.models.store import Store
from dashboard.models.trial_orders import real_orders

STAFFED = 7  # columns of the session and of who runs it
BADGE = 99  # that the navigation counts: every page asks, and nobody works through more at once


class Beside(NamedTuple):
    """Views and names as texts, whether there is a real order, and how far the desk has come."""

    views: str | None
    names: Sequence[str | None]
    real_orders: bool
    stands: str | None


class Seen(NamedTuple):
    """A running session: its id, and when it was last seen."""

    id: int
    last_seen_at: datetime


class Colleague(NamedTuple):
    """Who runs it; `order_columns` as in Staff."""

    id: int
    name: str
    email: str
    role: Role
    order_columns: str | None

    @property
    def person(self) -> Person:
        """Who this is, as actions and rules want to know it."""
        return Person("staff", self.id, self.name, self.role)


class SignedIn(NamedTuple):
    """A running session, its person and the store; and what the list of orders shows beside its rows, where asked for.

    `failed`: how many messages they should look at; `to_send`: how many refunds; BADGE + 1 of either at most.
    `beside`: what saved_view.tabs(), order_names.names() and latest.told() read.
    """

    session: Seen
    staff: Colleague
    store: Store
    failed: int
    to_send: int
    beside: Beside | None = None


def signed_in(
    session: Session,
    token_hash: str,
    at: datetime,
    idle: timedelta,
    length: timedelta,
    with_list: bool = False,
) -> SignedIn | None:
    """The session behind a token's hash, unless it ended, idled too long, grew too old or its person left.

    `with_list`: with what the list of orders has to show on every page.
    """
    query = asking(session.get_bind().dialect, with_list)
    found = rows_of(session, query, {"token": token_hash, "seen": at - idle, "begun": at - length})
    if not found:
        return None
    row, place = found[0], places((Store,), STAFFED)[0]
    store = held(session, made(place, row))
    failed, to_send, *gathered = row[place.at.stop :]
    shown = Beside(gathered[0], gathered[1:4], bool(gathered[4]), latest.told(*gathered[5:])) if with_list else None
    return SignedIn(Seen._make(row[:2]), Colleague._make(row[2:STAFFED]), store, failed, to_send, shown)


def held(session: Session, store: Store) -> Store:
    """The store as the session's own, as if it had loaded it: read anew after a change, and not again before."""
    known: Store | None = session.identity_map.get(identity_key(Store, store.id))
    if known is None:
        make_transient_to_detached(store)
        session.add(store)
    return known or store


@lru_cache(8)
def asking(dialect: Dialect, with_list: bool) -> Select[Any]:
    """The query, put together once: it comes before every page."""
    beside = (
        [tabs_of(dialect, Staff.id), *names_of(dialect), real_orders(), *latest.desk_of(dialect)] if with_list else []
    )
    staff = (Staff.id, Staff.name, Staff.email, Staff.role, Staff.order_columns)
    columns: tuple[Any, ...] = (
        StaffSession.id, StaffSession.last_seen_at, *staff, *Store.__table__.c,
        counted(failed_for_staff()), counted(waiting_for_staff()), *beside,
    )  # fmt: skip
    moment = StaffSession.last_seen_at.type
    return (
        select(*columns)
        .join(Staff, Staff.id == StaffSession.staff_id)
        .join(Store, true())
        .where(StaffSession.token_hash == bindparam("token"), Staff.active)
        .where(*running(bindparam("seen", type_=moment), bindparam("begun", type_=moment)))
    )


def counted(of_staff: Select[int]) -> ColumnElement[int]:
    """How many there are, one more than BADGE at most."""
    return select(func.count()).select_from(of_staff.limit(BADGE + 1).subquery()).scalar_subquery()
