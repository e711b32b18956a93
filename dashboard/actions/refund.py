"""Refund: money given back, for pieces, shipping or neither; with a return, and the order canceled, where meant."""

from typing import Any

from dashboard.actions.cancel import close, tell
from dashboard.actions.change import change
from dashboard.actions.give_back import Asked, give_back
from dashboard.actions.once import Submission
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.money import money
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.core.statuses import CancelReason, RefundState
from dashboard.models.order_facts import facts

LONGEST_REASON = 500


def refund(
    code: str,
    asked: Asked,
    *,
    by: Person,
    cancel: CancelReason | None = None,
    seen: int | None = None,
    once: Submission | None = None,
) -> dict[str, Any]:
    """Give money back, and cancel the order with it for a reason given.

    Returns code, amount as text, state, and the refund's id. Raises Replayed, the refusals of change(), and Invalid
    beside "quantity-<line id>", "shipping", "adjustment", "fee" or "reason".
    """
    if len(asked.reason) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON} characters at most.", "reason")
    with change(code, Action.REFUND, by=by, seen=seen, once=once) as under_way:
        made, pieces = give_back(under_way, asked)
        amount = money(made.amount, under_way.order.currency)
        if cancel is not None:
            guards.require_permission(by, Action.CANCEL)
            guards.require(Action.CANCEL, facts(under_way.session, under_way.order, carts=False))
            close(under_way, cancel)
            tell(under_way, cancel, made)
        else:
            verb = "refund_asked" if made.state is RefundState.AWAITING_APPROVAL else "refunded"
            verb += "_and_returned" if pieces else ""
            text = {"amount": amount, "pieces": pieces} if pieces else {"amount": amount}
            under_way.record(verb, (None, None), **text)
        under_way.result = {"code": code, "amount": amount, "state": made.state.value, "refund": made.id}
    return under_way.result
