"""Choose the columns of one's own order list.

A row writer of its own: the choice is nobody else's matter and no fact of the store, so it has no line in its log. The
same choice twice comes to the same, so its form needs no one-time key.
"""

from collections.abc import Iterable

from sqlalchemy import update

from dashboard.core import columns
from dashboard.core.columns import Column
from dashboard.core.person import Person
from dashboard.core.roles import require_permission
from dashboard.database import writing
from dashboard.models.staff import Staff


def choose_columns(words: Iterable[str] | None, *, by: Person) -> frozenset[Column]:
    """Keep these columns for `by`, None for those that everybody begins with. Returns them. Raises NotPermitted."""
    require_permission(by, "read")
    chosen = columns.AS_THEY_COME if words is None else columns.known(words)
    with writing() as session:
        session.execute(update(Staff).where(Staff.id == by.id).values(order_columns=columns.kept(chosen)))
    return chosen
