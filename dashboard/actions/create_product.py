"""Create a product: what it goes by, what it costs, and how many there are."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.actions.change_product import count, refuse_taken
from dashboard.actions.change_store import change_store
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.products import Entered, called, stock
from dashboard.models.catalog import Product


def create_product(entered: Entered, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Add the product. Returns its id and name. Raises Replayed, the refusals of change_store(), and Invalid."""
    values, counted = entered.values(), stock(entered.stock)
    with change_store("product", by=by, once=once) as change:
        product = add(change.session, values)
        count(change.session, product, counted, by)
        name = called(product.name, product.variant)
        change.record("product_created", product=name, product_id=product.id, sku=product.sku)
        change.result = {"id": product.id, "name": name}
    return change.result


def add(session: Session, values: dict[str, Any]) -> Product:
    """Store a product that nobody counts yet. Raises Invalid beside "sku" if another one goes by it."""
    refuse_taken(session, values["sku"])
    product = Product(**values)
    try:
        with session.begin_nested():
            session.add(product)
    except IntegrityError:  # somebody else made it since we looked
        refuse_taken(session, values["sku"])
        raise
    return product
