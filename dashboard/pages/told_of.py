"""What comes of “Send notification to the customer”: whom a letter goes to, or why none does."""

from collections.abc import Sequence

from sqlalchemy import select

from dashboard.core.notices import EVENTS, choice
from dashboard.core.refusals import Invalid
from dashboard.extensions import db
from dashboard.letters.letter import Recipient
from dashboard.letters.order_placed import contact
from dashboard.models.notice import Notice
from dashboard.models.order import Order
from dashboard.pages import who

TEST = "A test order sends nothing to customers."
OFF = "off in Settings, Notifications"


def told_of(order: Order, *events: str) -> str:
    """The sentence for these events of core.notices, of which the dialog's act is one."""
    where, why = reached(order)
    if where is None:
        return why
    goes, off = by_themselves(where, *events)
    said = [f"{called(goes)} {'goes' if len(goes) == 1 else 'go'} to {where.address}"] if goes else []
    said += [f"{called(off)} {'is' if len(off) == 1 else 'are'} {OFF}"] if off else []
    return "; ".join(said) + "."


def asked_of(order: Order, event: str) -> tuple[bool, str]:
    """Of a letter that goes if somebody asks for it: whether it would go by itself, and the sentence."""
    where, why = reached(order)
    if where is None:
        return False, why
    goes, _ = by_themselves(where, event)
    return bool(goes), f"In the words of {called([event])}, to {where.address}."


def reached(order: Order) -> tuple[Recipient | None, str]:
    """Where the order customer is written to, or None and why nowhere."""
    where = None if order.is_test else address(order)
    if where is None:
        return None, TEST if order.is_test else "The order has no address to write to."
    if where.way == "sms" and not who.shop().sms:
        return None, "The order has a phone number only, and no SMS gateway is set up (SMS_URL)."
    return where, ""


def by_themselves(where: Recipient, *events: str) -> tuple[list[str], list[str]]:
    """Which of these events are told of by themselves by this way, and which are off."""
    rows = {row.event: row for row in db.session.scalars(select(Notice).where(Notice.event.in_(events)))}
    goes = [name for name in events if choice(name, rows.get(name)).goes(where.way)]
    return goes, [name for name in events if name not in goes]


def address(order: Order) -> Recipient | None:
    """Where the order customer is written to; None where that is no address."""
    try:
        return contact(order).where
    except Invalid:
        return None


def called(names: Sequence[str]) -> str:
    """The events in words: “Shipment sent” and “Delivered”."""
    *most, last = [f"“{EVENTS[name].label}”" for name in names]
    return f"{', '.join(most)} and {last}" if most else last
