"""One-time keys: what counts as the same submit, and what a second one gets."""

import pytest
from sqlalchemy import select

from dashboard.actions.once import Submission, claim, keep
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refusals import KeyReused, Replayed
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Once

KEY, WHERE = "k" * 32, "/orders/OD-1/reassign"
KATE, MILAN = (Person("staff", number, "Somebody", Role.MANAGER) for number in (1, 2))
FIELDS = [("owner", "7"), ("notify", "y"), ("tag", "a"), ("tag", "b")]
FIRST, OTHER = Submission(KEY, "d" * 64), Submission(KEY, "e" * 64)


def of(where=WHERE, by=KATE, fields=FIELDS):
    return Submission.of(KEY, where, by, fields).digest


def test_the_order_of_the_fields_does_not_matter():
    assert of() == of(fields=FIELDS[::-1])


@pytest.mark.parametrize(
    "other",
    [
        {"where": "/orders/OD-2/reassign"},
        {"by": MILAN},
        {"by": Person("buyer", 1, "Somebody")},
        {"by": COMMAND},
        {"fields": FIELDS[:-1]},
        {"fields": [*FIELDS, ("tag", "b")]},
        {"fields": [("owner", "8"), *FIELDS[1:]]},
        {"fields": [("owne", "r7"), *FIELDS[1:]]},
        {"fields": []},
    ],
    ids=str,
)
def test_anything_else_is_another_submit(other):
    assert of() != of(**other)


def test_half_a_letter_does_not_crash_it():
    assert of(fields=[("q", "\udcff")]) != of(fields=[("q", "\x00")])


@pytest.fixture
def at_the_desk(app):
    with app.app_context():
        yield


def test_a_claimed_key_gives_its_first_result(at_the_desk):
    with writing() as session:
        claim(session, FIRST)
        keep(session, FIRST, {"owner": "Zoë", "moved": None})
    for _ in range(2):
        with pytest.raises(Replayed) as caught, writing() as session:
            claim(session, FIRST)
        assert caught.value.result == {"owner": "Zoë", "moved": None}
    with pytest.raises(KeyReused, match="already submitted with other content"), writing() as session:
        claim(session, OTHER)
    assert db.session.scalars(select(Once.digest)).all() == [FIRST.digest]


def test_a_rolled_back_claim_leaves_the_key_free(at_the_desk):
    with pytest.raises(ZeroDivisionError), writing() as session:
        claim(session, FIRST)
        _ = 1 // 0
    with writing() as session:
        claim(session, OTHER)
    assert db.session.scalars(select(Once.digest)).all() == [OTHER.digest]


def test_a_key_claimed_without_a_result_replays_nothing(at_the_desk):
    with writing() as session:
        claim(session, FIRST)
    with pytest.raises(Replayed) as caught, writing() as session:
        claim(session, FIRST)
    assert caught.value.result == {}


def test_without_a_key_nothing_is_claimed(at_the_desk):
    with writing() as session:
        claim(session, None)
        keep(session, None, {"owner": "Zoë"})
    assert db.session.scalars(select(Once)).all() == []
