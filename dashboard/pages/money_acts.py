"""What can be done next to the refunds and open payments of an order, from the block that lists them."""

from collections.abc import Iterable
from typing import NamedTuple

from dashboard.core import guards
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.refunds import STEPS
from dashboard.core.statuses import RefundState
from dashboard.models.payment import Payment
from dashboard.models.refund import Refund
from dashboard.pages.addresses import address

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


def of_refund(refund: Refund, known: OrderFacts, by: Person) -> tuple[Act, ...]:
    """The steps of a refund, for whoever may."""
    return offered([act for to, act in REFUND_ACTS.items() if to in STEPS[refund.state]], refund.id, known, by)


def of_payment(payment: Payment, known: OrderFacts, by: Person) -> tuple[Act, ...]:
    """The steps of a payment that is open, for whoever may."""
    return offered(PAYMENT_ACTS if payment.state == "open" else (), payment.id, known, by)


def offered(acts: Iterable[tuple[Action, str, str]], number: int, known: OrderFacts, by: Person) -> tuple[Act, ...]:
    """Those of these steps that the person may take and the order allows."""
    return tuple(
        Act(action.label, address(endpoint, code=known.code, number=number), picture)
        for action, endpoint, picture in acts
        if guards.may(by, action) and not guards.failed(action, known)
    )
