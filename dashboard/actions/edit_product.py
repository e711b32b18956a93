"""Edit a product, and count its stock."""

from typing import Any

from dashboard.actions.change_product import change_product, count, refuse_taken
from dashboard.actions.once import Submission
from dashboard.core import money
from dashboard.core.person import Person
from dashboard.core.products import LABELS, Entered, stock, told_stock
from dashboard.core.refusals import Invalid
from dashboard.models.catalog import Product


def edit_product(
    number: int,
    entered: Entered,
    *,
    by: Person,
    seen: int | None = None,
    stock_seen: str | None = None,
    once: Submission | None = None,
) -> dict[str, Any]:
    """Change what differs. Lines of orders keep the name and price that they were placed with.

    `stock_seen` is the stock as the form showed it: typed again, nothing is counted. Returns id, name and what
    changed. Raises Replayed, the refusals of change_product(), and Invalid beside the field.
    """
    values, counted = entered.values(), stock(entered.stock)
    with change_product(number, by=by, seen=seen, once=once) as change:
        product = change.product
        refuse_taken(change.session, values["sku"], product.id)
        changes = [apply(product, name, value) for name, value in values.items() if getattr(product, name) != value]
        before = None if stock_seen is None else stock(stock_seen)
        if stock_seen is None or counted != before:
            refuse_moved(product, before, stock_seen is not None)
            changes += filter(None, [count(change.session, product, counted, by)])
        if not changes:
            raise Invalid("Everything here is as it was saved. Nothing was changed.")
        change.record("product_edited", changes="; ".join(changes))
        change.store.result["changes"] = len(changes)
    return change.store.result


def refuse_moved(product: Product, before: int | None, known: bool) -> None:
    """Raise Invalid beside "stock" if pieces were sent or came back since the person looked: the count is of then."""
    if known and product.stock != before:
        now, was = told_stock(product.stock), told_stock(before)
        raise Invalid(f"The stock is {now} now, no longer {was}. Count again.", "stock")


def apply(product: Product, name: str, value: Any) -> str:
    """Set one column; in the words of the log."""
    old = shown(product, name)
    setattr(product, name, value)
    return f"{LABELS[name]} from {old} to {shown(product, name)}"


def shown(product: Product, name: str) -> str:
    """A column's value as the log has it."""
    value = getattr(product, name)
    if name == "price":
        return money.amount(value, product.currency)
    return f"“{value}”" if value else "none"
