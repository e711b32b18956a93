"""Record payment: money that reached the shop outside the desk, all of what is owed or a part of it."""

from datetime import datetime
from typing import Any, NamedTuple

from dashboard.actions.change import Change, change
from dashboard.actions.notices import asked_for
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.money import money
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.models.order_facts import facts
from dashboard.models.payment import Payment

LONGEST = 200


class Received(NamedTuple):
    """Money that came in: `amount` in minor units, how, the payer's reference, and when (None: now)."""

    amount: int
    method: str = ""
    reference: str = ""
    at: datetime | None = None


def record_payment(
    code: str,
    received: Received,
    *,
    by: Person,
    over: bool = False,
    receipt: bool | None = None,
    seen: int | None = None,
    once: Submission | None = None,
) -> dict[str, Any]:
    """Add the payment; `over`: also if the order is paid more than it comes to.

    `receipt`: the customer gets one, or gets none, whatever the shop has on by itself; None: as the shop has it.
    Returns code, amount and what is left to pay as texts, and to whom a receipt goes that was asked for. Raises
    Replayed, the refusals of change(), and Invalid beside "amount", "over", "received_on" or "reference".
    """
    if received.amount <= 0:
        raise Invalid("Enter an amount above 0.", "amount")
    if max(len(received.reference), len(received.method)) > LONGEST:
        raise Invalid(f"Use {LONGEST} characters at most.", "reference")
    with change(code, Action.RECORD_PAYMENT, by=by, seen=seen, once=once) as under_way:
        order, at = under_way.order, received.at or under_way.at
        if at > under_way.at:
            raise Invalid("This day is still to come.", "received_on")
        left = order.total - facts(under_way.session, order, carts=False).captured - received.amount
        if left < 0 and not over:
            raise Invalid(f"With this, {money(-left, order.currency)} more than the total is paid. Confirm it.", "over")
        made = Payment(amount=received.amount, method=received.method, reference=received.reference, at=at)
        order.payments.append(made)
        under_way.notify = receipt is None
        under_way.record("paid", amount=money(received.amount, order.currency))
        under_way.result = {
            "code": code,
            "amount": money(received.amount, order.currency),
            "left": money(left, order.currency) if left > 0 else "",
            "receipt": receipt_for(under_way, made) if receipt else "",
        }
    return under_way.result


def receipt_for(under_way: Change, made: Payment) -> str:
    """Queue the receipt of this payment; to whom it goes, "" where nobody can be written to."""
    under_way.session.flush()
    letter = asked_for(under_way.session, under_way.order, "payment_received", [made.id], at=under_way.at)
    under_way.send(letter)
    return letter.recipient if letter else ""
