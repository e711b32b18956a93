"""The store's own door: one line for every change, nothing without one, and nobody overwrites anybody."""

import hashlib

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from dashboard.actions.change_store import about, change_store
from dashboard.actions.once import Submission
from dashboard.actions.under_way import Unrecorded
from dashboard.checks.run import run
from dashboard.core.person import Role
from dashboard.core.refusals import KeyReused, NotPermitted, Replayed, Stale, Vanished
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, Message, Store
from tests import world
from tests.actions.people import standing, store_log, version


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.fixture
def olga(at_the_desk):
    return world.staff(Role.OWNER)


def rename_store(by, name="New", **options):
    with change_store("store", by=by, **options) as change:
        change.store.name = name
        change.record("settings_changed", changes=f"name to {name}", staff_id=7)
        change.result = {"name": name}
    return change.result


def test_a_change_writes_one_line_and_adds_one_to_the_version(olga):
    before = standing()
    rename_store(olga)
    assert standing() == before._replace(version=before.version + 1, lines=before.lines + 1)
    assert store_log()[-1] == ("settings_changed", olga.name, {"changes": "name to New", "staff_id": 7})
    assert run(db.session()).broken == []


def test_the_chain_can_be_reckoned_by_hand(olga):
    for name in "ABC":
        rename_store(olga, name)
    previous = "0" * 64
    for line in db.session.scalars(select(Activity).where(Activity.store_id == 1).order_by(Activity.seq)):
        moment = line.at.isoformat()
        parts = (
            previous, None, None, line.seq, moment, line.verb, "staff", olga.id, None, None, line.digest, "store 1",
        )  # fmt: skip
        previous = hashlib.sha256(b"".join(str(part).encode() + b"\0" for part in parts)).hexdigest()
        assert line.hash == previous
        assert (line.order_id, line.customer_id) == (None, None)


def test_check_finds_a_line_that_was_changed_a_gap_and_a_wrong_version(olga):
    rename_store(olga)
    with writing() as session:
        session.get_one(Store, 1).version = 5
    assert {finding.name: finding.first for finding in run(db.session()).broken} == {"version": ["store 1"]}


def test_the_database_itself_refuses_to_change_or_delete_a_line(olga):
    rename_store(olga)
    for statement in (
        "UPDATE activities SET verb = 'x'",
        "DELETE FROM activities",
        "UPDATE activities SET store_id = NULL",
    ):
        with pytest.raises(DBAPIError), writing() as session:
            session.execute(text(f"{statement} WHERE store_id = 1"))
    assert len(store_log()) == 1


def test_a_line_belongs_to_one_chain(olga):
    rename_store(olga)
    columns = "seq, at, verb, actor_kind, actor_name, digest, previous_hash, hash"
    values = f"99, '2026-11-24', 'x', 'staff', 'x', '{'0' * 64}', '{'0' * 64}', '{'0' * 64}'"
    for extra in ("order_id, store_id", "customer_id, store_id"):
        with pytest.raises(IntegrityError, match="one_chain"), writing() as session:
            session.execute(text(f"INSERT INTO activities ({extra}, {columns}) VALUES (1, 1, {values})"))


def test_nothing_without_a_line(olga):
    before = standing()
    with pytest.raises(Unrecorded), change_store("store", by=olga) as change:
        change.store.name = "Unsaid"
    with pytest.raises(Unrecorded), change_store("store", by=olga) as change:
        change.send(Message())
    assert standing() == before
    assert db.session.get_one(Store, 1).name == "Quay & Quill"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_only_who_may(role):
    before = standing()
    for permission in ("store", "staff"):
        with pytest.raises(NotPermitted), change_store(permission, by=world.staff(role)) as change:
            change.record("settings_changed", changes="everything")
    assert standing() == before


def test_a_form_is_stale_only_by_what_it_minds(olga):
    seen = version()
    rename_store(olga, "Theirs")
    rename_store(olga, "Mine", seen=seen)  # minds nothing
    before = standing()
    with pytest.raises(Stale) as stale:
        rename_store(olga, "Lost", seen=seen, minds=about(7))
    assert [news.actor for news in stale.value.news] == [olga.name] * 2
    rename_store(olga, "Fine", seen=seen, minds=about(8))
    assert standing().lines == before.lines + 1
    with pytest.raises(Stale):
        rename_store(olga, "Of the future", seen=version() + 1)


def test_the_same_form_twice_has_one_effect(olga):
    once = Submission.of("one-key-of-a-form", "/settings/store", olga, [("name", "New")])
    other = Submission.of("one-key-of-a-form", "/settings/store", olga, [("name", "Other")])
    rename_store(olga, once=once)
    before = standing()
    with pytest.raises(Replayed) as again:
        rename_store(olga, once=once)
    assert again.value.result == {"name": "New"}
    with pytest.raises(KeyReused):
        rename_store(olga, once=other)
    assert standing() == before


def test_without_a_store_nothing_can_be_changed(olga):
    with writing() as session:
        session.execute(text("DELETE FROM store"))
    with pytest.raises(Vanished), change_store(None, by=olga, at=now()):
        pass
