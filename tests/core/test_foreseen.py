"""Facts of an order after something that was not done yet."""

import pytest

from dashboard.core import foreseen
from dashboard.core.facts import LineFacts, OrderFacts, RefundFacts
from dashboard.core.refund_pieces import Fate
from dashboard.core.statuses import fulfilment_status, payment_status
from dashboard.core.words import FulfilmentStatus, OrderState, PaymentStatus, RefundState

KNOWN = OrderFacts(total=100, captured=100, lines=(LineFacts(1, ordered=2), LineFacts(2, ordered=1)))
FATES = {1: (2, Fate(2, 0, 0, 0)), 2: (1, Fate(0, 1, 0, 1))}


def test_a_payment_and_an_attempt():
    assert payment_status(foreseen.paid(OrderFacts(total=100), 40)) is PaymentStatus.PARTIALLY_PAID
    waiting = OrderFacts(total=100, attempt_open=True)
    assert payment_status(foreseen.settled(waiting, 100, False)) is PaymentStatus.PAID
    assert payment_status(foreseen.settled(waiting, 0, True)) is PaymentStatus.IN_PROGRESS
    assert payment_status(foreseen.settled(waiting, 0, False)) is PaymentStatus.UNPAID


@pytest.mark.parametrize(
    ("state", "status", "withdrawn"),
    [
        (RefundState.TO_SEND, PaymentStatus.REFUNDED, 2),
        (RefundState.AWAITING_APPROVAL, PaymentStatus.PAID, 0),
    ],
)
def test_a_refund(state, status, withdrawn):
    after = foreseen.refunded(KNOWN, 95, 5, state, FATES)
    assert (payment_status(after), after.lines[0].withdrawn) == (status, withdrawn)
    assert ([line.refunded for line in after.lines], after.returned) == ([2, 1], {2: 1})


def test_a_refund_on_its_way():
    waits = foreseen.refunded(KNOWN, 95, 5, RefundState.AWAITING_APPROVAL, FATES)
    approved = foreseen.moved(waits, 0, RefundState.TO_SEND, {1: 2})
    assert (payment_status(approved), approved.lines[0].withdrawn) == (PaymentStatus.REFUNDED, 2)
    failed = foreseen.moved(approved, 0, RefundState.FAILED, {1: -2})
    assert (payment_status(failed), failed.lines[0].withdrawn) == (PaymentStatus.PAID, 0)
    assert failed.refunds == (RefundFacts(RefundState.FAILED, 95, 5),)


def test_canceled():
    after = foreseen.canceled(KNOWN)
    assert (after.state, fulfilment_status(after)) == (OrderState.CANCELED, FulfilmentStatus.CANCELED)
