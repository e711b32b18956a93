"""Imports: which file was brought in, when, by whom, how far it has come, and what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from dashboard.core.imports import ImportState
from dashboard.core.person import COMMAND, Person
from dashboard.database import BigInt, Key, Moment, Word, now
from dashboard.extensions import db


class ImportRun(db.Model):
    """One file on its way in; counts are whole orders: until it is started of the rehearsal, then of what was done.

    `position` is how many items of the file were gone through, of `count`. `choices` are the merchant's (prefix and
    fields of importers.Choices), `looked` is what was found in the file (importers.reading.Looked, as plain data).
    `sums` is {currency: [total, refunded]} in minor units. `stored` names the file in the imports folder while it is
    kept. Whoever works on it holds a lease: the secret `leased_by`, until `leased_until`.
    """

    __tablename__ = "import_runs"
    __table_args__ = (
        Index("ix_import_runs_state", "state", "id"),
        CheckConstraint("position >= 0 AND position <= count", name="position"),
        CheckConstraint("made + changed + unchanged + refused <= position", name="counts"),
    )

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    state: Mapped[ImportState] = mapped_column(Word(ImportState))
    kind: Mapped[str] = mapped_column(Key(32))
    source: Mapped[str] = mapped_column(Key(32))
    filename: Mapped[str] = mapped_column(String(300))
    stored: Mapped[str | None] = mapped_column(Key(80))
    size: Mapped[int] = mapped_column(BigInt, default=0)
    digest: Mapped[str] = mapped_column(Key(64), default="")
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    looked: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON(none_as_null=True)))
    first: Mapped[list[Any] | None] = deferred(mapped_column(JSON(none_as_null=True)))

    count: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    made: Mapped[int] = mapped_column(default=0)
    orders_made: Mapped[int] = mapped_column(default=0)  # of these, what is an order: what undoing takes away
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    warned: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int] = mapped_column(default=0)
    sums: Mapped[dict[str, list[int]]] = mapped_column(JSON, default=dict)
    failure: Mapped[str | None] = mapped_column(String(1000))

    by_kind: Mapped[str] = mapped_column(Key(10))
    by_id: Mapped[int | None] = mapped_column(BigInt)
    by_name: Mapped[str] = mapped_column(String(200))
    uploaded_at: Mapped[datetime] = mapped_column(Moment, default=now)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)

    leased_by: Mapped[str | None] = mapped_column(Key(40))
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)  # leases taken since it last got on
    paced_at: Mapped[datetime | None] = mapped_column(Moment)  # from when, and from which position, speed is told
    paced_from: Mapped[int] = mapped_column(default=0)

    @property
    def begun(self) -> bool:
        """Whether anything may have been brought in: the rehearsal is over."""
        return self.started_at is not None

    def hand_to(self, person: Person) -> None:
        """From now on it is done in this person's name."""
        self.by_kind, self.by_id, self.by_name = person.kind, person.id, person.name

    def begin_again(self) -> None:
        """Forget all that was counted so far."""
        self.position = self.made = self.changed = self.unchanged = self.refused = self.warned = self.lines = 0
        self.tries = self.paced_from = self.orders_made = 0
        self.sums, self.failure, self.paced_at = {}, None, None

    def let_go(self) -> None:
        """End the lease: whoever worked on it notices before the next order."""
        self.leased_by = self.leased_until = None


def by_command(run: ImportRun) -> bool:
    """Whether it was started at the machine itself."""
    return run.by_kind == COMMAND.kind
