"""Approve or decline a refund: another person's word, after which it counts or holds nothing back."""

import pytest

from dashboard.actions.approve_refund import approve_refund
from dashboard.actions.change import change
from dashboard.actions.decline_refund import decline_refund
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.person import COMMAND, Role
from dashboard.core.refund_pieces import Meant
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.core.statuses import FulfilmentStatus, PaymentStatus, RefundState, ShipmentStatus
from dashboard.models import Payment, Shipment, ShipmentLine
from tests import world
from tests.actions.test_change import broken, refused, spent
from tests.actions.test_reassign import said
from tests.actions.test_refund import back

KEY, OTHER = Submission("k" * 32, "d" * 64), Submission("k" * 32, "e" * 64)


def asked(pieces=None, **amounts):
    """The id of a refund of OD-1 that Milan the manager asked for, above his limit."""
    with change(world.PAID, Action.RECORD_PAYMENT, by=COMMAND) as under_way:
        under_way.order.payments.append(Payment(amount=60_000))
        under_way.record("paid", amount="600.00 EUR")
    back(adjustment=50_000)
    return back(pieces=pieces, **(amounts or {"adjustment": 2_000}))["refund"]


def approve(number, code=world.PAID, role=Role.OWNER, **options):
    """Approve as Olga the owner would."""
    return approve_refund(code, number, by=world.staff(role), **options)


def decline(number, why="Not ours to pay", code=world.PAID, role=Role.OWNER, **options):
    """Decline as Olga would."""
    return decline_refund(code, number, why, by=world.staff(role), **options)


def refund_of(number, code=world.PAID):
    """The refund of this id."""
    return next(one for one in world.order(code).refunds if one.id == number)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("U10")
def test_from_its_approval_on_it_counts():
    number, before = asked({world.MUG: 2}, shipping=400), spent(world.CHLOE)["EUR"][0]
    assert (world.order(world.PAID).refunded, world.order(world.PAID).payment_status) == (
        50_000,
        PaymentStatus.PARTIALLY_REFUNDED,
    )
    approve(number)
    made = refund_of(number)
    assert (made.state, world.order(world.PAID).refunded) == (RefundState.TO_SEND, 50_000 + made.amount)
    assert spent(world.CHLOE)["EUR"][0] == before - made.amount
    assert said(world.PAID) == f"Olga Winter approved the refund of {made.amount / 100:.2f} EUR"
    assert broken() == []


@pytest.mark.feature("U10")
def test_what_was_packed_since_is_sent_all_the_same():
    number = asked({world.MUG: Meant(2), world.CANDLE: Meant(1)})
    mug = next(line.id for line in world.order(world.PAID).lines if line.sku == world.MUG)
    with change(world.PAID, Action.FULFIL, by=COMMAND) as under_way:
        box = Shipment(number="SH-X", status=ShipmentStatus.AWAITING_SHIPMENT)
        box.lines.append(ShipmentLine(line_id=mug, quantity=1))
        under_way.order.shipments.append(box)
        under_way.record("packed", shipment="SH-X")
    approve(number)
    assert sorted((part.quantity, part.withdrawn) for part in refund_of(number).lines) == [(1, 1), (2, 1)]
    assert world.order(world.PAID).fulfilment_status is FulfilmentStatus.UNFULFILLED
    assert broken() == []


@pytest.mark.feature("U10")
def test_a_declined_one_holds_nothing_back():
    number = asked({world.MUG: 2})
    decline(number)
    made = refund_of(number)
    assert (made.state, made.answer, world.order(world.PAID).refunded) == (
        RefundState.DECLINED,
        "Not ours to pay",
        50_000,
    )
    assert said(world.PAID).endswith("EUR: Not ours to pay")
    assert back(pieces={world.MUG: 2}, by=world.staff(Role.OWNER))["state"] == "to_send"
    assert broken() == []


def test_nobody_approves_their_own_but_may_take_it_back():
    number = asked()
    with refused(WrongState, "You asked for this refund, so another person has to approve it."):
        approve(number, role=Role.MANAGER, once=KEY)
    decline(number, role=Role.MANAGER)


@pytest.mark.parametrize("act", [approve, decline])
def test_what_is_refused(act):
    refuses_what_every_step_does(act, asked(), "20.00 EUR")


def refuses_what_every_step_does(act, number, amount):
    """Who may not, what is not there, twice, what was changed meanwhile, and what was done already."""
    for role in (Role.FULFILMENT, Role.SUPPORT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use"):
            act(number, role=role, once=KEY)
    with refused(Vanished, f"There is no such refund of {world.TWO_BOXES}."):
        act(number, code=world.TWO_BOXES, once=KEY)
    with refused(Vanished, "There is no order OD-999 any more."):
        act(number, code="OD-999", once=KEY)
    seen = world.order(world.PAID).version
    first = act(number, seen=seen, once=KEY)
    with refused(Replayed) as caught:
        act(number, seen=seen, once=KEY)
    assert caught.value.result == first == {"code": world.PAID, "amount": amount}
    with refused(KeyReused):
        act(number, once=OTHER)
    with refused(Stale, "This order was changed meanwhile."):
        act(number, seen=seen)
    with refused(WrongState, "This refund stands at"):
        act(number)


def test_why_it_is_declined_has_to_be_said():
    number = asked()
    for why, sentence in (("  ", "Say why."), ("x" * 501, "Use 500 characters at most.")):
        with refused(Invalid, sentence, "why"):
            decline(number, why, once=KEY)
