"""A refund's money is sent, or does not get there: who sent it and when; and all given back where it failed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.actions.archive import archive
from dashboard.actions.fail_refund import fail_refund
from dashboard.actions.once import Submission
from dashboard.actions.send_refund import send_refund
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid
from dashboard.core.statuses import PaymentStatus, RefundState
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Message
from tests import world
from tests.actions.people import SHOP, colleague
from tests.actions.test_approve_refund import refund_of, refuses_what_every_step_does
from tests.actions.test_change import broken, refused, spent
from tests.actions.test_reassign import said
from tests.actions.test_refund import back

KEY, OTHER = Submission("k" * 32, "d" * 64), Submission("k" * 32, "e" * 64)


def send(number, reference="RF 17", code=world.PAID, role=Role.MANAGER, **options):
    """Tick off as Milan would."""
    return send_refund(code, number, reference, by=world.staff(role), **options)


def fail(number, why="Account closed", code=world.PAID, role=Role.OWNER, **options):
    """Say that it failed as Olga would."""
    return fail_refund(code, number, why, by=world.staff(role), shop=SHOP, **options)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("U10")
def test_ticked_off_with_reference_date_and_name():
    number, day = back(adjustment=500)["refund"], now() - timedelta(days=1)
    send(number, " RF   17 ", sent_at=day)
    made = refund_of(number)
    assert (made.state, made.reference, made.sent_by, made.sent_at) == (
        RefundState.SENT,
        "RF 17",
        world.COLLEAGUES[Role.MANAGER],
        day,
    )
    assert said(world.PAID) == "Milan Sommer sent the refund of 5.00 EUR: RF 17"
    second = back(adjustment=100)["refund"]
    archive(world.PAID, by=COMMAND)
    send(second, "")
    assert said(world.PAID) == "Milan Sommer sent the refund of 1.00 EUR: no reference"
    assert broken() == []


@pytest.mark.feature("U10")
@pytest.mark.parametrize("sent", [False, True], ids=["to send", "sent"])
def test_what_failed_gives_all_back_and_tells_who_asked(sent):
    number = back(pieces={world.MUG: 2}, shipping=400)["refund"]
    if sent:
        send(number)
    fail(number)
    order, made = world.order(world.PAID), refund_of(number)
    assert (made.state, made.answer, order.refunded) == (RefundState.FAILED, "Account closed", 0)
    assert (order.payment_status, spent(world.CHLOE)) == (PaymentStatus.PAID, {"EUR": (9000, 2)})
    assert said(world.PAID).endswith("EUR failed: Account closed")
    letter = db.session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert (letter.event, letter.recipient, letter.order_id) == ("refund_failed", world.MANAGER, order.id)
    assert "Account closed" in letter.text
    assert back(pieces={world.MUG: 2}, shipping=400)["state"] == "to_send"
    assert broken() == []


def test_where_nobody_asked_the_shop_itself_is_told():
    number = back(adjustment=500, by=COMMAND)["refund"]
    fail(number)
    assert db.session.scalars(select(Message.recipient).order_by(Message.id.desc())).first() == "hello@shop.example"
    number = back(adjustment=500)["refund"]
    with writing():
        colleague(Role.MANAGER).active = False
    fail(number)
    assert db.session.scalars(select(Message.recipient).order_by(Message.id.desc())).first() == "hello@shop.example"


@pytest.mark.parametrize("act", [send, fail])
def test_what_is_refused(act):
    refuses_what_every_step_does(act, back(adjustment=500)["refund"], "5.00 EUR")


def test_what_cannot_be_said():
    number = back(adjustment=500)["refund"]
    with refused(Invalid, "Use 200 characters at most.", "reference"):
        send(number, "x" * 201, once=KEY)
    with refused(Invalid, "This day is still to come.", "sent_on"):
        send(number, sent_at=now() + timedelta(days=1), once=KEY)
    for why, sentence in (("", "Say why."), ("x" * 501, "Use 500 characters at most.")):
        with refused(Invalid, sentence, "why"):
            fail(number, why, once=KEY)
