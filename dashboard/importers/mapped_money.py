"""What an order in a merchant's own table says of its money: words where there are any, else amounts and dates."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.importers import status_words
from dashboard.importers.cells import Cells
from dashboard.importers.incoming import IncomingPayment
from dashboard.importers.mapped_fields import FIELDS
from dashboard.importers.mapped_rows import amount
from dashboard.importers.status_words import Paid, Sent


@dataclass(frozen=True, slots=True)
class Money:
    """What was paid and given back, and what should be told about it."""

    payment: IncomingPayment
    refunded: int
    warnings: tuple[str, ...] = ()


def word(head: Cells, *names: str) -> tuple[str, str]:
    """The first of these fields that says something, and its label; else nothing."""
    return next(((text, FIELDS[name].label) for name in names if (text := head.text(name))), ("", ""))


def money_of(head: Cells, rows: Sequence[Cells], currency: str, total: int) -> Money:
    """Payment and refund of an order of this total, in minor units. Raises Invalid for a word nobody knows."""
    kind, warnings = paid(head), []
    back = amount(rows, "refunded", currency) or 0
    captured = total if kind in {Paid.ALL, Paid.PARTLY_BACK, Paid.BACK} else 0
    if kind is Paid.PARTLY:
        warnings.append("It is partially paid, but the file does not say how much. It came in as unpaid.")
    if kind is Paid.BACK and not back:
        back = captured
    if kind is Paid.PARTLY_BACK and not back:
        warnings.append("It is partially refunded, but the file does not say how much. It came in as paid.")
    if back > captured:
        warnings.append("More was refunded than paid. As much is taken as paid.")
        captured = back
    payment = IncomingPayment(
        captured,
        total if kind is Paid.WAITING else 0,
        head.text("payment_method")[:100] or "Table",
        head.bare("payment_reference")[:200],
        head.moment("paid_at"),
    )
    return Money(payment, back, tuple(warnings))


def paid(head: Cells) -> Paid:
    """How far the order is paid."""
    text, label = word(head, "payment_status", "status")
    if text:
        return status_words.paid(text, label)
    return Paid.ALL if head.text("paid_at") else Paid.NOTHING


def sent(head: Cells, row: Cells) -> Sent:
    """How far a row's goods are sent: its own word counts before the order's."""
    text, label = word(row, "fulfilment_status")
    if not text:
        text, label = word(head, "fulfilment_status", "status")
    if text:
        return status_words.sent(text, label)
    return Sent.ALL if row.text("sent_at") or head.text("sent_at") else Sent.NOTHING
