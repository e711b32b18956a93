"""Take a product out of a catalog: it is offered there no more, and stays a product of the shop."""

from typing import Any

from dashboard.actions.change_catalog import change_catalog
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.products import called
from dashboard.core.refusals import Vanished


def take_from_catalog(
    number: int, product: int, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """Take the product out of the catalog of this id. Returns the names of both.

    Raises as change_catalog(), and Vanished for a product that is not in it.
    """
    with change_catalog(number, by=by, seen=seen, once=once) as under_way:
        item = under_way.item(product)
        if item is None:
            raise Vanished("This product is not in the catalog any more.")
        name = called(item.product.name, item.product.variant)
        under_way.session.delete(item)
        under_way.record("catalog_reduced", product=name, product_id=product)
        under_way.change.result = {"product": name, "catalog": under_way.catalog.name}
    return under_way.change.result
