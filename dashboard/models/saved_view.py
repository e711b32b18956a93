"""Views of the order list that staff saved: a name, the list's address after the "?", and whose they are."""

import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    Dialect,
    ForeignKey,
    Index,
    ScalarSelect,
    String,
    Text,
    cast,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, joinedload, mapped_column, relationship

from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db
from dashboard.models.staff import Staff

SHARED, OWN = text("shared"), text("NOT shared")


class SavedView(db.Model):
    """A view of its maker's own, or shared with everyone; `position` orders the shared ones, and each person's own."""

    __tablename__ = "saved_views"
    __table_args__ = (
        Index("uq_saved_views_shared", "name_key", unique=True, sqlite_where=SHARED, postgresql_where=SHARED),
        Index("uq_saved_views_own", "staff_id", "name_key", unique=True, sqlite_where=OWN, postgresql_where=OWN),
    )

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    name_key: Mapped[str] = mapped_column(Key(80))
    query: Mapped[str] = mapped_column(String(2000))
    shared: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)

    maker: Mapped[Staff] = relationship()


class Tab(NamedTuple):
    """A view as it stands above the list."""

    id: int
    name: str
    query: str


def views_of(session: Session, staff_id: int) -> list[SavedView]:
    """The views that this person sees, with their makers: the shared ones, then their own. One query."""
    seen = or_(SavedView.shared, SavedView.staff_id == staff_id)
    query = select(SavedView).where(seen).options(joinedload(SavedView.maker))
    return list(session.scalars(query.order_by(SavedView.shared.desc(), SavedView.position, SavedView.id)))


def tabs_of(dialect: Dialect, staff_id: InstrumentedAttribute[int]) -> ScalarSelect[str | None]:
    """What tabs() reads of the views that a person sees, for a statement about them that is sent anyway."""
    seen = or_(SavedView.shared, SavedView.staff_id == staff_id)
    columns = (SavedView.id, SavedView.name, SavedView.query)
    order = (SavedView.shared.desc(), SavedView.position, SavedView.id)
    views = select(*columns).where(seen).order_by(*order).correlate(Staff).subquery()
    postgresql = dialect.name == "postgresql"
    array = func.json_build_array if postgresql else func.json_array
    gathered = func.json_agg if postgresql else func.json_group_array
    return select(cast(gathered(array(*views.c)), Text)).scalar_subquery()


def tabs(gathered: str | None) -> list[Tab]:
    """The views in what tabs_of() gave."""
    return [Tab(*view) for view in json.loads(gathered or "[]")]


def view_seen(session: Session, number: int, staff_id: int) -> SavedView | None:
    """The view of this id, if it is shared or this person's."""
    view = session.get(SavedView, number)
    return view if view and (view.shared or view.staff_id == staff_id) else None


def beside(session: Session, view: SavedView) -> list[SavedView]:
    """The views among which this one has its place, in order: all shared ones, or all of its maker's own."""
    query = select(SavedView).where(SavedView.shared == view.shared)
    if not view.shared:
        query = query.where(SavedView.staff_id == view.staff_id)
    return list(session.scalars(query.order_by(SavedView.position, SavedView.id)))
