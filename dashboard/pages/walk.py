"""From order to order within the list that one came from."""

from typing import NamedTuple

from flask import request

from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_list import COUNTED
from dashboard.models.order_neighbours import Neighbours, neighbours
from dashboard.pages import addresses
from dashboard.pages.list_address import Listed


class Walk(NamedTuple):
    """Addresses of the orders before and after, None at the ends, and where this one stands: "4 of 17"."""

    before: str | None
    after: str | None
    place: str


def walk(order: Order, came_from: Listed) -> Walk | None:
    """The way through that list.

    None where it is not found in time, and for an order that is not among all orders if the address names no list.
    """
    found = neighbours(db.session(), came_from.criteria, order)
    if found is None or (not found.listed and "list" not in request.args):
        return None
    return Walk(address(found.before, came_from), address(found.after, came_from), place(found))


def address(code: str | None, came_from: Listed) -> str | None:
    """The address of a neighbour, with the same list."""
    return code and addresses.address("order.show", code=code, list=came_from.query or None)


def place(found: Neighbours) -> str:
    """Where the order stands, in words; counts stop at a bound. Empty where counting takes too long."""
    if not found.listed:
        return "Not in this list"
    if found.ahead is None or found.count is None:
        return ""
    return f"{counted(found.ahead + 1)} of {counted(found.count)}"


def counted(number: int) -> str:
    """A number up to the bound: "17", "1,000+"."""
    return f"{COUNTED:,}+" if number > COUNTED else f"{number:,}"
