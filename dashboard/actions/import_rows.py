"""The rows of an imported order: a guest order with its snapshot, payment, refund, shipment, note and tags."""

import re
from datetime import datetime
from typing import Any

from dashboard.core import contacts, search
from dashboard.core.refusals import Invalid
from dashboard.core.statuses import CancelReason, OrderState, RefundState, Route, ShipmentStatus
from dashboard.importers.incoming import IncomingLine, IncomingOrder, IncomingPayment
from dashboard.importers.reckon import Sums, reckon
from dashboard.models.line import OrderLine
from dashboard.models.new import new
from dashboard.models.note import Note, OrderTag
from dashboard.models.order import Order
from dashboard.models.payment import Payment
from dashboard.models.refund import Refund
from dashboard.models.shipment import ShipmentLine

CODE = re.compile(r"[A-Za-z0-9._-]{1,28}")  # room for "-S1" and the like in a shipment's number


def code_of(incoming: IncomingOrder, prefix: str) -> str:
    """The code of this order. Raises Invalid if its number cannot be part of one."""
    code = prefix + incoming.number
    if not CODE.fullmatch(code):
        raise Invalid(f"“{code[:60]}” can be no order code: use letters, figures, dots and dashes, 28 at most.")
    if incoming.source_id and len(incoming.source_id) > 80:
        raise Invalid("its Id has more than 80 characters.")
    return code


def refuse_own(code: str, own: str) -> None:
    """Raise Invalid for a new code that looks like one of the desk's own, which begin with `own`."""
    if code.casefold().startswith(tuple(prefix.casefold() for prefix in (own, "TEST-") if prefix)):
        raise Invalid(f"{code} looks like a code of the desk’s own orders. Choose another code prefix.")


def order_of(incoming: IncomingOrder, code: str, source: str, author: str, region: str) -> Order:
    """The order with its parts but the shipment; `author` signs its note, `region` is where the store is."""
    sums = reckon(incoming)
    canceled = {"state": OrderState.CANCELED, "cancel_reason": CancelReason.OTHER} if incoming.canceled_at else {}
    return new(
        Order,
        code=code,
        source=source,
        source_id=incoming.source_id,
        placed_at=incoming.placed_at,
        placed_offset=incoming.placed_offset,
        route=Route.IMPORT,
        is_test=False,
        currency=incoming.currency,
        tax_included=sums.tax_included,
        discount=sum(sums.discounts),
        discount_code=incoming.discount_code[:200],
        shipping=incoming.shipping,
        shipping_tax=sums.shipping_tax,
        shipping_method=incoming.shipping_method[:200],
        tax=incoming.tax,
        difference=sums.difference,
        total=sums.total,
        shipping_address=incoming.shipping_address,
        billing_address=incoming.billing_address,
        lines=lines(incoming, sums),
        payments=payments(incoming),
        refunds=[refund(incoming, incoming.refunded)] if incoming.refunded and not incoming.refunds else [],
        tags=tags(incoming),
        notes=[note(incoming, author)] if incoming.note else [],
        **{part: [] for part in ("shipments", "returns", "marks")},
        invoice=None,
        **customer(incoming, region),
        **canceled,
    )


def note(incoming: IncomingOrder, author: str) -> Note:
    """What the source's note says."""
    return new(Note, author=author, text=incoming.note, at=incoming.placed_at)


def customer(incoming: IncomingOrder, region: str) -> dict[str, str | None]:
    """The order customer as the order came with them, and the keys by which they are found."""
    email, phone = incoming.email or None, incoming.phone or None
    return {
        "customer_name": incoming.name[:200],
        "customer_email": email and email[:320],
        "customer_email_key": email and email_key(email),
        "customer_phone": phone and phone[:60],
        "customer_phone_key": phone and phone_key(phone, incoming.region, region),
    }


def email_key(text: str) -> str | None:
    """The address's key, None for what is no address."""
    try:
        return contacts.email_key(text)
    except Invalid:
        return None


def phone_key(text: str, *regions: str) -> str | None:
    """The number in E.164, dialled from the first of these regions in which it is a number; None if it is none."""
    for region in regions:
        try:
            return contacts.phone_key(text, region)
        except Invalid:
            continue
    return None


def lines(incoming: IncomingOrder, sums: Sums) -> list[OrderLine]:
    """The lines with their shares. Products stay unknown: an export's SKUs are the other shop's."""
    return [
        new(
            OrderLine,
            position=position,
            sku=line.sku[:120],
            name=line.name[:500],
            variant=line.variant[:200],
            quantity=line.quantity,
            unit_price=line.unit_price,
            original_quantity=line.quantity,
            original_unit_price=line.unit_price,
            discount=discount,
            tax_rate=rate(incoming, line),
            tax=tax,
            total=total,
        )
        for position, (line, discount, tax, total) in enumerate(
            zip(incoming.lines, sums.discounts, sums.taxes, sums.totals, strict=True), start=1
        )
    ]


def rate(incoming: IncomingOrder, line: IncomingLine) -> int:
    """The line's tax rate in basis points: its own, else the order's."""
    if line.tax_rate is not None:
        return line.tax_rate
    return incoming.tax_rate if line.taxable else 0


def payments(incoming: IncomingOrder) -> list[Payment]:
    """What was captured, and the attempt still open."""
    paid = incoming.payment
    states = (("captured", paid.captured), ("open", paid.attempted))
    return [payment(paid, amount, state, incoming.placed_at) for state, amount in states if amount]


def payment(paid: IncomingPayment, amount: int, state: str, placed_at: datetime) -> Payment:
    """One payment as the source took it."""
    return new(
        Payment, provider=paid.provider, method=paid.provider, reference=paid.reference, amount=amount, state=state,
        at=paid.at or placed_at,
    )  # fmt: skip


def refund(incoming: IncomingOrder, amount: int) -> Refund:
    """An amount given back at the source. Its lines and date are unknown: all adjustment, at the last date known."""
    return Refund(
        adjustment=amount,
        amount=amount,
        state=RefundState.SENT,
        provider=incoming.payment.provider,
        source_id=incoming.source_id or incoming.number[:80],
        at=incoming.canceled_at or incoming.sent_at or incoming.payment.at or incoming.placed_at,
    )


def shipment(order: Order, incoming: IncomingOrder, pieces: dict[int, int], region: str) -> dict[str, Any]:
    """The values of a shipment of these pieces per line id, handed over at the source, without tracking."""
    at = incoming.sent_at or incoming.placed_at
    country = (incoming.shipping_address or {}).get("country") or region
    return {
        "order_id": order.id,
        "number": f"{order.code}-S{len(order.shipments) + 1}",
        "kind": "manual",
        "point": "local" if country == region else "international",
        "status": ShipmentStatus.SHIPPED,
        "created_at": at,
        "shipped_at": at,
        "lines": [new(ShipmentLine, line_id=line_id, quantity=quantity) for line_id, quantity in pieces.items()],
    }


def tags(incoming: IncomingOrder) -> list[OrderTag]:
    """The tags, each once however it is spelled."""
    by_key = {search.fold(tag)[:200]: tag[:100] for tag in reversed(incoming.tags)}
    return [new(OrderTag, key=key, tag=tag) for key, tag in by_key.items() if key]
