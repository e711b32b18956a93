"""Issue the order's invoice, as a fact: its number follows the last one without a gap."""

from typing import Any

from dashboard.actions.change import change
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.models.invoice import Invoice
from dashboard.models.store import take_number


def issue_invoice(code: str, *, by: Person, seen: int | None = None, once: Submission | None = None) -> dict[str, Any]:
    """Give the order its invoice. A test order's comes from a series of its own, so that purging it leaves no gap.

    Returns code and number. Raises Replayed and the refusals of change().
    """
    with change(code, Action.ISSUE_INVOICE, by=by, seen=seen, once=once) as under_way:
        order, session = under_way.order, under_way.session
        series, prefix = ("test_invoices", "TEST-INV") if order.is_test else ("invoices", "INV")
        number = f"{prefix}-{take_number(session, series)}"
        order.invoice = Invoice(number=number, issued_at=under_way.at)
        under_way.record("invoiced", number=number)
        under_way.result = {"code": code, "number": number}
    return under_way.result
