"""Make a catalog's order link, in place of the one there was: an address by which whoever has it orders."""

import secrets
from typing import Any

from dashboard.actions.change_catalog import change_catalog
from dashboard.actions.once import Submission
from dashboard.core.person import Person

BYTES = 24


def make_order_link(
    number: int, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """Make it; the old one leads nowhere from now on. Raises the refusals of change_catalog()."""
    with change_catalog(number, by=by, seen=seen, once=once) as change:
        verb = "order_link_replaced" if change.catalog.token else "order_link_made"
        change.catalog.token = secrets.token_urlsafe(BYTES)
        change.record(verb)
        change.change.result = {"id": number, "catalog": change.catalog.name}
    return change.change.result
