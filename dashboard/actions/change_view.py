"""What all verbs on saved views share: the store's own door, whose view it is, and names that are used once.

A view goes through change_store(), shared or not: the store's row keeps two from taking one name or place at once, and
what everybody sees has its line in the log. The line about somebody's own view names neither it nor what it shows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions.change_store import Minds, StoreChange, change_store
from dashboard.actions.once import Submission
from dashboard.core import names, search, views
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Vanished
from dashboard.models.saved_view import SavedView, views_of


class ViewChange:
    """A change to one view, under way inside its transaction."""

    def __init__(self, change: StoreChange, view: SavedView) -> None:
        self.change, self.view = change, view
        self.session = change.session

    def record(self, verb: str, **text: Any) -> None:
        """Write the line in the store's log, and keep the view's name as the result."""
        told = {"view": self.view.name, **text} if self.view.shared or verb == "view_unshared" else {}
        self.change.record(verb if told else "own_view_changed", view_id=self.view.id, **told)
        self.change.result = {"name": self.view.name, "query": self.view.query}


@contextmanager
def change_view(
    number: int,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> Iterator[ViewChange]:
    """Change the view of this id. `seen` is the store's version that the person saw.

    Raises Replayed and the refusals of change_store(); Vanished for none that this person sees, NotPermitted for one
    that they may not change.
    """
    with change_store(None, by=by, seen=seen, minds=about_view(number), once=once, at=at) as change:
        view = change.session.get(SavedView, number, populate_existing=True)
        if view is None or not (view.shared or view.staff_id == by.id):
            raise Vanished("There is no such view any more.")
        views.require_may_change(by, view.staff_id, view.shared)
        yield ViewChange(change, view)


def about_view(number: int) -> Minds:
    """Minds what was done to the view of this id."""
    return lambda verb, text: text.get("view_id") == number


def free_name(session: Session, name: str, maker_id: int, number: int | None = None) -> tuple[str, str]:
    """The name as one line and its key. Raises Invalid for none, one too long, or that of another view."""
    line = names.required(name, "name", "Enter a name for the view.", views.LONGEST_NAME)
    key = search.fold(line)[:80]
    taken = {search.fold(view.name) for view in views.BUILT_IN}
    taken |= {view.name_key for view in views_of(session, maker_id) if view.id != number}
    if key in taken:
        raise Invalid(f"There is a view “{line}” already. Choose another name.", "name")
    return line, key


def end(session: Session, maker_id: int, shared: bool) -> tuple[int, int]:
    """How many views are shared, or this person's own, and the place behind them."""
    query = select(SavedView.position).where(SavedView.shared == shared)
    taken = list(session.scalars(query if shared else query.where(SavedView.staff_id == maker_id)))
    return len(taken), max(taken, default=0) + 1


def room(session: Session, maker_id: int, shared: bool) -> int:
    """The place behind the shared views, or this person's own. Raises Invalid where there are too many."""
    count, place = end(session, maker_id, shared)
    if count >= views.MOST:
        whose, kind = ("There are", "shared views") if shared else ("You have", "views")
        raise Invalid(f"{whose} {views.MOST} {kind} already. Delete one first.", "name")
    return place
