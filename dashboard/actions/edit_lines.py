"""Edit the lines of an order: its confirmation. What the buyer placed stays beside it, unchanged."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dashboard.actions.change import Change, change
from dashboard.actions.once import Submission
from dashboard.actions.order_lines import MOST_LINES, line_for, products_of, put_sums, refuse_archived
from dashboard.core import money
from dashboard.core.confirming import Line, Now, confirm, in_words
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.products import called
from dashboard.core.refusals import Invalid
from dashboard.models.confirmation import confirmation
from dashboard.models.line import OrderLine
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.models.store import Store


def edit_lines(
    code: str, wanted: Mapping[str, Now], *, by: Person, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """Make the lines so: by "l<line id>", and "p<product id>" for products to be added.

    Returns code, the total before and after, and what is to be paid or refunded then. Raises Replayed, the refusals of
    change(), and Invalid beside the field, or where nothing differs.
    """
    with change(code, Action.EDIT_LINES, by=by, seen=seen, once=once) as under_way:
        order, session = under_way.order, under_way.session
        lines = confirmation(order, facts(session, order, carts=False))
        refuse_foreign(lines, wanted)
        before = order.total
        added = new_lines(under_way, wanted)
        lines += [draft(key, line) for key, line in added.items()]
        sums = confirm(lines, wanted, order.currency, order.tax_included)
        changes = "; ".join(in_words(lines, wanted, order.currency))
        put_total(order, lines, sums)
        rows = [*order.lines, *added.values()]
        for row, line in zip(rows, lines, strict=True):
            row.quantity, row.unit_price = wanted.get(line.key, line.now)
        put_sums(rows, sums)
        order.lines.extend(line for line in added.values() if line.quantity)
        was, now = money.money(before, order.currency), money.money(order.total, order.currency)
        told = changes if before == order.total else f"{changes}; total {was} → {now}"
        under_way.record("confirmed", changes=told)
        under_way.result = {"code": code, "was": was, "now": now, "left": order.total - held(order)}
        under_way.result |= {"currency": order.currency}
    return under_way.result


def refuse_foreign(lines: list[Line], wanted: Mapping[str, Now]) -> None:
    """Raise Invalid for a line that is none of the order’s."""
    if any(key.startswith("l") for key in wanted.keys() - {line.key for line in lines}):
        raise Invalid("One of these items is no longer part of the order. Open it anew.")


def new_lines(under_way: Change, wanted: Mapping[str, Now]) -> dict[str, OrderLine]:
    """Lines of the products that are to be added, without pieces yet, after those that are there."""
    order, session = under_way.order, under_way.session
    keys = [key for key, now in wanted.items() if key.startswith("p") and now.quantity]
    if len(order.lines) + len(keys) > MOST_LINES:
        raise Invalid(f"An order has {MOST_LINES} lines at most.", "product_q")
    products = products_of(session, [int(key[1:]) for key in keys])
    last = max((line.position for line in order.lines), default=0)
    rate = session.get_one(Store, 1).tax_rate if keys else 0
    found = {}
    for position, key in enumerate(keys, start=last + 1):
        product = products[int(key[1:])]
        refuse_archived(product)
        found[key] = line_for(product, position, 0, Decimal(wanted[key].unit_price), rate)
    return found


def draft(key: str, line: OrderLine) -> Line:
    """A line that is about to be added, as the rules look at it."""
    return Line(key, called(line.name, line.variant), line.quantity, line.unit_price, line.tax_rate)


def put_total(order: Order, lines: list[Line], sums: list[Any]) -> None:
    """What the order comes to then: what its source’s own total says beyond its parts stays as it is."""
    total = order.total + sum(new.total - line.sums.total for line, new in zip(lines, sums, strict=True))
    if total < 0:
        raise Invalid("The order would come to less than nothing.")
    order.tax += sum(new.tax - line.sums.tax for line, new in zip(lines, sums, strict=True))
    order.total = total


def held(order: Order) -> int:
    """What the shop holds of the customer’s money."""
    return order.paid - order.refunded
