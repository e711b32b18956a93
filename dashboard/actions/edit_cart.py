"""Change the quantities in a cart; a line of none is taken out."""

from collections.abc import Mapping
from typing import Any

from dashboard.actions.change_cart import change_cart
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.reckoning import MOST_PIECES
from dashboard.core.refusals import Invalid, Vanished


def edit_cart(
    number: int,
    quantities: Mapping[int, int],
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
) -> dict[str, Any]:
    """Set the pieces of these lines, by their ids, in the open cart of this id.

    Returns the cart's id and the changes in words. Raises Invalid beside "quantity-<line>", or where nothing would
    change; Vanished for a line that is none of the cart's, Replayed and the refusals of change_cart().
    """
    for line, quantity in quantities.items():
        if not 0 <= quantity <= MOST_PIECES:
            raise Invalid(f"Enter a whole number of pieces, from 0 to {MOST_PIECES:,}.", f"quantity-{line}")
    with change_cart(number, by=by, seen=seen, once=once) as under_way:
        lines = {line.id: line for line in under_way.cart.lines}
        if set(quantities) - lines.keys():
            raise Vanished("One of these lines is not in the cart any more.")
        told = []
        for line_id, quantity in quantities.items():
            line = lines[line_id]
            if quantity == line.quantity:
                continue
            told.append(f"{line.name}: {line.quantity:,} → {quantity or 'taken out'}")
            if quantity:
                line.quantity = quantity
            else:
                under_way.cart.lines.remove(line)
        if not told:
            raise Invalid("Nothing would change: these are the quantities already.")
        under_way.record("cart_edited", changes="; ".join(told))
        under_way.result = {"cart": number, "changes": "; ".join(told)}
    return under_way.result
