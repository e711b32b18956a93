"""The accounts whose e-mail key is one letter off, against a comparison of all keys by hand, on both databases."""

import random

import pytest
from sqlalchemy import insert, select

from dashboard.core import contacts
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Customer
from dashboard.models.one_letter_off import one_letter_off

KEYS, ASKED = 400, 150


def address(chance):
    """One of few addresses, so that many are one letter off another."""
    local = "".join(chance.choice("ab1") for _ in range(chance.randint(1, 4)))
    return f"{local}@{chance.choice(('ab', 'ba', 'a'))}.{chance.choice(('de', 'ed', 'e'))}"


@pytest.fixture
def keys(app):
    """The keys of accounts: of few letters, some with what sorts last."""
    chance = random.Random(3)
    found = {address(chance) for _ in range(KEYS)} | {"z@z.zz", "ä@ab.de", "\U0010fffe@ab.de", "a@ab.de~"}
    with app.app_context(), writing() as session:
        there = set(session.scalars(select(Customer.email_key).where(Customer.email_key.is_not(None))))
        rows = [{"name": key, "name_key": key, "email": key, "email_key": key} for key in sorted(found - there)]
        session.execute(insert(Customer), rows)
    return found | there


def test_all_that_are_one_letter_off_are_found_and_nobody_else(app, keys):
    chance = random.Random(5)
    with app.app_context():
        query = select(Customer.email_key).where(one_letter_off(db.engine.dialect.name))
        for asked in [*chance.sample(sorted(keys), 40), *(address(chance) for _ in range(ASKED)), "b", "~@ab.de", ""]:
            spelt = set(contacts.neighbours(asked))
            wanted = {key for key in keys if contacts.one_letter_off(asked, key) and (key in spelt or "@" not in asked)}
            found = set(db.session.scalars(query, {"near": asked})) - {asked}
            assert found >= wanted, asked
            assert all(contacts.one_letter_off(asked, key) for key in found), asked
