"""Cancel: for good, out of every sum, with the money given back in the same step or held."""

import pytest

from dashboard.actions.cancel import cancel
from dashboard.actions.change import change
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.core.statuses import CancelReason, FulfilmentStatus, OrderState, PaymentStatus, RefundState
from dashboard.models import Payment
from tests import world
from tests.actions.test_change import broken, refused, spent
from tests.actions.test_reassign import said
from tests.actions.test_refund import back

KEY, OTHER = Submission("k" * 32, "d" * 64), Submission("k" * 32, "e" * 64)


def end(code=world.PAID, reason=CancelReason.OUT_OF_STOCK, role=Role.MANAGER, **options):
    """Cancel as Milan would."""
    return cancel(code, reason, by=world.staff(role), **options)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("U11")
def test_it_is_out_of_every_sum_and_its_money_held():
    assert end() == {"code": world.PAID, "reason": "out of stock"}
    order = world.order(world.PAID)
    assert (order.state, order.cancel_reason) == (OrderState.CANCELED, CancelReason.OUT_OF_STOCK)
    assert (order.fulfilment_status, order.payment_status) == (FulfilmentStatus.CANCELED, PaymentStatus.PAID)
    assert (order.refunds, spent(world.CHLOE)) == ([], {"EUR": (5000, 1)})
    assert said(world.PAID) == "Order canceled: out of stock"
    assert back(adjustment=100)["state"] == "to_send"  # later, too
    assert broken() == []


@pytest.mark.feature("U11", "U10")
def test_all_its_money_goes_back_in_the_same_step():
    back(pieces={world.MUG: 1})
    before = world.order(world.PAID).refunded
    result = end(refund=True)
    order = world.order(world.PAID)
    made = order.refunds[-1]
    assert (order.payment_status, order.refunded, made.state) == (PaymentStatus.REFUNDED, 4000, RefundState.TO_SEND)
    assert (made.amount, made.shipping, made.adjustment, len(made.lines)) == (4000 - before, 400, 0, 3)
    assert result["amount"] == f"{made.amount / 100:.2f} EUR"
    assert said(world.PAID) == f"Order canceled: out of stock. Refund of {result['amount']}"
    assert broken() == []


@pytest.mark.feature("U10")
def test_what_was_paid_in_part_goes_back_as_an_amount():
    with change(world.UNPAID, Action.RECORD_PAYMENT, by=COMMAND) as under_way:
        under_way.order.payments.append(Payment(amount=500))
        under_way.record("paid", amount="5.00 EUR")
    end(world.UNPAID, refund=True)
    [made] = world.order(world.UNPAID).refunds
    assert (made.amount, made.adjustment, made.lines) == (500, 500, [])
    assert broken() == []


@pytest.mark.feature("U10")
def test_above_the_managers_limit_the_refund_waits_and_the_order_is_canceled():
    with change(world.PAID, Action.RECORD_PAYMENT, by=COMMAND) as under_way:
        under_way.order.payments.append(Payment(amount=50_000))
        under_way.record("paid", amount="500.00 EUR")
    assert end(refund=True)["state"] == "awaiting_approval"
    order = world.order(world.PAID)
    assert (order.state, order.refunded, order.payment_status) == (OrderState.CANCELED, 0, PaymentStatus.PAID)
    assert said(world.PAID) == "Order canceled: out of stock. Refund of 540.00 EUR asked for, not approved yet"
    assert broken() == []


def test_what_is_refused():
    for role in (Role.FULFILMENT, Role.SUPPORT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Cancel order”."):
            end(role=role, once=KEY)
    for code, why in (
        (world.TWO_BOXES, "A shipment of this order stands. Cancel it first."),
        (world.CANCELED, "This order is canceled."),
        (world.ARCHIVED, "This order is archived. Unarchive it first."),
        (world.RETURNED_TO_CART, "This order was returned to the buyer’s cart"),
    ):
        with refused(WrongState, why):
            end(code, once=KEY)
    with refused(WrongState, "No money of this order is left to refund."):
        end(world.UNPAID, refund=True, once=KEY)
    with refused(Vanished, "There is no order OD-999 any more."):
        end("OD-999", once=KEY)


def test_stale_and_twice():
    seen = world.order(world.PAID).version
    first = end(seen=seen, once=KEY)
    with refused(Replayed) as caught:
        end(seen=seen, once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        end(once=OTHER)
    with refused(Stale, "This order was changed meanwhile."):
        end(seen=seen)
