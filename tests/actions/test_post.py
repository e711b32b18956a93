"""TRUST 8 in short: the post under a fine, dead, slow, refusing and dropping mail server. Long: tests/faults."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from dashboard.actions import post_lease
from dashboard.actions.change_message import change_message
from dashboard.actions.reassign import NewOwner, reassign
from dashboard.checks.run import run
from dashboard.core.person import COMMAND, Role
from dashboard.core.post import MOST_ATTEMPTS, Step
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.gateways import smtp
from dashboard.letters.shop import Shop
from dashboard.models import Message, Store
from dashboard.post import NO_ADDRESS, NO_SERVER, NO_SMS, missing, work_off
from tests import world
from tests.faults.at_once import at_once
from tests.mail_server import Mailbox, free_port, mail_server

SHOP = Shop("Quay & Quill", "", "DE", "Europe/Berlin", "https://desk.example", timedelta(0))
pytestmark = pytest.mark.feature("R6")


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Mailbox, str]]:
    """One server for all these tests."""
    with mail_server() as running:
        yield running


@pytest.fixture
def box(app: Flask, server: tuple[Mailbox, str]) -> Iterator[Mailbox]:
    """Its mailbox, empty and in a fine mood; the desk knows the server."""
    mailbox, url = server
    mailbox.taken.clear()
    mailbox.mood = "fine"
    app.config["SMTP_URL"] = url
    with app.app_context():
        yield mailbox


def queue(code: str = world.PAID, to: str = world.KATE, shop: Shop = SHOP) -> int:
    """A letter to a new owner; its id."""
    reassign(code, NewOwner(world.customer(to).id), by=world.staff(Role.SUPPORT), shop=shop, notify=True)
    return db.session.scalars(select(Message.id).order_by(Message.id.desc())).first()


def message(number: int) -> Message:
    """The message as it is now."""
    db.session.expire_all()
    return db.session.get_one(Message, number)


def change(number: int, **columns: Any) -> None:
    """Turn the clock, so to speak."""
    with writing() as session:
        for column, value in columns.items():
            setattr(session.get_one(Message, number), column, value)


def test_a_letter_arrives_as_it_was_written_and_the_copy_is_what_went(app, box):
    number = queue()
    assert (work_off(app).sent, work_off(app).sent) == (1, 0)
    kept = message(number)
    (sender, recipients, source), letter = box.taken[0], box.letters()[0]
    assert (sender, recipients) == ("hello@shop.example", [world.KATE_EMAIL])
    assert source.replace(b"\r\n", b"\n") == kept.source.replace(b"\r\n", b"\n")
    assert (kept.state, kept.attempts, kept.leased_by, kept.failure) == ("sent", 1, None, "")
    assert letter["From"] == "Quay & Quill <hello@shop.example>"
    assert (letter["Subject"], letter["Message-ID"]) == ("Order OD-1 is now yours", kept.message_id)
    assert letter.get_body(("plain",)).get_content().split("\r\n")[:-1] == kept.text.split("\n")[:-1]
    assert letter.get_body(("html",)).get_content().splitlines() == kept.html.splitlines()
    assert run(db.session()).broken == []


def test_what_still_waits_is_not_sent(app, box):
    number = queue(shop=Shop("Q", "", "DE", "Europe/Berlin", "https://desk.example", timedelta(minutes=1)))
    assert (work_off(app).sent, message(number).state) == (0, "held")


def test_without_a_mail_server_it_waits_and_says_why(app):
    with app.app_context():
        number = queue()
        assert (work_off(app).sent, message(number).state, message(number).attempts) == (0, "held", 0)
        store = db.session.get(Store, 1)
        assert missing(app, store) == {"sms": NO_SMS, "email": NO_SERVER}
        app.config["SMTP_URL"] = "smtp://mail.example"
        assert missing(app, Store(name="Q")) == {"sms": NO_SMS, "email": NO_ADDRESS}


def test_a_dead_server_loses_nothing_and_costs_no_attempt(app, box):
    url, app.config["SMTP_URL"] = app.config["SMTP_URL"], f"smtp://127.0.0.1:{free_port()}"
    number = queue()
    for _ in range(3):
        tally = work_off(app)
        assert (tally.sent, "does not answer" in tally.cut) == (0, True)
    assert (message(number).state, message(number).attempts) == ("held", 0)
    assert "does not answer" in message(number).failure
    app.config["SMTP_URL"] = url
    assert (work_off(app).sent, len(box.taken), message(number).failure) == (1, 1, "")


@pytest.mark.parametrize("mood", ["451", "452", "drop"])
def test_what_is_not_taken_now_is_tried_again_later(app, box, mood):
    box.mood = mood
    number = queue()
    assert (work_off(app).later, work_off(app).later) == (1, 0)
    kept = message(number)
    assert (kept.state, kept.attempts) == ("held", 1)
    assert kept.failure.startswith(("451: no such luck", "452: not this one", "The line broke off"))
    assert timedelta(seconds=50) < kept.send_after - now() <= timedelta(minutes=1)
    first, box.mood = kept.message_id, "fine"
    change(number, send_after=now())
    assert (work_off(app).sent, dict(box.ids())) == (1, {first: 1})


@pytest.mark.parametrize(("mood", "answer"), [("550", "550: no such luck"), ("554", "554: not this one")])
def test_what_is_refused_for_good_says_so_and_keeps_nobody_waiting(app, box, mood, answer):
    box.mood = mood
    number = queue()
    assert work_off(app).failed == 1
    assert (message(number).state, message(number).failure) == ("failed", answer)
    box.mood = "fine"
    other = queue(world.GUEST)
    assert (work_off(app).sent, message(other).state, message(number).state) == (1, "sent", "failed")
    assert run(db.session()).broken == []


def test_it_is_given_up_at_last(app, box):
    box.mood = "451"
    number = queue()
    change(number, attempts=MOST_ATTEMPTS - 1)
    work_off(app)
    assert message(number).state == "failed"
    assert message(number).failure == f"Tried {MOST_ATTEMPTS} times. The last answer: 451: no such luck"


@pytest.mark.parametrize("address", ["a@b.example\r\nRCPT TO:<x@y.example>", "a@b.example, c@d.example", "nobody", ""])
def test_nothing_but_one_address_ever_reaches_the_server(app, box, address):
    number = queue()
    change(number, recipient=address)
    assert (work_off(app).failed, message(number).state, box.taken) == (1, "failed", [])


def test_a_header_in_a_subject_is_refused(app, box):
    number = queue()
    change(number, subject="Hello\r\nBcc: x@y.example")
    assert (work_off(app).failed, box.taken) == (1, [])


def test_a_letter_with_a_link_is_blank_once_sent(app, box):
    number = queue()
    change(number, secret=True)
    assert work_off(app).sent == 1
    kept = message(number)
    assert (kept.text, kept.html, kept.source, kept.subject != "") == ("", None, None, True)
    assert run(db.session()).broken == []


def test_two_senders_send_each_letter_once(app, box):
    for code in (world.PAID, world.TWO_BOXES, world.GUEST, world.GUEST_PHONE):
        queue(code)

    def send() -> int:
        with app.app_context():
            return work_off(app).sent

    assert sum(at_once([send, send])) == 4
    assert sorted(box.ids().values()) == [1, 1, 1, 1]


def test_a_killed_senders_letter_is_sent_by_the_next_one_with_the_same_id(app, box, monkeypatch):
    number = queue()

    def killed(envelope: Any, source: bytes) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as at_that_moment, pytest.raises(KeyboardInterrupt):
        at_that_moment.setattr(post_lease, "sent", killed)
        work_off(app)
    db.session.rollback()
    assert (message(number).state, work_off(app).sent) == ("sending", 0)
    change(number, leased_until=now() - timedelta(seconds=1))
    assert (work_off(app).sent, message(number).state) == (1, "sent")
    assert list(box.ids().values()) == [2]


def test_a_sender_that_was_overtaken_settles_nothing(app, box):
    number = queue()
    late = post_lease.claim(["email"])
    change(number, leased_until=now() - timedelta(seconds=1))
    assert work_off(app).sent == 1
    post_lease.failed(late, "too late")
    assert (message(number).state, message(number).failure) == ("sent", "")


def test_a_server_that_never_comes_to_an_end_is_cut_off(app, box, monkeypatch):
    monkeypatch.setattr(smtp, "WHOLE", 0.2)
    box.seconds = 30
    number = queue()
    try:
        assert work_off(app).later == 1
    finally:
        box.seconds = 0
    assert "The line broke off" in message(number).failure


def test_texts_go_into_the_file_of_the_demo(app, instance):
    app.config["SMS_URL"] = "file:sms.txt"
    with app.app_context():
        number = queue(to=world.KENJI)
        assert (message(number).way, work_off(app).sent) == ("sms", 1)
        line = json.loads((instance / "sms.txt").read_text())
        assert (line["to"], line["from"], line["id"]) == ("+819012345678", "Quay & Quill", message(number).message_id)
        assert line["text"] == message(number).text


def test_nobody_touches_a_letter_that_is_on_its_way(app, box):
    number = queue()
    post_lease.claim(["email"])
    from dashboard.core.refusals import WrongState

    with pytest.raises(WrongState, match="on its way"), change_message(number, Step.DROP, by=COMMAND):
        pass
