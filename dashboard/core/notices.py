"""What the shop tells of by itself: the events, whether they are told of by e-mail or SMS, and in which words.

A text holds placeholders ({order}); a line of it whose placeholder has nothing to say is left out (core/filling).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from dashboard.core.words import OrderState, RefundState, ShipmentStatus

S = ShipmentStatus
ON_ITS_WAY = frozenset({S.SHIPPED, S.IN_TRANSIT})
NOT_THERE_YET = ON_ITS_WAY | {S.OUT_FOR_DELIVERY, S.DELIVERY_FAILED}
NEW_ORDER, PLACED = "new_order", "order_placed"
# What each placeholder stands for, as the form says it.
PLACEHOLDERS = {
    "name": "the customer’s name",
    "order": "the order’s code",
    "pieces": "which pieces, and how many of each",
    "carrier": "who brings them",
    "tracking": "the tracking number",
    "date": "the day",
    "amount": "the amount, with its currency",
    "link": "where the order can be seen",
    "store": "the store’s name",
}
GOODS = ("name", "order", "pieces", "carrier", "tracking", "date", "store")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is told of: its name on the page, under which heading, what it says, and who gets it by itself."""

    label: str
    group: str
    subject: str
    text: str
    sms: str
    placeholders: tuple[str, ...]
    on: bool = True


HELLO = "Hello {name},\n\n"
QUESTIONS = "\n\nAny questions? Answer this letter."
EVENTS: dict[str, Event] = {
    PLACED: Event(
        "Order placed", "Order", "We have your order {order}",
        f"{HELLO}thank you for your order {{order}} of {{date}}: {{pieces}}.\n\nIt comes to {{amount}}."
        "\n\nSee your order: {link}\nWhoever has this link sees the order, so keep it to yourself."
        "\n\nSomething wrong? Answer this letter, best before it is packed.",
        "{store}: we have your order {order}, {amount}. See it: {link}",
        ("name", "order", "pieces", "amount", "date", "link", "store"),
    ),
    NEW_ORDER: Event(
        "New order", "Order", "New order {order}: {amount}",
        "{order} was placed on {date} for {name}: {pieces}.\n\nIt comes to {amount}.\n\nOpen the order: {link}",
        "", ("name", "order", "pieces", "amount", "date", "link", "store"),
    ),
    "order_canceled": Event(
        "Order canceled", "Order", "Your order {order} is canceled",
        f"{HELLO}your order {{order}} was canceled on {{date}}.\n\nWe give {{amount}} back to you.{QUESTIONS}",
        "{store}: your order {order} is canceled.", ("name", "order", "amount", "date", "store"),
    ),
    "payment_received": Event(
        "Payment received", "Payment", "We have your payment for {order}",
        f"{HELLO}your payment of {{amount}} for order {{order}} reached us on {{date}}. Thank you.{QUESTIONS}",
        "{store}: we have your {amount} for {order}. Thank you.", ("name", "order", "amount", "date", "store"),
        on=False,
    ),
    "refund_sent": Event(
        "Refund sent", "Payment", "Your refund for {order} is on its way",
        f"{HELLO}on {{date}} we sent {{amount}} back to you for order {{order}}."
        f"\n\nIt may take your bank some days to show it.{QUESTIONS}",
        "{store}: we sent {amount} back to you for {order}.", ("name", "order", "amount", "date", "store"),
    ),
    "shipment_sent": Event(
        "Shipment sent", "Shipment", "Your order {order} is on its way",
        f"{HELLO}we handed {{pieces}} of your order {{order}} to {{carrier}} on {{date}}."
        f"\n\nTracking number: {{tracking}}{QUESTIONS}",
        "{store}: {order} is on its way with {carrier}.\nTracking number: {tracking}", GOODS,
    ),
    "out_for_delivery": Event(
        "Out for delivery", "Shipment", "Your order {order} arrives today",
        f"{HELLO}{{carrier}} is about to bring you {{pieces}} of your order {{order}}."
        f"\n\nTracking number: {{tracking}}{QUESTIONS}",
        "{store}: {carrier} brings {order} today.", GOODS, on=False,
    ),
    "ready_for_pickup": Event(
        "Ready for pickup", "Shipment", "Your order {order} is ready for pickup",
        f"{HELLO}your order {{order}} is ready to be picked up: {{pieces}}."
        f"\n\nPlease name the order when you pick it up.{QUESTIONS}",
        "{store}: {order} is ready. Please name the order when you pick it up.",
        ("name", "order", "pieces", "date", "store"),
    ),
    "delivered": Event(
        "Delivered", "Shipment", "Your order {order} has arrived",
        f"{HELLO}{{pieces}} of your order {{order}} arrived on {{date}}."
        "\n\nIs anything missing or broken? Answer this letter.",
        "{store}: {order} was delivered.", GOODS, on=False,
    ),
    "return_recorded": Event(
        "Return recorded", "Shipment", "We have your return for {order}",
        f"{HELLO}{{pieces}} of your order {{order}} came back to us on {{date}}.{QUESTIONS}",
        "{store}: your return for {order} is here.", ("name", "order", "pieces", "date", "store"),
    ),
}  # fmt: skip
GROUPS = tuple(dict.fromkeys(event.group for event in EVENTS.values()))


class Kept(Protocol):
    """What the shop chose for an event (models.notice.Notice does); empty texts mean the original."""

    by_email: bool
    by_sms: bool
    subject: str
    text: str
    sms: str


class Choice(NamedTuple):
    """What holds for an event: which ways are on, and the words. `own`: they are not the original ones."""

    by_email: bool
    by_sms: bool
    subject: str
    text: str
    sms: str
    own: bool = False

    def goes(self, way: str) -> bool:
        """Whether it is told of by this way, "email" or "sms"."""
        return self.by_email if way == "email" else self.by_sms


def choice(name: str, kept: Kept | None) -> Choice:
    """What holds for the event of this name, of which the shop may have chosen something."""
    event = EVENTS[name]
    if kept is None:
        return Choice(event.on, event.on and bool(event.sms), event.subject, event.text, event.sms)
    own = bool(kept.subject or kept.text or kept.sms)
    words = (kept.subject or event.subject, kept.text or event.text, kept.sms or event.sms)
    return Choice(kept.by_email, kept.by_sms and bool(event.sms), *words, own)


class Parcel(NamedTuple):
    """How a shipment stands: its status, "local", "international" or "pickup", and its number."""

    status: ShipmentStatus
    point: str
    tracking: str


class Standing(NamedTuple):
    """How an order stands: its state, and by their ids its shipments, refunds, payments and returns."""

    state: OrderState
    parcels: Mapping[int, Parcel]
    refunds: Mapping[int, RefundState]
    payments: Mapping[int, str]
    returns: frozenset[int]


def happened(before: Standing, after: Standing) -> dict[str, list[int]]:
    """What came about between the two, the weightiest first, with the ids of what it is about."""
    moved = {number: (before.parcels.get(number), one) for number, one in after.parcels.items()}
    canceled = after.state is OrderState.CANCELED and before.state is not after.state
    new_refunds = [number for number, state in after.refunds.items() if became(before.refunds, number, state)]
    captured = [number for number, state in after.payments.items() if before.payments.get(number) != state]
    found = {
        "refund_sent": [number for number in new_refunds if after.refunds[number] is RefundState.SENT],
        "return_recorded": sorted(after.returns - before.returns),
        "delivered": [number for number, (old, new) in moved.items() if newly(old, new, S.DELIVERED)],
        "out_for_delivery": [number for number, (old, new) in moved.items() if newly(old, new, S.OUT_FOR_DELIVERY)],
        "shipment_sent": [number for number, (old, new) in moved.items() if left(old, new)],
        "ready_for_pickup": [number for number, (old, new) in moved.items() if waits(old, new)],
        "payment_received": [number for number in captured if after.payments[number] == "captured"],
    }
    first = {"order_canceled": [n for n in new_refunds if promised(after.refunds[n])]} if canceled else {}
    return first | {name: ids for name, ids in found.items() if ids}


def became(before: Mapping[int, RefundState], number: int, state: RefundState) -> bool:
    """Whether a refund is new, or in a state that it was not in."""
    return before.get(number) is not state


def promised(state: RefundState) -> bool:
    """Whether the money of such a refund is sure to be given back."""
    return state in {RefundState.TO_SEND, RefundState.SENT}


def newly(old: Parcel | None, new: Parcel, status: ShipmentStatus) -> bool:
    """Whether a shipment came to this status."""
    return new.status is status and (old is None or old.status is not status)


def left(old: Parcel | None, new: Parcel) -> bool:
    """Whether a parcel left the house, or has a tracking number on its way that it had not."""
    if new.point == "pickup" or new.status not in NOT_THERE_YET:
        return False
    if old is None or old.status is S.AWAITING_SHIPMENT:
        return new.status in ON_ITS_WAY
    return bool(new.tracking) and new.tracking != old.tracking


def waits(old: Parcel | None, new: Parcel) -> bool:
    """Whether something began to wait at the counter."""
    return new.point == "pickup" and newly(old, new, S.AWAITING_SHIPMENT)
