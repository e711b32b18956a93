"""Mappings of a merchant's own tables: which column becomes which field, kept by name."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db


class ImportMapping(db.Model):
    """One mapping; `columns_key` is the same for every file with these columns, in whatever order."""

    __tablename__ = "import_mappings"

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(Key(200), unique=True)
    columns_key: Mapped[str] = mapped_column(Key(64), index=True)
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(Moment, default=now)


def columns_key(columns: Iterable[str]) -> str:
    """What files with the same columns share; one that was given back with its reasons and mended, too."""
    own = {column for column in columns if column.casefold() != "reason"}
    return hashlib.sha256("\0".join(sorted(own)).encode()).hexdigest()


def mappings(session: Session) -> list[ImportMapping]:
    """All mappings by name."""
    return list(session.scalars(select(ImportMapping).order_by(ImportMapping.name_key)))


def remembered(session: Session, columns: Iterable[str]) -> ImportMapping | None:
    """The mapping kept last for a file with these columns, if any."""
    query = select(ImportMapping).where(ImportMapping.columns_key == columns_key(columns))
    return session.scalars(query.order_by(ImportMapping.kept_at.desc(), ImportMapping.id.desc())).first()
