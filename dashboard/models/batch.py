"""Batches: what was done to many orders together, by whom, how far it has come, and what became of each order."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.core.batches import BatchState, BatchVerb, Outcome
from dashboard.core.person import Person
from dashboard.database import BigInt, Key, Moment, Word, now
from dashboard.extensions import db


class Batch(db.Model):
    """One verb for many orders. Counts are orders by outcome; those that wait are the rest of `count`.

    `query` is the list's address after the "?", where all that matched were meant, `as_of` the last line of the desk's
    logs when its preview was drawn. `way` is how its shipments go (core.parcels.Outgoing). `letter_id` is the one
    message about it. Whoever works on it holds a lease: the secret `leased_by`, until `leased_until`.
    """

    __tablename__ = "batches"
    __table_args__ = (
        Index("ix_batches_state", "state", "id"),
        CheckConstraint("done + refused + stale + gone + undone + kept <= count", name="counts"),
    )

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    verb: Mapped[BatchVerb] = mapped_column(Word(BatchVerb))
    state: Mapped[BatchState] = mapped_column(Word(BatchState), default=BatchState.RUNNING)
    query: Mapped[str | None] = mapped_column(String(2000))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    tag: Mapped[str | None] = mapped_column(String(100))
    notify: Mapped[bool] = mapped_column(default=False)
    as_of: Mapped[int] = mapped_column(BigInt, default=0)

    count: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    stale: Mapped[int] = mapped_column(default=0)
    gone: Mapped[int] = mapped_column(default=0)
    undone: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    letter_id: Mapped[int | None] = mapped_column(BigInt)
    failure: Mapped[str | None] = mapped_column(String(1000))

    by_kind: Mapped[str] = mapped_column(Key(10))
    by_id: Mapped[int | None] = mapped_column(BigInt)
    by_name: Mapped[str] = mapped_column(String(200))
    undone_by_kind: Mapped[str | None] = mapped_column(Key(10))
    undone_by_id: Mapped[int | None] = mapped_column(BigInt)
    undone_by_name: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)

    leased_by: Mapped[str | None] = mapped_column(Key(40))
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)  # leases taken since it last got on
    way: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    @property
    def waiting(self) -> int:
        """How many orders still wait for their turn; while it is taken back, to be taken back."""
        if self.state is BatchState.UNDOING:
            return self.done
        return self.count - (self.done + self.refused + self.stale + self.gone + self.undone + self.kept)

    @property
    def whose(self) -> tuple[str, int | None, str]:
        """In whose name it is worked on: kind, id and name."""
        if self.state is BatchState.UNDOING:
            return self.undone_by_kind or "", self.undone_by_id, self.undone_by_name or ""
        return self.by_kind, self.by_id, self.by_name

    def taken_back_by(self, person: Person) -> None:
        """From now on it is taken back in this person's name."""
        self.undone_by_kind, self.undone_by_id, self.undone_by_name = person.kind, person.id, person.name

    def let_go(self) -> None:
        """End the lease: whoever worked on it notices before the next order."""
        self.leased_by = self.leased_until = None


class BatchOrder(db.Model):
    """One order of a batch: the version that its preview was of, what became of it, and why if it was left alone.

    `seq` is the place of its line in the order's log. The order itself may be gone one day, and the row stays.
    """

    __tablename__ = "batch_orders"
    __table_args__ = (Index("ix_batch_orders_outcome", "batch_id", "outcome", "position"),)

    batch_id: Mapped[int] = mapped_column(
        BigInt, ForeignKey("batches.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_id: Mapped[int] = mapped_column(BigInt)
    code: Mapped[str] = mapped_column(Key(40))
    version: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome), default=Outcome.WAITING)
    sentence: Mapped[str | None] = mapped_column(String(500))
    seq: Mapped[int | None]
