"""A lot: the same done to several orders as one, one `change()` each.

    with lot(codes, [account], once=submission) as under_way:
        for code in under_way.versions:
            with change(code, …): …

One key, one transaction, all or nothing; every order and account is locked before the first change, in the one order
that all locks are taken in. For so many orders as are done within a second.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.lock import lock_all
from dashboard.core.refusals import Vanished
from dashboard.database import writing
from dashboard.models.order import Order


class Lot:
    """Several orders under way together: `versions` by code, as they are now that they are locked."""

    def __init__(self, session: Session, versions: dict[str, int]) -> None:
        self.session, self.versions = session, versions
        self.result: dict[str, Any] = {}


@contextmanager
def lot(codes: Iterable[str], accounts: Iterable[int | None], *, once: keys.Submission | None = None) -> Iterator[Lot]:
    """Lock these orders with their owners, and these accounts. Raises Replayed, KeyReused, Vanished."""
    wanted = list(dict.fromkeys(codes))
    with writing() as session:
        keys.claim(session, once)
        found = session.execute(select(Order.code, Order.id).where(Order.code.in_(wanted)))
        ids = {row.code: row.id for row in found}
        if missing := [code for code in wanted if code not in ids]:
            raise Vanished(f"There is no order {missing[0]} any more.")
        lock_all(session, ids.values(), accounts)
        # A statement of its own, after the locks: what it sees stays so.
        seen = session.execute(select(Order.code, Order.version).where(Order.id.in_(ids.values())))
        versions = {row.code: row.version for row in seen}
        under_way = Lot(session, {code: versions[code] for code in wanted})
        yield under_way
        keys.keep(session, once, under_way.result)
