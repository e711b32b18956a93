"""Invariant: every line of the log continues the hash before it, and no text was changed. Only erasure blanks one."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions.record import GENESIS, chain_hash, digest
from dashboard.checks.invariant import Overall
from dashboard.checks.log import CHAINS, named
from dashboard.models import Activity


class Link(NamedTuple):
    """The columns of a line that its hashes are over, by the names that `chain_hash` reads."""

    order_id: int | None
    customer_id: int | None
    store_id: int | None
    seq: int
    at: datetime
    verb: str
    actor_kind: str
    actor_id: int | None
    actor_name: str
    from_customer_id: int | None
    to_customer_id: int | None
    text: str | None
    salt: str | None
    digest: str
    previous_hash: str
    hash: str


COLUMNS = [getattr(Activity, name) for name in Link._fields]


def broken(session: Session) -> Iterator[str]:
    """Orders, customers and stores with a line that was changed, or that does not continue the one before."""
    for owner, column in CHAINS:
        query = select(*COLUMNS).where(column.is_not(None)).order_by(column, Activity.seq)
        at, previous, wrong = 0, GENESIS, 0
        for link in map(Link._make, session.execute(query.execution_options(yield_per=2_000))):
            number = link.order_id or link.customer_id or link.store_id or 0
            if number != at:
                at, previous = number, GENESIS
            if wrong != at and not continues(link, previous):
                wrong = at
                yield named(session, owner, at)
            previous = link.hash


def continues(link: Link, previous: str) -> bool:
    """Whether a line is as it was written, after the one with hash `previous`."""
    if link.previous_hash != previous or link.hash != chain_hash(cast(Activity, link)):
        return False
    if link.text is None:
        return link.salt is None
    return link.digest == digest(link.salt or "", link.actor_name, link.text)


CHAIN = (Overall("chain", "Each line of a log is as it was written and continues the one before it.", broken),)
