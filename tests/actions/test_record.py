"""The log: every line continues the one before it, and can be reckoned anew by anybody who knows the recipe."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError, NoResultFound

from dashboard.actions.record import record
from dashboard.core.person import COMMAND, Person, Role
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, Order
from tests import world
from tests.actions.test_change import broken, log

SOFIA = Person("staff", 4, "Sofia Lund", Role.SUPPORT)
AT = datetime(2026, 11, 24, 9, 48, 0, 120, tzinfo=UTC)


def said(*parts):
    """SHA-256 of the parts, each ended by NUL."""
    return hashlib.sha256(b"".join(str(part).encode() + bytes(1) for part in parts)).hexdigest()


def by_hand(line, previous):
    """What the hash of a line must be after the one with hash `previous`."""
    content = line.digest if line.text is None else said(line.salt, line.actor_name, line.text)
    moment = line.at.strftime("%Y-%m-%dT%H:%M:%S") + (f".{line.at.microsecond:06}" if line.at.microsecond else "")
    return said(
        previous, line.order_id, line.customer_id, line.seq, f"{moment}+00:00", line.verb, line.actor_kind,
        line.actor_id, line.from_customer_id, line.to_customer_id, content,
    )  # fmt: skip


def chain_of(lines):
    """The hashes of a chain, reckoned by hand."""
    hashes = ["0" * 64]
    for line in lines:
        hashes.append(by_hand(line, hashes[-1]))
    return hashes[1:]


def written(code=world.PAID, verb="note_added", details=None, by=SOFIA, at=AT, **more):
    """Record a line on the order."""
    with writing() as session:
        return record(session, world.order(code), verb, details or {}, by=by, at=at, **more).id


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("R7")
def test_the_chain_of_an_order_reckoned_by_hand():
    kate, chloe = (world.customer(name).id for name in (world.KATE, world.CHLOE))
    written(
        verb="reassigned", details={"old": None, "new": {"id": kate, "name": "Käthe „K“ Wong"}}, moved=(chloe, kate)
    )
    written(by=COMMAND, at=AT.replace(microsecond=0))
    lines = log(world.PAID)
    assert len(lines) == 6
    assert [line.hash for line in lines] == chain_of(lines)
    assert [line.previous_hash for line in lines[1:]] == [line.hash for line in lines[:-1]]


def test_the_chain_of_a_customer_is_one_of_its_own():
    with writing() as session:
        kate = world.customer(world.KATE)
        record(session, kate, "password_set", {}, by=SOFIA, at=AT)
    lines = list(db.session.scalars(select(Activity).filter_by(customer_id=kate.id).order_by(Activity.seq)))
    assert [(line.seq, line.verb, line.order_id) for line in lines] == [
        (1, "customer_created", None),
        (2, "password_set", None),
    ]
    assert [line.hash for line in lines] == chain_of(lines)


def test_a_line_keeps_what_it_was_told():
    number = written(details={"tag": "Geschenk „für dich“ 🎁", "amount": None})
    line = db.session.get(Activity, number)
    assert json.loads(line.text) == {"tag": "Geschenk „für dich“ 🎁", "amount": None}
    assert (line.actor_kind, line.actor_id, line.actor_name, line.at) == ("staff", 4, "Sofia Lund", AT)
    assert line.digest == said(line.salt, "Sofia Lund", line.text)
    assert len(line.salt) == 32


def test_each_line_has_a_salt_of_its_own():
    one, two = (db.session.get(Activity, written()) for _ in range(2))
    assert one.text == two.text
    assert (one.salt, one.digest) != (two.salt, two.digest)


def test_a_line_adds_one_to_the_version():
    version = world.order(world.PAID).version
    number = written()
    assert (db.session.get(Activity, number).seq, world.order(world.PAID).version) == (version, version + 1)


def test_a_moment_of_another_zone_gives_the_same_chain():
    written(at=AT.astimezone(timezone(timedelta(hours=5, minutes=30))))
    lines = log(world.PAID)
    assert lines[-1].at == AT
    assert [line.hash for line in lines] == chain_of(lines)
    assert broken() == []


def test_an_erased_text_keeps_the_chain():
    number = written(details={"tag": "Kate, Hafenstraße 1"})
    written()
    with writing() as session:
        session.execute(update(Activity).where(Activity.id == number).values(text=None, salt=None))
    lines = log(world.PAID)
    assert [line.hash for line in lines] == chain_of(lines)
    assert broken() == []


def test_a_chain_with_a_gap_is_not_continued():
    with writing() as session:
        session.execute(update(Order).where(Order.code == world.PAID).values(version=9))
    before = len(log(world.PAID))
    with pytest.raises(NoResultFound):
        written()
    assert len(log(world.PAID)) == before


def test_a_place_in_the_chain_is_taken_once():
    version = world.order(world.PAID).version
    with writing() as session:
        session.execute(update(Order).where(Order.code == world.PAID).values(version=version - 1))
    with pytest.raises(IntegrityError, match=r"uq_activities_order|activities\.order_id, activities\.seq"):
        written(at=now())


def test_a_line_belongs_to_one_chain():
    columns = "seq, at, verb, actor_kind, actor_name, digest, previous_hash, hash"
    values = f"99, '2026-11-24', 'x', 'staff', 'x', '{'0' * 64}', '{'0' * 64}', '{'0' * 64}'"
    for extra, value in (("", ""), ("order_id, customer_id,", "1, 1,")):
        with pytest.raises(IntegrityError, match="one_chain"), writing() as session:
            session.execute(text(f"INSERT INTO activities ({extra} {columns}) VALUES ({value} {values})"))
