"""End a catalog's order link: nobody orders by it any more."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_store import change_store
from dashboard.actions.make_order_link import locked
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import WrongState


def end_order_link(
    number: int, *, by: Person, once: Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """End it. Raises Vanished, WrongState where there is none, and the refusals of change_store()."""
    with change_store("product", by=by, once=once, at=at) as change:
        catalog = locked(change, number)
        if catalog.token is None:
            raise WrongState("This catalog has no order link.")
        catalog.token = None
        change.record("order_link_ended", catalog=catalog.name)
        change.result = {"id": catalog.id, "catalog": catalog.name}
    return change.result
