"""Cancel an order, for good: with the money given back in the same step, where that is wished."""

from typing import Any

from dashboard.actions.change import Change, change
from dashboard.actions.give_back import Asked, give_back
from dashboard.actions.once import Submission
from dashboard.core import guards, refunds
from dashboard.core.guards import Action
from dashboard.core.money import money
from dashboard.core.person import Person
from dashboard.core.refund_pieces import Meant
from dashboard.core.statuses import CancelReason, OrderState, RefundState
from dashboard.models.order import Order
from dashboard.models.order_books import books
from dashboard.models.order_facts import facts
from dashboard.models.refund import Refund


def cancel(
    code: str,
    reason: CancelReason,
    *,
    by: Person,
    refund: bool = False,
    notify: bool = True,
    seen: int | None = None,
    once: Submission | None = None,
) -> dict[str, Any]:
    """Close the order; `refund`: give back all that is held of its money, too.

    Returns code, and of a refund its amount as text and its state. Raises Replayed and the refusals of change().
    """
    with change(code, Action.CANCEL, by=by, seen=seen, once=once) as under_way:
        under_way.notify = notify
        made = all_of_it(under_way, reason) if refund else None
        close(under_way, reason)
        tell(under_way, reason, made)
        under_way.result = {"code": code, "reason": reason.label.lower()}
        if made is not None:
            amount = money(made.amount, under_way.order.currency)
            under_way.result |= {"amount": amount, "state": made.state.value}
    return under_way.result


def all_of_it(under_way: Change, reason: CancelReason) -> Refund:
    """The refund of all that is left. Raises WrongState where nothing is."""
    guards.require_permission(under_way.by, Action.REFUND)
    guards.require(Action.REFUND, facts(under_way.session, under_way.order, carts=False))
    return give_back(under_way, everything(under_way.order, reason.label)).refund


def everything(order: Order, reason: str = "") -> Asked:
    """A refund of all that is left of the order's money."""
    wish = refunds.whole(books(order))
    meant = {number: Meant(quantity) for number, quantity in wish.pieces.items()}
    return Asked(meant, wish.shipping, wish.adjustment, reason=reason)


def close(under_way: Change, reason: CancelReason) -> None:
    """Set the state that nothing leads back from."""
    under_way.order.state, under_way.order.cancel_reason = OrderState.CANCELED, reason


def tell(under_way: Change, reason: CancelReason, made: Refund | None) -> None:
    """Write the one line of the log."""
    if made is None:
        under_way.record("canceled", reason=reason.label.lower())
        return
    verb = "canceled_refund_asked" if made.state is RefundState.AWAITING_APPROVAL else "canceled_and_refunded"
    under_way.record(verb, reason=reason.label.lower(), amount=money(made.amount, under_way.order.currency))
