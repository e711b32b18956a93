"""What stands beside an order's goods, as values alone: when it was placed, its notes, tags and marks."""

from datetime import datetime
from typing import NamedTuple

from dashboard.core.action import Action
from dashboard.core.notes import may_delete
from dashboard.core.person import Person
from dashboard.core.statuses import CancelReason, Route
from dashboard.models.order import Order
from dashboard.models.tag_list import TagInUse
from dashboard.pages.order_menu import Offer


class Placed(NamedTuple):
    """The line below the code; `catalog` None: none."""

    at: datetime
    route: Route
    catalog: str | None
    pieces: int
    canceled: CancelReason | None


class Remark(NamedTuple):
    """A note; `changes`: whether the person may edit and delete it."""

    id: int
    text: str
    author: str
    at: datetime
    edited_at: datetime | None
    internal: bool
    changes: bool


class Notes(NamedTuple):
    """The block Notes; `offer` None where the person may not write any."""

    code: str
    offer: Offer | None
    rows: tuple[Remark, ...]

    @property
    def able(self) -> bool:
        """Whether one can be written now."""
        return self.offer is not None and not self.offer.refused


class Tags(NamedTuple):
    """The block Tags: what the order has by key, and what it could get with a press."""

    code: str
    offered: bool
    had: tuple[TagInUse, ...]
    in_use: tuple[TagInUse, ...]


class Marks(NamedTuple):
    """The block Marks: kinds and details; the buyer, the id and the state of its cart."""

    rows: tuple[tuple[str, str], ...]
    cart: tuple[int, int, str] | None


class Beside(NamedTuple):
    """All of it."""

    placed: Placed
    notes: Notes
    tags: Tags
    marks: Marks


def beside(order: Order, by: Person, offers: dict[str, Offer | None], in_use: list[TagInUse]) -> Beside:
    """What stands there for this person."""
    code, had = order.code, tuple([TagInUse(one.key, one.tag) for one in order.tags])
    catalog = order.catalog.name if order.catalog else None
    return Beside(
        Placed(order.placed_at, order.route, catalog, order.item_count, order.cancel_reason),
        notes(order, by, offers[Action.NOTE.value]),
        Tags(code, offers[Action.TAG.value] is not None, had, tuple(in_use)),
        marks(order),
    )


def notes(order: Order, by: Person, offer: Offer | None) -> Notes:
    """The notes, of which everybody may change their own."""
    able = offer is not None and not offer.refused
    rows = [
        Remark(
            one.id, one.text, one.author, one.at, one.edited_at, one.internal, able and may_delete(by, one.staff_id)
        )
        for one in order.notes
    ]  # fmt: skip
    return Notes(order.code, offer, tuple(rows))


def marks(order: Order) -> Marks:
    """The marks, and the cart that the order went back to."""
    cart = order.cart and (order.cart.customer_id, order.cart.id, order.cart.state)
    return Marks(tuple([(one.kind, one.detail) for one in order.marks]), cart)
