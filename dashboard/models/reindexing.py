"""Accounts whose orders are yet to be found under new details: what an edit leaves to be done in short steps."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import BigInt, Moment
from dashboard.extensions import db


class Reindexing(db.Model):
    """An account whose orders' search documents are written anew, newest first, and the place reached.

    Those placed before (before_at, before_id) remain; all of them where it is None.
    """

    __tablename__ = "reindexing"

    customer_id: Mapped[int] = mapped_column(
        BigInt, ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    before_at: Mapped[datetime | None] = mapped_column(Moment)
    before_id: Mapped[int | None] = mapped_column(BigInt)
