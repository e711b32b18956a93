"""Error pages: in words, in the look of the desk, each with the `#problem` that htmx puts into an open dialog."""

import sqlite3

import psycopg
import pytest
from flask import abort
from sqlalchemy.exc import OperationalError, ProgrammingError

from dashboard.extensions import db
from dashboard.pages.errors import is_outage
from tests import world
from tests.pages.dialog import opened
from tests.pages.visitor import HTMX, Answer

HEADINGS = {
    400: "The desk cannot read this",
    403: "Your role does not allow this",
    404: "There is nothing at this address",
    405: "This address takes no such request",
    409: "This was changed in the meantime",
    413: "This is too large to send",
    418: "The desk cannot read this",
    429: "That was a lot at once",
}


@pytest.fixture
def failing(app, monkeypatch):
    """Makes the customers page fail with this."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def at(cause):
        def fail(*args, **kwargs):
            if isinstance(cause, int):
                abort(cause)
            raise cause

        monkeypatch.setattr("dashboard.pages.customers.customers_page", fail)

    return at


def busy():
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return OperationalError("BEGIN IMMEDIATE", {}, error)


def problem(answer):
    found = answer.page.one(id="problem")
    assert found["role"] == "alert"
    return found


@pytest.mark.parametrize("code", HEADINGS)
def test_each_refusal_has_its_page(desk, failing, code):
    failing(code)
    answer = desk.open("/customers")
    assert answer.status == code
    assert problem(answer).one("h1").text == HEADINGS[code]
    assert str(code) in problem(answer).text
    assert answer.page.one("nav", aria_label="Main")  # in the shell, for whoever is in
    links = [node["href"] for node in problem(answer).all("a")]
    assert links == ["/orders"] or problem(answer).all("form")


@pytest.mark.parametrize("path", ["/nowhere", "/orders/OD-99", "/customers/999999"])
def test_somebody_not_signed_in_gets_no_shell(stranger, path):
    answer = stranger.open(path)
    assert answer.status in {303, 404}
    if answer.status == 404:
        assert not answer.page.all("nav")
        assert problem(answer).one("h1").text == HEADINGS[404]


def test_a_fault_of_ours_has_a_number_that_the_log_has_too(desk, failing, caplog):
    failing(ZeroDivisionError("secret detail"))
    answer = desk.open("/customers?q=kate")
    assert answer.status == 500
    number = problem(answer).one("p", class_="fault-ref").one("bdi").text
    assert number in caplog.text
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    assert problem(answer).button("Try again")["href"] == "/customers?q=kate"


@pytest.mark.parametrize("fault", [None, "busy"])
def test_pages_of_faults_ask_the_database_nothing(desk, failing, monkeypatch, fault):
    failing(busy() if fault else ZeroDivisionError())
    desk.open("/orders")
    asked = []
    real = db.session.execute

    def counted(*args, **kwargs):
        asked.append(args)
        return real(*args, **kwargs)

    monkeypatch.setattr("dashboard.models.customer_list.gathered", counted)
    monkeypatch.setattr("dashboard.pages.context.everywhere", lambda: asked.append("context") or {})
    answer = desk.open("/customers")
    assert (answer.status, asked) == (503 if fault else 500, [])
    assert not answer.page.all("nav")


def test_a_busy_database_is_told_with_when_to_try_again(desk, failing):
    failing(busy())
    answer = desk.open("/customers?q=kate", headers=HTMX)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert problem(answer).one("h1").text == "The desk cannot save just now"
    assert problem(answer).button("Try again")["href"] == "/customers?q=kate"


def test_what_was_typed_is_kept_to_be_sent_again_but_no_password(desk, number, monkeypatch, stands):
    form, before = opened(desk), stands(world.PAID)
    typed = {"owner": number(world.KATE), "q": world.KATE, "password": "never-to-be-seen-again"}

    def away(*args, **kwargs):
        raise busy()

    with monkeypatch.context() as broken:
        broken.setattr("dashboard.pages.reassign.reassign", away)
        answer = desk.submit(form, "Reassign order", **typed)
    assert answer.status == 503
    assert "never-to-be-seen-again" not in answer.text
    again = problem(answer).button("Try again").form
    kept = dict(again.fields())
    assert {**dict(form.fields()), **typed, "password": None} == {**kept, "password": None}
    assert "password" not in kept
    assert stands(world.PAID) == before
    assert desk.submit(again, "Try again").status == 303
    assert stands(world.PAID).owner == world.KATE


def test_a_real_busy_database_is_a_503(kind, app, desk, number, stands):
    """Somebody else holds the order's row (SQLite: the file) for longer than anybody waits."""
    form, before = opened(desk), stands(world.PAID)
    if kind == "sqlite":
        holder = sqlite3.connect(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with app.app_context(), db.engine.connect() as connection:
            connection.connection.dbapi_connection.execute("PRAGMA busy_timeout=1")
    else:
        holder = psycopg.connect(app.config["SQLALCHEMY_DATABASE_URI"])
        holder.execute("SELECT 1 FROM orders WHERE code = 'OD-1' FOR UPDATE")
    try:
        answer = desk.submit(form, "Reassign order", owner=number(world.KATE), q=world.KATE)
    finally:
        holder.close()
    assert (answer.status, problem(answer).one("h1").text) == (503, "The desk cannot save just now")
    assert stands(world.PAID) == before
    assert desk.submit(problem(answer).button("Try again").form).status == 303


class Failed(Exception):
    """A driver's error with its code, as the drivers give it."""

    def __init__(self, **codes):
        super().__init__("failed")
        vars(self).update(codes)


def test_only_outages_are_outages():
    def outage(lost=False, **codes):
        return is_outage(OperationalError("x", {}, Failed(**codes), connection_invalidated=lost))

    lite = {code: outage(sqlite_errorcode=code) for code in (1, 5, 6, 8, 10, 11, 13, 19, 261, 778)}
    assert [code for code, waits in lite.items() if waits] == [5, 6, 10, 13, 261, 778]
    states = ["55P03", "40P01", "57014", "53100", "08006", "57P01", "23505", "42601", "22021", "40001"]
    assert [state for state in states if outage(sqlstate=state)] == states[:6]
    assert (outage(lost=True), outage()) == (True, False)


def test_a_mistake_in_a_query_is_a_fault_of_ours(desk, failing):
    error = sqlite3.OperationalError("no such column")
    error.sqlite_errorcode = sqlite3.SQLITE_ERROR
    failing(ProgrammingError("SELECT", {}, error))
    assert desk.open("/customers").status == 500


def test_an_error_in_a_dialog_is_the_same_page(desk):
    answer = desk.open("/orders/OD-99/reassign", headers=HTMX)
    assert (answer.status, problem(answer).one("h1").text) == (404, HEADINGS[404])


def test_a_forged_form_says_what_happened(desk):
    answer = Answer(desk.client.post("/orders/OD-1/reassign", data={"csrf_token": "old"}))
    assert (answer.status, problem(answer).one("h1").text) == (400, "This form is from an earlier sign-in")
