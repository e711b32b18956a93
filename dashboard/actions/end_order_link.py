"""End a catalog's order link: nobody orders by it any more."""

from typing import Any

from dashboard.actions.change_catalog import change_catalog
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import WrongState


def end_order_link(
    number: int, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """End it. Raises WrongState where there is none, and the refusals of change_catalog()."""
    with change_catalog(number, by=by, seen=seen, once=once) as change:
        if change.catalog.token is None:
            raise WrongState("This catalog has no order link.")
        change.catalog.token = None
        change.record("order_link_ended")
        change.change.result = {"id": number, "catalog": change.catalog.name}
    return change.change.result
