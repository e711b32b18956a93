"""Payments: recorded in part or whole, and attempts that succeed or come to nothing."""

from datetime import timedelta

import pytest

from dashboard.actions.change import change
from dashboard.actions.fail_payment import fail_payment
from dashboard.actions.once import Submission
from dashboard.actions.receive_payment import receive_payment
from dashboard.actions.record_payment import Received, record_payment
from dashboard.core.guards import Action
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.core.statuses import PaymentStatus
from dashboard.database import now
from dashboard.models import Payment
from tests import world
from tests.actions.test_change import broken, refused, spent
from tests.actions.test_reassign import said

KEY, OTHER = Submission("k" * 32, "d" * 64), Submission("k" * 32, "e" * 64)


def pay(amount, code=world.UNPAID, role=Role.MANAGER, of=None, **options):
    """Record as Milan would."""
    return record_payment(code, Received(amount, **(of or {})), by=world.staff(role), **options)


def attempt(code=world.UNPAID, amount=1900):
    """The id of a payment of the order that is open."""
    with change(code, Action.NOTE, by=COMMAND) as under_way:
        under_way.order.payments.append(made := Payment(amount=amount, state="open"))
        under_way.record("payment_opened", amount="19.00 EUR")
    return made.id


def receive(number, code=world.UNPAID, role=Role.MANAGER, **options):
    """Mark it as received as Milan would."""
    return receive_payment(code, number, by=world.staff(role), **options)


def fail(number, why="Card refused", code=world.UNPAID, role=Role.MANAGER, **options):
    """Mark it as failed as Milan would."""
    return fail_payment(code, number, why, by=world.staff(role), **options)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("U9")
def test_in_parts_until_nothing_is_left():
    day = now() - timedelta(days=3)
    first = pay(1000, of={"method": "Bank transfer", "reference": "ORDER 3", "at": day})
    order = world.order(world.UNPAID)
    [made] = order.payments
    assert (made.amount, made.state, made.method, made.reference, made.at) == (
        1000, "captured", "Bank transfer", "ORDER 3", day,
    )  # fmt: skip
    assert first == {"code": world.UNPAID, "amount": "10.00 EUR", "left": "9.00 EUR", "receipt": ""}
    assert (order.payment_status, spent(world.KATE)) == (PaymentStatus.PARTIALLY_PAID, {"EUR": (1800, 2)})
    assert pay(900)["left"] == ""
    order = world.order(world.UNPAID)
    assert (order.payment_status, order.paid) == (PaymentStatus.PAID, 1900)
    assert said(world.UNPAID) == "Payment of 9.00 EUR received"
    assert broken() == []


@pytest.mark.feature("U9")
def test_more_than_the_total_has_to_be_confirmed():
    with refused(Invalid, "With this, 0.01 EUR more than the total is paid. Confirm it.", "over"):
        pay(1901, once=KEY)
    pay(1901, over=True)
    assert world.order(world.UNPAID).payment_status is PaymentStatus.PAID


@pytest.mark.parametrize(
    ("amount", "of", "field", "sentence"),
    [
        (0, {}, "amount", "Enter an amount above 0."),
        (-1, {}, "amount", "Enter an amount above 0."),
        (1, {"reference": "x" * 201}, "reference", "Use 200 characters at most."),
        (1, {"at": now() + timedelta(days=2)}, "received_on", "This day is still to come."),
    ],
)
def test_what_cannot_be_recorded(amount, of, field, sentence):
    with refused(Invalid, sentence, field):
        pay(amount, of=of, once=KEY)


def test_who_may_the_wrong_state_stale_and_twice():
    for role in (Role.FULFILMENT, Role.SUPPORT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Record payment”."):
            pay(1, role=role, once=KEY)
    for code, why in (
        (world.CANCELED, "This order is canceled."),
        (world.ARCHIVED, "This order is archived. Unarchive it first."),
        (world.RETURNED_TO_CART, "This order was returned to the buyer’s cart"),
    ):
        with refused(WrongState, why):
            pay(1, code, once=KEY)
    with refused(Vanished, "There is no order OD-999 any more."):
        pay(1, "OD-999", once=KEY)
    seen = world.order(world.UNPAID).version
    first = pay(100, seen=seen, once=KEY)
    with refused(Replayed) as caught:
        pay(100, seen=seen, once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        pay(100, once=OTHER)
    with refused(Stale, "This order was changed meanwhile."):
        pay(100, seen=seen)


@pytest.mark.feature("U9")
def test_an_attempt_comes_to_its_end_or_to_nothing():
    first, second = attempt(), attempt()
    assert world.order(world.UNPAID).payment_status is PaymentStatus.IN_PROGRESS
    fail(first)
    order = world.order(world.UNPAID)
    assert (order.payments[0].state, order.payments[0].failure) == ("failed", "Card refused")
    assert (order.payment_status, said(world.UNPAID)) == (
        PaymentStatus.IN_PROGRESS,
        "Payment of 19.00 EUR came to nothing: Card refused",
    )
    receive(second)
    order = world.order(world.UNPAID)
    assert (order.payment_status, order.paid, said(world.UNPAID)) == (
        PaymentStatus.PAID,
        1900,
        "Payment of 19.00 EUR received",
    )
    assert spent(world.KATE) == {"EUR": (2700, 2)}
    assert broken() == []


@pytest.mark.parametrize("act", [receive, fail])
def test_what_is_refused_of_an_attempt(act):
    number = attempt()
    for role in (Role.FULFILMENT, Role.SUPPORT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use"):
            act(number, role=role, once=KEY)
    with refused(Vanished, f"There is no such payment of {world.PAID}."):
        act(number, code=world.PAID, once=KEY)
    with refused(WrongState, "This order was returned to the buyer’s cart"):
        act(number, code=world.RETURNED_TO_CART, once=KEY)
    seen = world.order(world.UNPAID).version
    first = act(number, seen=seen, once=KEY)
    with refused(Replayed) as caught:
        act(number, seen=seen, once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        act(number, once=OTHER)
    with refused(Stale, "This order was changed meanwhile."):
        act(number, seen=seen)
    with refused(WrongState, "This payment is settled already."):
        act(number)


def test_why_an_attempt_failed_has_to_be_said():
    number = attempt()
    for why, sentence in ((" ", "Say why."), ("x" * 201, "Use 200 characters at most.")):
        with refused(Invalid, sentence, "why"):
            fail(number, why, once=KEY)
