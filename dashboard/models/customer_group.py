"""Groups of customers, who is in them, and how they are listed."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db

COUNTED = 1_000


class CustomerGroup(db.Model):
    """A group; `name_key` is its name folded, so that there is one of each."""

    __tablename__ = "customer_groups"
    __table_args__ = (CheckConstraint("length(name) > 0", name="named"),)

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(Key(240), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Membership(db.Model):
    """An account is in a group."""

    __tablename__ = "customer_group_members"
    __table_args__ = (Index("ix_customer_group_members_customer_id", "customer_id"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("customer_groups.id", ondelete="CASCADE"), primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)


class Listed(NamedTuple):
    """A group as the list of groups shows it; `members` counts to COUNTED + 1 at most."""

    id: int
    name: str
    members: int


def groups(session: Session) -> list[CustomerGroup]:
    """All groups by name; there are at most core.groups.MOST."""
    return list(session.scalars(select(CustomerGroup).order_by(CustomerGroup.name_key)))


def groups_counted(session: Session) -> list[Listed]:
    """All groups by name with how many accounts each has, merged ones too. One query."""
    few = select(Membership.customer_id).where(Membership.group_id == CustomerGroup.id).limit(COUNTED + 1)
    counted = select(func.count()).select_from(few.correlate(CustomerGroup).subquery()).scalar_subquery()
    query = select(CustomerGroup.id, CustomerGroup.name, counted).order_by(CustomerGroup.name_key)
    return [Listed(*row) for row in session.execute(query)]
