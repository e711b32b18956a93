"""What can be done next to the refunds and open payments of an order, from the block that lists them."""

from typing import NamedTuple

from flask import url_for

from dashboard.core import guards
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.refunds import STEPS
from dashboard.core.statuses import RefundState
from dashboard.models.order import Order
from dashboard.pages import who

# State that a refund goes to -> by what, on which page, with which picture.
REFUND_ACTS = {
    RefundState.TO_SEND: (Action.APPROVE_REFUND, "approve_refund.show", "check"),
    RefundState.DECLINED: (Action.DECLINE_REFUND, "decline_refund.show", "x"),
    RefundState.SENT: (Action.SEND_REFUND, "send_refund.show", "send"),
    RefundState.FAILED: (Action.FAIL_REFUND, "fail_refund.show", "alert-triangle"),
}
PAYMENT_ACTS = (
    (Action.RECEIVE_PAYMENT, "receive_payment.show", "check"),
    (Action.FAIL_PAYMENT, "fail_payment.show", "alert-triangle"),
)


class Act(NamedTuple):
    """A step as a menu offers it."""

    label: str
    url: str
    picture: str


def money_acts(order: Order, known: OrderFacts) -> dict[str, dict[int, list[Act]]]:
    """The steps for whoever may, by id of the refund and of the payment."""
    next_acts = {one.id: [act for to, act in REFUND_ACTS.items() if to in STEPS[one.state]] for one in order.refunds}
    payments = {one.id: list(PAYMENT_ACTS) for one in order.payments if one.state == "open"}
    return {
        kind: {
            number: [found for act in acts if (found := offer(known, number, *act))] for number, acts in those.items()
        }
        for kind, those in (("refunds", next_acts), ("payments", payments))
    }


def offer(known: OrderFacts, number: int, action: Action, endpoint: str, picture: str) -> Act | None:
    """One step, if the person may and the order allows it."""
    if not guards.may(who.person(), action) or guards.failed(action, known):
        return None
    return Act(action.label, url_for(endpoint, code=known.code, number=number), picture)
