"""The store's own door: its settings, the people who work here, their sessions and links.

    with change_store("staff", by=person, seen=version, minds=about(7), once=submission) as change:
        …
        change.record("deactivated", staff="Ines Costa", staff_id=7)

All or nothing, one line in the store's log, as change() is for orders.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.lock import lock_store
from dashboard.actions.record import record
from dashboard.actions.under_way import UnderWay, Unrecorded
from dashboard.core.person import Person
from dashboard.core.refusals import Stale, Vanished
from dashboard.core.roles import require_permission
from dashboard.core.sentences import News
from dashboard.database import now, writing
from dashboard.models.activity import Activity
from dashboard.models.staff import Staff
from dashboard.models.store import Store

Minds = Callable[[str, dict[str, Any]], bool]


class StoreChange(UnderWay):
    """A change under way inside its transaction; the store's row is ours until commit."""

    def __init__(self, session: Session, store: Store, by: Person, at: datetime) -> None:
        super().__init__(session, by, at)
        self.store = store

    def staff(self, number: int) -> Staff:
        """The colleague of this id, as they are now. Raises Vanished."""
        query = select(Staff).where(Staff.id == number).with_for_update(key_share=True)
        found = self.session.scalar(query.execution_options(populate_existing=True))
        if found is None:
            raise Vanished("There is no such colleague.")
        return found

    def record(self, verb: str, **text: Any) -> Activity:
        """Write the line in the store's log: `text` is what its sentence needs, names as they are now."""
        self.activity = record(self.session, self.store, verb, text, by=self.by, at=self.at)
        return self.activity


@contextmanager
def change_store(
    permission: str | None,
    *,
    by: Person,
    seen: int | None = None,
    minds: Minds = lambda verb, text: False,
    once: keys.Submission | None = None,
    at: datetime | None = None,
) -> Iterator[StoreChange]:
    """Change the store or who works there; `permission` None: everybody may, for it is their own.

    `seen` is the store's version that the person saw; `minds` tells of a line since then whether it makes their view
    stale. Raises Replayed, and the refusals NotPermitted, KeyReused, Vanished, Stale.
    """
    if permission is not None:
        require_permission(by, permission)
    with writing() as session:
        keys.claim(session, once)
        store = lock_store(session)
        refuse_stale(session, store, seen, minds)
        under_way = StoreChange(session, store, by, at or now())
        yield under_way
        if under_way.activity is None:
            raise Unrecorded("The store was changed without a record.")
        keys.keep(session, once, under_way.result)


def about(number: int) -> Minds:
    """Minds what was done to the colleague of this id."""
    return lambda verb, text: text.get("staff_id") == number


def refuse_stale(session: Session, store: Store, seen: int | None, minds: Minds) -> None:
    """Raise Stale if anything that matters to the form was done since version `seen`."""
    if seen is None or seen == store.version:
        return
    query = select(Activity).where(Activity.store_id == store.id, Activity.seq >= seen).order_by(Activity.seq)
    lines = [line for line in session.scalars(query) if minds(line.verb, json.loads(line.text or "{}"))]
    if lines or seen > store.version:
        raise Stale([News.of(line) for line in lines], "This was")
