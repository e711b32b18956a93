"""The outbox as a page: what waits, failed, went and was dropped; each with its exact text, for those who may."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from dashboard.core.person import Role
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, Message
from dashboard.post import NO_SERVER, work_off
from tests import world
from tests.mail_server import mail_server
from tests.pages.dialog import opened
from tests.pages.hostile import SCRIPTS
from tests.pages.visitor import HTMX, Visitor, signed_in

Written = Callable[..., int]
STEPS = ("send-now", "drop", "send-again")


@pytest.fixture
def written(app, desk, number) -> Written:
    """Reassigns an order with a letter to Kate, changes the letter's columns, and gives its id."""

    def of(code: str = world.PAID, **columns: Any) -> int:
        desk.submit(opened(desk, code), "Reassign order", owner=number(world.KATE), q=world.KATE)
        with app.app_context(), writing() as session:
            message = session.scalars(select(Message).order_by(Message.id.desc())).first()
            for column, value in columns.items():
                setattr(message, column, value)
            return message.id

    return of


@pytest.fixture
def message(app) -> Callable[[int], Message]:
    """Gives a message as it is now."""

    def of(number: int) -> Message:
        with app.app_context():
            return db.session.get_one(Message, number, options=[undefer(Message.source)])

    return of


def log(app) -> list[str]:
    """What the log of OD-1 tells, the latest first."""
    with app.app_context():
        query = select(Activity.verb).where(Activity.order_id == world.order(world.PAID).id)
        return list(db.session.scalars(query.order_by(Activity.seq.desc())))


def listed(visitor: Visitor, **query: Any) -> list[str]:
    """The subjects in the list."""
    return [link.text for link in visitor.open("/outbox", **query).page.region("Messages").all("a", class_="row-link")]


def ask(visitor: Visitor, number: int, step: str) -> Any:
    """Open the question and say yes."""
    form = visitor.open(f"/outbox/{number}/{step}").page.one(id="verb").one("form")
    return visitor.submit(form)


@pytest.mark.feature("R6")
def test_what_waits_is_listed_with_its_text_and_what_caused_it(desk, written):
    number = written()
    page = desk.open("/outbox").page
    assert listed(desk) == ["Order OD-1 is now yours"]
    assert [tab.text for tab in page.one("nav", aria_label="Message states").all("a")] == [
        "Waiting 1", "Failed 0", "Sent 0", "Dropped 0",
    ]  # fmt: skip
    assert NO_SERVER in page.one("main").text
    view = desk.open(f"/outbox/{number}").page.one("article")
    told = view.one("dl").text
    for part in (world.KATE_EMAIL, "Quay & Quill, hello@shop.example", "Olga Winter reassigned this order from Chloe"):
        assert part in told
    assert view.one("iframe")["src"] == f"/outbox/{number}/letter"
    assert "Dear Kate Wong" in desk.open(f"/outbox/{number}", form="text").page.region("Plain text").text


def test_the_frame_of_a_letter_may_do_nothing(desk, written):
    number = written(html="<h1>Hello</h1><script>alert(1)</script>")
    answer = desk.open(f"/outbox/{number}/letter")
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy.split("; ")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "sandbox" in desk.open(f"/outbox/{number}").page.one("iframe")


@pytest.mark.feature("R6")
def test_sent_now_it_goes_and_the_exact_copy_stays(app, desk, written, message):
    number = written()
    with mail_server() as (box, url):
        app.config["SMTP_URL"] = url
        assert desk.submit(desk.open(f"/outbox/{number}").page.one("article").button("Send now").form).status == 303
        with app.app_context():
            assert work_off(app).sent == 1
    assert log(app)[:2] == ["message_hurried", "reassigned"]
    assert (listed(desk), listed(desk, state="sent")) == ([], ["Order OD-1 is now yours"])
    copy = desk.open(f"/outbox/{number}/copy")
    assert copy.body == message(number).source
    assert copy.body.replace(b"\r\n", b"\n") == box.taken[0][2].replace(b"\r\n", b"\n")
    assert "message/rfc822" in copy.headers["Content-Type"]
    assert message(number).message_id in desk.open(f"/outbox/{number}", form="source").page.region("Source").text
    order = desk.open("/orders/OD-1").page.region("Activity")
    assert [link["href"] for link in order.all("a") if "outbox" in link["href"]] == [f"/outbox/{number}"]
    assert "to kate.wong@mail.example, sent" in order.text


def test_dropped_it_never_goes_and_says_so(app, desk, written, message):
    number = written()
    assert ask(desk, number, "drop").status == 303
    assert (message(number).state, log(app)[0]) == ("dropped", "message_dropped")
    assert listed(desk, state="dropped") == ["Order OD-1 is now yours"]
    answer = ask(desk, number, "send-now")
    assert (answer.status, "dropped already" in answer.alert) == (422, True)


def test_a_failed_one_says_why_and_can_be_sent_again(app, desk, written, message):
    number = written(state="failed", failure="550: no such luck", attempts=3)
    page = desk.open("/outbox", state="failed").page
    assert "550: no such luck" in page.region("Messages").text
    assert "1 failed" in page.one("nav", aria_label="Main").text
    assert ask(desk, number, "send-again").status == 303
    kept = message(number)
    assert (kept.state, kept.attempts, kept.failure, log(app)[0]) == ("held", 0, "", "message_retried")


@pytest.mark.parametrize("step", STEPS)
def test_a_second_press_says_the_same_and_does_nothing(app, desk, written, step):
    number = written(**({"state": "failed", "failure": "550"} if step == "send-again" else {}))
    form = desk.open(f"/outbox/{number}/{step}").page.one(id="verb").one("form")
    before = len(log(app))
    assert (desk.submit(form).status, desk.submit(form).status) == (303, 303)
    assert len(log(app)) == before + 1


@pytest.mark.parametrize("state", ["sending", "sent", "dropped"])
def test_what_is_past_waiting_is_refused_and_nothing_is_logged(app, desk, written, message, state):
    leased = {"leased_by": "x", "leased_until": now() + timedelta(minutes=3)} if state == "sending" else {}
    number = written(state=state, sent_at=now() if state == "sent" else None, **leased)
    before = log(app)
    for step in (*STEPS, "edit"):
        form = desk.open(f"/outbox/{number}/{step}").page.one(id="verb").one("form")
        answer = desk.submit(form, **({"subject": "x", "text": "y"} if step == "edit" else {}))
        assert (answer.status, bool(answer.alert)) == (422, True), step
    assert (message(number).state, log(app)) == (state, before)


def test_edited_it_says_what_was_written_and_the_first_is_kept(app, desk, written, message):
    number = written()
    first = message(number)
    form = desk.open(f"/outbox/{number}/edit").page.one(id="verb").one("form")
    text = "Good news\r\n\r\nSee https://shop.example/a?b=1&c=2.\r\n<b>Bye</b>\r\n\r\n-- \r\nQuay & Quill"
    assert desk.submit(form, subject="Yours now", text=text).status == 303
    kept = message(number)
    assert (kept.subject, kept.edits, kept.first_subject, kept.first_text) == (
        "Yours now",
        1,
        first.subject,
        first.text,
    )
    assert kept.text.startswith("Good news\n\nSee https://")
    assert 'href="https://shop.example/a?b=1&amp;c=2"' in kept.html
    assert "&lt;b&gt;Bye&lt;/b&gt;" in kept.html
    assert kept.send_after > first.send_after
    assert kept.message_id == first.message_id
    page = desk.open(f"/outbox/{number}", form="first").page
    assert page.region("Before the edit").text.startswith("Order OD-1 is now yours")
    assert log(app)[0] == "message_edited"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"subject": ""}, "Write a subject."),
        ({"subject": "Hello\r\nBcc: x@y.example"}, "The subject must be one line."),
        ({"subject": "x" * 201}, "Use 200 characters at most."),
        ({"text": "  "}, "Write a text."),
        ({"text": "a\x00b"}, "The text holds a character that cannot be sent."),
        ({}, "Everything here is as it was."),
    ],
)
def test_a_bad_edit_is_refused_beside_its_field_and_kept(app, desk, written, message, typed, sentence):
    number = written()
    first, before = message(number), log(app)
    form = desk.open(f"/outbox/{number}/edit").page.one(id="verb").one("form")
    answer = desk.submit(form, **({"text": first.text} | typed))
    assert (answer.status, sentence in answer.text) == (422, True)
    assert (message(number).text, message(number).subject, log(app)) == (first.text, first.subject, before)


def test_two_who_edit_at_once_do_not_overwrite_each_other(desk, written, message):
    number = written()
    one, other = (desk.open(f"/outbox/{number}/edit").page.one(id="verb").one("form") for _ in range(2))
    assert desk.submit(one, subject="First").status == 303
    answer = desk.submit(other, subject="Second")
    assert (answer.status, message(number).subject) == (409, "First")
    assert "Second" in answer.text


@pytest.mark.feature("R10")
def test_nobody_reads_a_letter_that_lets_its_holder_in(app, desk, written):
    number = written(secret=True, text="https://desk.example/set-password/s3cret", html="<p>s3cret</p>")
    for path in ("", "?form=text", "?form=letter", "?form=source", "?form=first"):
        assert "s3cret" not in desk.open(f"/outbox/{number}{path}").text
    assert [desk.open(f"/outbox/{number}/{part}").status for part in ("letter", "copy", "edit")] == [404, 404, 404]
    assert "Nobody at the desk reads this letter" in desk.open(f"/outbox/{number}").text
    assert desk.open("/orders/OD-1/resend", letter=number).text.count("s3cret") == 0


def test_letters_to_colleagues_are_for_those_who_manage_staff(app, desk, written):
    number = written(order_id=None, customer_id=None)
    for role in (Role.MANAGER, Role.SUPPORT):
        visitor = signed_in(app, role)
        assert (listed(visitor), visitor.open(f"/outbox/{number}").status) == ([], 404)
        assert visitor.post(f"/outbox/{number}/drop", {"key": "k" * 20}).status == 404
    assert listed(desk) == ["Order OD-1 is now yours"]


def test_the_list_goes_on_page_by_page_and_narrows_to_an_order(app, desk, written):
    number = written()
    with app.app_context(), writing() as session:
        row = {
            column.name: getattr(session.get_one(Message, number), column.name) for column in Message.__table__.columns
        }
        for at in range(35):
            more = {
                "id": None,
                "message_id": f"<{at}@x>",
                "recipient_key": f"{at}@x.example",
                "subject": f"Letter {at}",
            }
            session.add(Message(**(row | more | {"send_after": row["send_after"] + timedelta(seconds=at + 1)})))
    found = listed(desk)
    assert (len(found), found[:2]) == (30, ["Order OD-1 is now yours", "Letter 0"])
    rest = desk.open(desk.open("/outbox").page.one("a", rel="next")["href"])
    assert [link.text for link in rest.page.region("Messages").all("a", class_="row-link")] == [
        f"Letter {at}" for at in range(29, 35)
    ]
    assert len(listed(desk, order="OD-1")) == 30
    assert listed(desk, order="OD-2") == []
    assert listed(desk, after="x", state="nonsense")[0] == "Order OD-1 is now yours"


def test_htmx_gets_the_question_alone(desk, written):
    number = written()
    for step in ("drop", "edit"):
        assert not desk.open(f"/outbox/{number}/{step}", headers=HTMX).page.all("html")


def test_hostile_words_stay_words(desk, written):
    for script in SCRIPTS[:5]:
        written(subject=script[:300].replace("\n", " "), text=script, failure=script[:500], recipient=script[:300])
    assert not re.search(r"<script>alert|<img src=x", desk.open("/outbox").text)
