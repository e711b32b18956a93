"""What WooCommerce's status of an order says of its money and goods."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from dashboard.core.refusals import Invalid
from dashboard.importers.cells import Cells
from dashboard.importers.incoming import IncomingOrder, IncomingPayment
from dashboard.importers.reckon import reckon

PAID = {"processing", "completed", "refunded"}
WAITING = {"on-hold"}
NOTHING = {"pending", "failed", "cancelled", "checkout-draft"}
BINNED = {"trash", "auto-draft", "draft"}
PRECISE = Decimal("1e-10")
ADDRESS = {
    "company": "company",
    "street1": "address 1",
    "street2": "address 2",
    "postcode": "postcode",
    "city": "city",
    "region": "state",
    "country": "country",
}


@dataclass(frozen=True, slots=True)
class Events:
    """What happened to an order: its status, when it was paid and completed, and what was given back so far."""

    status: str
    paid_at: datetime | None
    completed_at: datetime | None
    refunded: int
    method: str
    reference: str


def status_of(text: str) -> str:
    """The status word. Raises Invalid for one that nobody knows, and for an order in the bin."""
    word = text.casefold().removeprefix("wc-")
    if word in BINNED:
        raise Invalid("it was in WooCommerce’s bin, or never placed, and was left out.")
    if word not in PAID | WAITING | NOTHING:
        raise Invalid(f"“{text[:40]}” under Status is not known.")
    return word


def with_events(order: IncomingOrder, events: Events) -> IncomingOrder:
    """The order with its total, payment, refunds, and whether it was sent and canceled."""
    total = reckon(order).total
    paid = events.status in PAID or events.paid_at is not None
    refunded = events.refunded or (total if events.status == "refunded" else 0)
    captured = max(total if paid else 0, refunded)
    attempted = total if events.status in WAITING and not paid else 0
    payment = IncomingPayment(captured, attempted, events.method[:100], events.reference[:200], events.paid_at)
    lines = tuple(replace(line, sent=events.status == "completed") for line in order.lines)
    return replace(
        order,
        total=total,
        lines=lines,
        payment=payment,
        refunded=refunded,
        sent_at=events.completed_at,
        canceled_at=order.placed_at if events.status == "cancelled" else None,
    )


def unit_price(worth: Decimal, quantity: int) -> Decimal:
    """The price of one of so many pieces."""
    return (worth / quantity).quantize(PRECISE).normalize()


def plain(text: str) -> str:
    """Text without entities: WooCommerce writes names as HTML, once."""
    return html.unescape(text)


def address(cells: Cells, before: str = "") -> Mapping[str, str] | None:
    """An address in its parts; None if there is none."""
    names = (cells.text(f"{before}first name"), cells.text(f"{before}last name"))
    parts = {"name": plain(" ".join(filter(None, names)))}
    parts |= {part: plain(cells.text(before + column))[:500] for part, column in ADDRESS.items()}
    return {part: text for part, text in parts.items() if text} or None
