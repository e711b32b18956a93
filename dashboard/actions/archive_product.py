"""Archive a product: it is sold no more, and stays in the orders that hold it."""

from typing import Any

from dashboard.actions.change_product import change_product
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import WrongState


def archive_product(
    number: int, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """Take it out of the list and out of what can be ordered.

    Returns its id and name. Raises Replayed, the refusals of change_product(), and WrongState.
    """
    with change_product(number, by=by, seen=seen, once=once) as change:
        product = change.product
        if product.archived_at is not None:
            raise WrongState("This product is archived already.")
        product.archived_at = change.store.at
        change.record("product_archived")
    return change.store.result
