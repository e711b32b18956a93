"""Erase whoever ordered from one order: codes, dates, sums and lines stay. A step of erasing a customer or a guest."""

from datetime import datetime

from sqlalchemy import Update, and_, delete, select, update
from sqlalchemy.orm import Session

from dashboard.actions.change import change
from dashboard.core.erasing import FACTS, NOBODY, pattern, without
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.search import fold
from dashboard.models import personal
from dashboard.models.activity import Activity
from dashboard.models.known_person import KnownPerson
from dashboard.models.note import Note, OrderTag
from dashboard.models.order_link import OrderLink
from dashboard.models.personal import Fate

NOT_HERE = ("activities", "messages")  # of which more than an order’s own are erased, or not all of its own


def erase_order(code: str, known: KnownPerson, *, by: Person, at: datetime) -> None:
    """Take everything about them out of this order. Raises the refusals of change()."""
    with change(code, Action.ERASE, by=by, at=at) as under_way:
        session, order = under_way.session, under_way.order
        blank_order(session, order.id)
        take_names(session, order.id, known)
        blank_log(session, order.id)
        session.refresh(order)
        under_way.record("erased")


def blank_order(session: Session, order_id: int) -> None:
    """Empty what the order and its parts say of whoever ordered; remove what is theirs whole."""
    for gone in (Note, OrderLink):
        session.execute(delete(gone).where(gone.order_id == order_id))
    for table, columns in personal.columns(Fate.BLANKED):
        if table.name in NOT_HERE or not (table.name == "orders" or "order_id" in table.c):
            continue
        own = table.c.id if table.name == "orders" else table.c.order_id
        session.execute(update(table).where(own == order_id).values({column.name: empty(column) for column in columns}))


def empty(column: personal.AnyColumn) -> object:
    """What an emptied column holds."""
    if column.nullable:
        return None
    return {} if column.type.python_type is dict else ""


def take_names(session: Session, order_id: int, known: KnownPerson) -> None:
    """Take their names out of the order’s free texts; a tag that holds one goes."""
    if (named := pattern(known.names)) is None:
        return
    for table, columns in personal.columns(Fate.NAMED):
        own = table.c.id if table.name == "orders" else table.c.order_id
        for row in session.execute(select(*table.primary_key, *columns).where(own == order_id)).all():
            said = {column.name: getattr(row, column.name) for column in columns}
            left = {name: without(text, named) for name, text in said.items()}
            if left != said:
                key = and_(*(column == getattr(row, column.name) for column in table.primary_key))
                session.execute(update(table).where(key).values(left))
    for tag in session.scalars(select(OrderTag).where(OrderTag.order_id == order_id)).all():
        if named.search(tag.tag) or any(fold(name) in tag.key for name in known.names):
            session.delete(tag)


def blank_log(session: Session, order_id: int) -> None:
    """Blank the lines of the order’s log that tell of more than the books."""
    lines = update(Activity).where(
        Activity.order_id == order_id, Activity.verb.not_in(FACTS), Activity.text.is_not(None)
    )
    blank(session, lines)


def blank(session: Session, lines: Update) -> None:
    """Blank these lines: their chain goes on, since its hashes are over digests of what stood there."""
    quiet = {"synchronize_session": False}
    for whose, name in ((Activity.actor_kind == "buyer", {"actor_name": NOBODY}), (Activity.actor_kind != "buyer", {})):
        session.execute(lines.where(whose).values(text=None, salt=None, **name), execution_options=quiet)
