"""Imports: which file was brought in, when, and what came of it."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db


class ImportRun(db.Model):
    """One run over one file; counts are whole orders."""

    __tablename__ = "import_runs"

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    source: Mapped[str] = mapped_column(Key(32))
    filename: Mapped[str] = mapped_column(String(300))
    digest: Mapped[str] = mapped_column(Key(64))
    started_at: Mapped[datetime] = mapped_column(Moment, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    made: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    problems: Mapped[str] = mapped_column(Text, default="[]")
