"""Make a catalog's order link, in place of the one there was: an address by which whoever has it orders."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select

from dashboard.actions.change_store import StoreChange, change_store
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import Vanished
from dashboard.models.catalog import Catalog

BYTES = 24


def make_order_link(
    number: int, *, by: Person, once: Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Make it; the old one leads nowhere from now on. Raises Vanished, and the refusals of change_store()."""
    with change_store("product", by=by, once=once, at=at) as change:
        catalog = locked(change, number)
        verb = "order_link_replaced" if catalog.token else "order_link_made"
        catalog.token = secrets.token_urlsafe(BYTES)
        change.record(verb, catalog=catalog.name)
        change.result = {"id": catalog.id, "catalog": catalog.name}
    return change.result


def locked(change: StoreChange, number: int) -> Catalog:
    """The catalog, ours until commit. Raises Vanished."""
    query = select(Catalog).where(Catalog.id == number).with_for_update(key_share=True)
    found = change.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise Vanished("That catalog is gone.")
    return found
