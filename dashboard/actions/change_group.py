"""What the verbs on a group of customers share: the store's door, since a group is the store's and no account's."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.actions.change_store import Minds, StoreChange, change_store
from dashboard.actions.once import Submission
from dashboard.core.groups import MOST
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Vanished
from dashboard.models.customer_group import CustomerGroup


class GroupChange:
    """A change of a group under way; nobody else changes one until commit."""

    def __init__(self, change: StoreChange, group: CustomerGroup) -> None:
        self.change, self.session, self.group = change, change.session, group

    def record(self, verb: str, **text: Any) -> None:
        """Write the line in the store's log, with the group as it is called now."""
        self.change.record(verb, group=self.group.name, group_id=self.group.id, **text)


@contextmanager
def change_group(
    number: int, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> Iterator[GroupChange]:
    """Change the group of this id. `seen` is the store's version that the person saw; lines about this group count.

    Raises Replayed and the refusals of change_store().
    """
    with change_store("customer_group", by=by, seen=seen, minds=about(number), once=once) as change:
        yield GroupChange(change, group_of(change.session, number))


def about(number: int) -> Minds:
    """Minds what was done to the group of this id."""
    return lambda verb, text: text.get("group_id") == number


def group_of(session: Session, number: int) -> CustomerGroup:
    """The group of this id, as it is now. Raises Vanished beside "group"."""
    found = session.get(CustomerGroup, number, populate_existing=True)
    if found is None:
        raise Vanished("There is no such group any more.", "group")
    return found


def refuse_name(session: Session, key: str, but: int | None = None) -> None:
    """Raise Invalid beside "name" where another group is called so."""
    has = session.scalar(select(CustomerGroup).where(CustomerGroup.name_key == key))
    if has is not None and has.id != but:
        raise Invalid(f"There is a group “{has.name}” already.", "name")


def refuse_many(session: Session) -> None:
    """Raise Invalid beside "name" where there are as many groups as may be."""
    if (session.scalar(select(func.count()).select_from(CustomerGroup)) or 0) >= MOST:
        raise Invalid(f"There are {MOST} groups, and no more fit. Delete one first.", "name")
