"""Work on a batch, or take it back: a chunk of orders at a time, each a change of its own.

What became of the orders is written in the transaction of their chunk, so that whoever takes a killed batch up goes on
behind the last order that was done.
"""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any, NamedTuple

from sqlalchemy import select, tuple_, update
from sqlalchemy.orm import Session

from dashboard.actions.archive import archive
from dashboard.actions.batch_lease import Halted, end, hold, leave_rest, release
from dashboard.actions.batch_letter import queue_letter
from dashboard.actions.fulfil import Parcel, fulfil
from dashboard.actions.link import link
from dashboard.actions.reassign import NewOwner, reassign
from dashboard.actions.tag import tag
from dashboard.actions.together import Together
from dashboard.actions.undo import undo
from dashboard.core import guards
from dashboard.core.batches import BatchState, BatchVerb, Outcome
from dashboard.core.parcels import Outgoing
from dashboard.core.person import COMMAND, Person
from dashboard.core.refusals import NotPermitted, Refused, Stale, Vanished
from dashboard.core.sentences import News
from dashboard.database import writing
from dashboard.letters.shop import Shop
from dashboard.models.activity import Activity
from dashboard.models.batch import Batch, BatchOrder
from dashboard.models.staff import Staff

CHUNK = 100  # orders a transaction at most
FEWEST = 10  # are read at a time, however slow the machine
SECONDS = 0.6  # and no order more after so long: others wait for the write lock below a second
Deed = Callable[[Any], int | None]  # does it to an order; the place of its line in the log
Progress = Callable[[int], None]  # told after each chunk how many orders still wait


class Came(NamedTuple):
    """What came of one order."""

    outcome: Outcome
    sentence: str | None = None
    seq: int | None = None


def quiet(waiting: int) -> None:
    """Tell nobody."""


def work_on(batch_id: int, token: str, shop: Shop, *, most: int | None = None, progress: Progress = quiet) -> None:
    """Go on with a batch that is claimed, to its end, or for about so many orders, and then leave it to others."""
    gone_through, size = 0, CHUNK
    try:
        while most is None or gone_through < most:
            done, waiting = step(batch_id, token, shop, size)
            gone_through += done
            size = min(CHUNK, max(FEWEST, 2 * done))  # what is not come to is read in vain
            progress(waiting)
            if not waiting:
                return
    except Halted:
        pass
    release(batch_id, token)


def step(batch_id: int, token: str, shop: Shop, size: int | None = None) -> tuple[int, int]:
    """The next chunk: how many orders it went through, and how many still wait. Raises Halted."""
    with writing() as session:
        batch = hold(session, batch_id, token)
        try:
            by = whose(session, batch)
        except NotPermitted as refusal:
            leave_rest(session, batch, refusal.sentence)
            return 0, 0
        done = through(session, batch, by, shop, size or CHUNK)
        batch.tries = 0
        if not batch.waiting:
            if batch.state is BatchState.RUNNING and batch.notify:
                queue_letter(session, batch, shop)
            end(batch)
            return done, 0
        return done, batch.waiting


def whose(session: Session, batch: Batch) -> Person:
    """In whose name it is done. Raises NotPermitted where they may not, or not any more."""
    kind, number, name = batch.whose
    if kind == COMMAND.kind:
        return COMMAND
    staff = session.get(Staff, number, populate_existing=True)
    if staff is None or not staff.active:
        raise NotPermitted(f"{name} works here no more, so this was left alone.")
    undoing = batch.state is BatchState.UNDOING
    guards.require_permission(staff.person, batch.verb.undone_by if undoing else batch.verb.action)
    return staff.person


def through(session: Session, batch: Batch, by: Person, shop: Shop, size: int) -> int:
    """Go through the next orders, as many as fit into the time; all their locks first. Returns how many."""
    began, rows = monotonic(), next_orders(session, batch, size)
    undoing = batch.state is BatchState.UNDOING
    place = {} if undoing else {"lot": {"batch": batch.id, "count": batch.count}}
    lines = lines_of(session, rows) if undoing else []
    accounts = {batch.customer_id, *(line.from_customer_id for line in lines)}
    sends = batch.verb is BatchVerb.FULFIL
    together = Together(session, [row.order_id for row in rows], accounts, place, lines, stock=sends)
    deed = taking_back(batch, by, together) if undoing else doing(batch, by, shop, together)
    came: dict[int, Came] = {}
    for row in rows:
        came[row.position] = one(batch, row, deed)
        if monotonic() - began > SECONDS:
            break
    together.settle()
    write_down(session, batch, came)
    return len(came)


def next_orders(session: Session, batch: Batch, size: int) -> Sequence[Any]:
    """The orders whose turn is next; while the batch is taken back, of those that it did."""
    wanted = Outcome.DONE if batch.state is BatchState.UNDOING else Outcome.WAITING
    columns = (BatchOrder.position, BatchOrder.order_id, BatchOrder.code, BatchOrder.version, BatchOrder.seq)
    query = select(*columns).where(BatchOrder.batch_id == batch.id, BatchOrder.outcome == wanted)
    return session.execute(query.order_by(BatchOrder.position).limit(size)).all()


def lines_of(session: Session, rows: Sequence[Any]) -> Sequence[Activity]:
    """The lines of the log that the batch left in these orders."""
    lines = tuple_(Activity.order_id, Activity.seq).in_([(row.order_id, row.seq) for row in rows])
    return session.scalars(select(Activity).where(lines)).all()


def doing(batch: Batch, by: Person, shop: Shop, together: Together) -> Deed:
    """What is done to each order: what its own button does, recorded as part of the batch."""
    within: dict[str, Any] = {"by": by, "within": together}
    moved: dict[str, Any] = {**within, "shop": shop}
    deeds: dict[BatchVerb, Callable[[Any], dict[str, Any]]] = {
        BatchVerb.REASSIGN: lambda row: reassign(row.code, NewOwner(batch.customer_id), seen=row.version, **moved),
        BatchVerb.LINK: lambda row: link(row.code, batch.customer_id, seen=row.version, **moved),
        BatchVerb.TAG: lambda row: tag(row.code, batch.tag or "", **within),
        BatchVerb.ARCHIVE: lambda row: archive(row.code, seen=row.version, **within),
        BatchVerb.FULFIL: lambda row: send_all(row, batch, within),
    }
    deed = deeds[batch.verb]
    return lambda row: int(deed(row)["undo"])


def send_all(row: Any, batch: Batch, within: dict[str, Any]) -> dict[str, Any]:
    """Make one shipment of all that is left of an order, as the batch has it."""
    how = Outgoing(**(batch.way or {}))
    parcel = Parcel(None, how.by, how.handed_over)
    made = fulfil(row.code, parcel, seen=row.version, notify=how.notify, **within)
    return {"undo": made["seq"]}


def taking_back(batch: Batch, by: Person, together: Together) -> Deed:
    """What is done to each order to take the batch back: Undo, on its own line."""

    def deed(row: Any) -> None:
        undo(row.code, row.seq, batch.verb.logged, by=by, within=together)

    return deed


def one(batch: Batch, row: Any, deed: Deed) -> Came:
    """Do it to one order; what is refused to it is its outcome."""
    undoing = batch.state is BatchState.UNDOING
    try:
        seq = deed(row)
    except Stale as stale:
        return Came(Outcome.STALE, since(stale.news))
    except Vanished as gone:
        left = Outcome.REFUSED if gone.field else Outcome.GONE
        return Came(Outcome.KEPT if undoing else left, gone.sentence, row.seq)
    except Refused as refused:
        return Came(Outcome.KEPT if undoing else Outcome.REFUSED, refused.sentence, row.seq)
    return Came(Outcome.UNDONE, None, row.seq) if undoing else Came(Outcome.DONE, None, seq)


def since(news: Sequence[News]) -> str:
    """Why an order that changed meanwhile was left alone."""
    said = "".join(part.text for part in news[-1].parts) if news else "somebody changed it"
    return f"It was left alone, since this came after: {said}"


def write_down(session: Session, batch: Batch, came: dict[int, Came]) -> None:
    """What became of these orders, one by one and counted."""
    rows = [
        {"batch_id": batch.id, "position": at, "outcome": one.outcome, "sentence": (one.sentence or "")[:500] or None,
         "seq": one.seq}
        for at, one in came.items()
    ]  # fmt: skip
    if rows:
        session.execute(update(BatchOrder), rows)
    for one in came.values():
        setattr(batch, one.outcome.value, getattr(batch, one.outcome.value) + 1)
    if batch.state is BatchState.UNDOING:
        batch.done -= len(came)
