"""Resend: the order letter or an exact copy, by e-mail or SMS, to its address or another; seen before, asked twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.checks.run import run
from dashboard.core.person import Role
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Message, Order
from tests import world
from tests.pages.dialog import opened
from tests.pages.visitor import signed_in

PATH = "/orders/OD-1/resend"


@pytest.fixture
def letters(app) -> Callable[[], list[Message]]:
    """Gives all messages, the oldest first."""

    def of() -> list[Message]:
        with app.app_context():
            return list(db.session.scalars(select(Message).order_by(Message.id)))

    return of


def the_form(visitor, code=world.PAID, **query):
    return visitor.open(f"/orders/{code}/resend", **query).page.one(id="verb").one("form")


@pytest.mark.feature("L7", "R9")
def test_the_order_letter_goes_to_the_order_customer_whoever_owns_the_order(app, desk, letters, stands, number):
    desk.submit(opened(desk), "Reassign order", owner=number(world.KATE), q=world.KATE, notify=None)
    version = stands(world.PAID).version
    assert desk.submit(the_form(desk), "Resend").status == 303
    letter = letters()[-1]
    assert (letter.event, letter.way, letter.recipient) == ("order_placed", "email", "chloe@mail.example")
    assert letter.subject == "We have your order OD-1"
    text = " ".join(letter.text.split())
    for part in ("Thank you, Chloe", "OD-1 is placed and paid", "Stoneware mug", "2 × 9.50", "19.00", "Discount −5.00",
                 "Shipping 4.00", "Total, paid 40.00 EUR", "Fischerallee 18", "22763 Hamburg"):  # fmt: skip
        assert part in text, part
    assert "Kate" not in letter.text + letter.html
    page = desk.open("/orders/OD-1").page
    assert stands(world.PAID).version == version + 1
    assert "sent “We have your order OD-1” to chloe@mail.example" in page.region("Activity").text
    with app.app_context():
        assert run(db.session()).broken == []


@pytest.mark.feature("L7")
def test_it_is_seen_before(desk):
    form = the_form(desk)
    frame = form.one("iframe")["src"]
    shown = desk.open(frame)
    assert "Thank you, Chloe" in shown.text
    assert "sandbox" in shown.headers["Content-Security-Policy"]


@pytest.mark.feature("L7")
def test_an_exact_copy_goes_to_another_address(desk, letters, number, app):
    desk.submit(opened(desk), "Reassign order", owner=number(world.KATE), q=world.KATE)
    first = letters()[-1]
    with app.app_context(), writing() as session:
        kept = session.get_one(Message, first.id)
        kept.state, kept.sent_at, kept.created_at = "sent", now(), now() - timedelta(minutes=11)
    form = the_form(desk, letter=first.id)
    done = desk.submit(form, "Resend", letter=str(first.id), address="other@mail.example")
    assert done.status == 303
    copy = letters()[-1]
    same = ("event", "way", "subject", "text", "html")
    assert [getattr(copy, name) for name in same] == [getattr(first, name) for name in same]
    assert (copy.recipient, copy.message_id != first.message_id) == ("other@mail.example", True)


@pytest.mark.feature("L7")
def test_by_text_message_where_there_is_a_gateway(app, desk, letters):
    refused = desk.submit(the_form(desk), "Resend", way="sms")
    assert (refused.status, "No SMS gateway is set up" in refused.alert, letters()) == (422, True, [])
    app.config["SMS_URL"] = "file:sms.txt"
    assert desk.submit(the_form(desk), "Resend", way="sms", address="0151 9876 5432").status == 303
    text = letters()[-1]
    assert (text.way, text.recipient_key, text.html) == ("sms", "+4915198765432", None)
    assert text.text.startswith("Quay & Quill: your order OD-1 is placed and paid. See it: http")


@pytest.mark.feature("L7")
def test_repeated_within_ten_minutes_it_asks_first(desk, letters):
    assert desk.submit(the_form(desk), "Resend").status == 303
    answer = desk.submit(the_form(desk), "Resend")
    assert (answer.status, len(letters())) == (422, 1)
    assert "This letter was written to chloe@mail.example a moment ago" in answer.alert
    form = answer.page.one(id="verb").one("form")
    assert desk.submit(form, "Resend", again="y").status == 303
    assert len(letters()) == 2


def test_a_second_press_writes_one_letter(desk, letters):
    form = the_form(desk)
    assert [desk.submit(form, "Resend").status for _ in range(2)] == [303, 303]
    assert len(letters()) == 1


def test_it_never_goes_stale(desk, letters, number):
    form = the_form(desk)
    desk.submit(opened(desk), "Reassign order", owner=number(world.KATE), q=world.KATE, notify=None)
    assert desk.submit(form, "Resend").status == 303


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"address": "nobody"}, "is no e-mail address"),
        ({"address": "a@b.example\r\nBcc: c@d.example"}, "must each be one line"),
        ({"address": "a@b.example, c@d.example"}, "is no e-mail address"),
        ({"letter": "999"}, "That letter is gone."),
    ],
)
def test_a_refusal_keeps_what_was_typed_and_logs_nothing(desk, letters, stands, typed, sentence):
    before = stands(world.PAID)
    answer = desk.submit(the_form(desk), "Resend", **typed)
    assert (answer.status, sentence in answer.text, stands(world.PAID)) == (422, True, before)


@pytest.mark.parametrize("code", [world.ARCHIVED, world.RETURNED_TO_CART, world.TEST])
def test_a_wrong_state_is_refused(desk, letters, stands, code):
    before = stands(code)
    answer = desk.submit(the_form(desk, code), "Resend")
    assert (answer.status, stands(code), letters()) == (422, before, [])


def test_a_foreign_letter_cannot_be_copied(desk, letters, number):
    desk.submit(opened(desk, world.GUEST), "Reassign order", owner=number(world.KATE), q=world.KATE)
    answer = desk.submit(the_form(desk), "Resend", letter=str(letters()[-1].id))
    assert (answer.status, len(letters())) == (422, 1)


@pytest.mark.feature("R10")
@pytest.mark.parametrize("role", [Role.FULFILMENT, Role.VIEWER])
def test_a_role_without_the_right_is_refused(app, letters, role):
    other = signed_in(app, role)
    assert (other.open(PATH).status, other.post(PATH, {"key": "k" * 20, "way": "email"}).status) == (403, 403)
    assert letters() == []


def test_without_an_address_one_is_asked_for(app, desk, letters):
    with app.app_context(), writing() as session:
        order = session.scalars(select(Order).where(Order.code == world.UNPAID)).one()
        order.customer_email = order.customer_email_key = order.customer_phone = order.customer_phone_key = None
    answer = desk.submit(the_form(desk, world.UNPAID), "Resend")
    assert (answer.status, "The order customer gave no e-mail address." in answer.text, letters()) == (422, True, [])
