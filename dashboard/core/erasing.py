"""Erasing somebody: what stands in its way, what becomes of texts that name them, which lines of a log stay whole."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from dashboard.core.refusals import Invalid
from dashboard.core.search import fold
from dashboard.core.words import OrderState

ERASED = "[erased]"  # in place of whoever was named
NOBODY = "Erased customer"  # what an account is called afterwards, and a buyer in the log
STEP = 100  # orders in one go: below a second
MOST_TOLD = 5

# Lines that tell of the books alone: dates, sums, pieces, numbers. All others lose their text.
FACTS = frozenset(
    {
        "imported", "reimported", "recognised", "tracking_imported", "paid", "payment_opened", "shipped", "packed",
        "delivered", "tracked", "refunded", "refund_asked", "returned", "canceled", "invoiced", "reordered",
        "ordered_anew", "archived", "unarchived", "erased",
    }
)  # fmt: skip


class InTheWay(NamedTuple):
    """Something that has to be done before: in a sentence, with the code of the order it concerns, if any."""

    sentence: str
    code: str | None = None


class Standing(NamedTuple):
    """What of an order tells whether its customer is still needed; amounts in minor units."""

    code: str
    state: OrderState
    left_to_send: bool
    total: int
    paid: int
    refunded: int
    unsettled: bool  # a refund not sent yet


def unfinished(order: Standing) -> InTheWay | None:
    """Why the customer of this order, not archived and no test, cannot be forgotten yet; None if nothing is open."""
    if order.unsettled:
        return InTheWay(f"A refund of {order.code} is not sent yet.", order.code)
    if order.state is OrderState.OPEN and order.left_to_send:
        return InTheWay(f"{order.code} is not sent yet. Send or cancel it, or archive it if it is done.", order.code)
    if order.state is OrderState.OPEN and order.paid < order.total:
        return InTheWay(f"{order.code} is not paid yet. Archive it if nothing is to come any more.", order.code)
    if order.state is OrderState.CANCELED and order.paid > order.refunded:
        return InTheWay(f"Money of {order.code} is still to be given back. Archive it if that is done.", order.code)
    return None


def require_confirmed(typed: str, name: str) -> None:
    """Raise Invalid unless the name was typed, in whatever case."""
    if fold(typed) != fold(name):
        raise Invalid(f"Type “{name}” to confirm.", "confirm")


def pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of these, in whatever case and space; None where there are none."""
    said = [r"\s+".join(re.escape(word) for word in name.split()) for name in names]
    return re.compile("|".join(said), re.IGNORECASE) if said else None


def without(value: Any, named: re.Pattern[str]) -> Any:
    """A text, or data made of texts, with everybody who is named taken out."""
    if isinstance(value, str):
        return named.sub(ERASED, value)
    if isinstance(value, dict):
        return {without(key, named): without(one, named) for key, one in value.items()}
    if isinstance(value, list):
        return [without(one, named) for one in value]
    return value


def tells_of(value: Any, ids: Sequence[int], named: re.Pattern[str] | None) -> bool:
    """Whether a line of a log is about these accounts, or names them. A namesake with an id is not meant."""
    if isinstance(value, dict):
        if isinstance(value.get("name"), str) and isinstance(value.get("id"), int):
            return value["id"] in ids or any(
                tells_of(one, ids, named) for key, one in value.items() if key not in {"id", "name"}
            )
        return any(tells_of(one, ids, named) for one in value.values())
    if isinstance(value, list):
        return any(tells_of(one, ids, named) for one in value)
    return isinstance(value, str) and named is not None and named.search(value) is not None
