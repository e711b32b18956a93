"""What Shopify's words say of an order's money and goods."""

import re
from dataclasses import dataclass
from decimal import Decimal

from dashboard.core.refusals import Invalid
from dashboard.importers.cells import Cells
from dashboard.importers.incoming import IncomingPayment

CAPTURED = {"paid", "partially_refunded", "refunded"}
WAITING = {"pending", "authorized"}
NOTHING = {"voided", "expired", "unpaid"}
# Nobody but the merchant can say that such a payment came, so it is not in progress.
BY_HAND = re.compile(r"manual|cash|cod|bank|money order|transfer|invoice|cheque|check|custom", re.IGNORECASE)

SENT = {"fulfilled", "shipped"}
PARTLY = {"partial", "partially_fulfilled", "partially fulfilled"}
NOT_SENT = {"", "null", "unfulfilled", "pending", "restocked", "scheduled", "on_hold", "in_progress", "open"}
RATE = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?) ?%")


@dataclass(frozen=True, slots=True)
class Money:
    """What was paid and given back, and what should be told about it."""

    payment: IncomingPayment
    refunded: int
    warnings: tuple[str, ...] = ()


def word(cells: Cells, column: str) -> str:
    """A status word."""
    return cells.text(column).casefold().replace(" ", "_")


def financial_status(cells: Cells) -> str:
    """The word for the money; a file without that column still says when the order was paid."""
    found = word(cells, "financial status") or ("paid" if cells.text("paid at") else "unpaid")
    if found not in CAPTURED | WAITING | NOTHING | {"partially_paid"}:
        raise Invalid(f"“{cells.text('financial status')[:40]}” under Financial Status is not known.")
    return found


def money_of(cells: Cells, currency: str, total: int) -> Money:
    """Payment and refund of an order of this total, in minor units. Raises Invalid for a word nobody knows."""
    status, warnings = financial_status(cells), []
    captured, attempted = received(cells, status, total, currency)
    if captured is None:
        captured = 0
        warnings.append("It is partially paid, but the file does not say how much is still due. It came in as unpaid.")
    given_back = cells.amount("refunded amount", currency) or 0
    if status == "refunded" and not given_back:
        given_back = captured
    if status == "partially_refunded" and not given_back:
        warnings.append("It is partially refunded, but the file does not say how much. It came in as paid.")
    if given_back > captured:
        warnings.append("More was refunded than its total. As much is taken as paid.")
        captured = given_back
    payment = IncomingPayment(
        captured,
        attempted,
        cells.text("payment method")[:100] or "Shopify",
        cells.bare("payment reference")[:200],
        cells.moment("paid at"),
    )
    return Money(payment, given_back, tuple(warnings))


def received(cells: Cells, status: str, total: int, currency: str) -> tuple[int | None, int]:
    """How much came in, None if nobody can tell, and how much is on its way."""
    if status in CAPTURED:
        return total, 0
    if status in WAITING:
        return 0, 0 if BY_HAND.search(cells.text("payment method")) else total
    if status == "partially_paid":
        due = cells.amount("outstanding balance", currency)
        return (max(total - due, 0) if due is not None else None), 0
    return 0, 0


def sent(cells: Cells, lines: list[Cells]) -> list[bool]:
    """Whether each line is handed over. The order's word counts; its lines' words only where it is sent in part."""
    status = word(cells, "fulfillment status")
    if status not in SENT | PARTLY | NOT_SENT:
        raise Invalid(f"“{cells.text('fulfillment status')[:40]}” under Fulfillment Status is not known.")
    if status in SENT or (not status and cells.text("fulfilled at")):
        return [True] * len(lines)
    by_line = status in PARTLY or (not status and "fulfillment status" not in cells.cells)
    return [by_line and word(line, "lineitem fulfillment status") in SENT for line in lines]


def tax_rate(cells: Cells) -> int:
    """The rate in basis points that the order's only tax names ("MwSt 19%"); 0 if it names none, or there are more."""
    found = RATE.search(cells.text("tax 1 name"))
    return int(Decimal(found[1].replace(",", ".")) * 100) if found and not cells.text("tax 2 name") else 0
