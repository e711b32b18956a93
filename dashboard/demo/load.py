"""Load: any number of generated orders more, for trials of speed. Rows are those the actions would write."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import bindparam, exists, select, text, update
from sqlalchemy.orm import Session

from dashboard.core.refusals import Refused
from dashboard.core.statuses import OrderState
from dashboard.database import now, writing
from dashboard.demo import past, strangers
from dashboard.demo.bulk import TABLES, insert_all, store
from dashboard.demo.draft import Draft, Row, Setting
from dashboard.demo.fill import Progress
from dashboard.demo.open_draft import open_draft
from dashboard.demo.setting import setting
from dashboard.demo.shop import STAFF
from dashboard.models import CustomerSpend, Staff, Store

CHUNK = 1_000
OLDEST, NEWEST = timedelta(days=1_090), timedelta(days=91)


class NotTheDemo(Refused):
    """The database holds somebody's own store."""


def load(count: int, progress: Progress = lambda orders: None) -> None:
    """Add `count` orders, a chunk per transaction. `progress` is told how many were added.

    They were placed before everything in the demo, evenly over three years. Raises NotTheDemo.
    """
    moment = now().replace(microsecond=0)
    step = (OLDEST - NEWEST) / max(count, 1)
    for first in range(0, count, CHUNK):
        size = min(CHUNK, count - first)
        with writing() as session:
            refuse_own(session)
            roomy(session)
            add(session, [moment - OLDEST + step * (first + at) for at in range(size)], moment)
        progress(size)


def roomy(session: Session) -> None:
    """More page cache than SQLite's 2 MB, or every index page is read again for every chunk."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA cache_size = -64000"))


def refuse_own(session: Session) -> None:
    """Raise NotTheDemo unless the demo's owner works here."""
    if not session.scalar(select(exists().where(Staff.email_key == STAFF[0].email))):
        raise NotTheDemo("This database holds a store of its own; generated orders only go into the demo store.")


def add(session: Session, moments: list[datetime], today: datetime) -> None:
    """Add one order for each moment, with the people who placed them."""
    known = setting(session)
    dice = Random(known.numbers.next["orders"])  # another chunk, other dice; the same database, the same load
    prefix = session.scalars(select(Store.code_prefix)).one()
    made = strangers.make(session, dice, len(moments), moments[0] - timedelta(days=1))
    known = known._replace(accounts=made)
    orders = store(session, list(drawn(dice, moments, today, prefix, known)))
    known.numbers.keep()
    add_spend(session, orders)


def drawn(dice: Random, moments: list[datetime], today: datetime, prefix: str, known: Setting) -> Iterator[Draft]:
    """A draft for each moment."""
    owners, strays = list(known.accounts), strangers.guests(dice, len(moments))
    for at in moments:
        party = strangers.party(dice, owners, strays)
        age = (today - at).total_seconds() / 3600
        yield open_draft(past.story(dice, f"{prefix}{known.numbers.take('orders')}", party, age), at, known)


def add_spend(session: Session, orders: list[Row]) -> None:
    """Store what the new accounts' orders come to; they own nothing but these."""
    sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    owned: dict[int, list[datetime]] = defaultdict(list)
    for order in orders:
        if not order["account_id"]:
            continue
        owned[order["account_id"]].append(order["placed_at"])
        if order["state"] is OrderState.OPEN:
            total = sums[order["account_id"], order["currency"]]
            total[0] += order["paid"] - order["refunded"]
            total[1] += 1
    rows = [
        {"customer_id": number, "currency": currency, "amount": amount, "orders": count}
        for (number, currency), (amount, count) in sums.items()
    ]
    insert_all(session, {CustomerSpend.__tablename__: rows})
    currency = session.scalars(select(Store.currency)).one()
    listed = [
        {
            "number": number,
            "order_count": len(moments),
            "last_order_at": max(moments),
            "spend_sort": sums[number, currency][0],
        }
        for number, moments in owned.items()
    ]
    if listed:
        customers = TABLES["customers"]
        session.execute(update(customers).where(customers.c.id == bindparam("number")), listed)
