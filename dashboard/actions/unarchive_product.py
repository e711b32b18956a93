"""Unarchive a product: it is sold again."""

from typing import Any

from dashboard.actions.change_product import change_product
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import WrongState


def unarchive_product(
    number: int, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """Put it back into the list and into what can be ordered.

    Returns its id and name. Raises Replayed, the refusals of change_product(), and WrongState.
    """
    with change_product(number, by=by, seen=seen, once=once) as change:
        product = change.product
        if product.archived_at is None:
            raise WrongState("This product is not archived.")
        product.archived_at = None
        change.record("product_unarchived")
    return change.store.result
