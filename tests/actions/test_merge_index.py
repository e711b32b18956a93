"""The pieces of SQLite's search index become one, step by step, and what is found stays the same."""

import pytest
from sqlalchemy import text

from dashboard.actions.merge_index import merge_index
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Customer, CustomerDoc
from dashboard.models.full_text import newest_matches
from dashboard.models.index_pieces import PAGES, levels

ACCOUNTS, STEPS = 30, 50


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.fixture
def accounts():
    """Accounts that were written one after another, each with its own piece of the index at first."""
    for number in range(ACCOUNTS):
        with writing() as session:
            customer = Customer(name=f"Quill {number}", name_key=f"quill {number}", created_at=now())
            session.add(customer)
            session.flush()
            session.add(CustomerDoc(key=customer.id, doc=f"quill {number}\nquill{number}@mail.example"))


def found():
    return list(newest_matches(db.session(), CustomerDoc, ["quill"], ACCOUNTS + 1).keys)


def pieces():
    return [size for level in levels(db.session.connection(), "customer_fts") for size in level.pages]


@pytest.mark.feature("U2")
def test_all_pieces_become_one_and_the_same_is_found(accounts):
    before = found()
    assert len(before) == ACCOUNTS
    if db.engine.dialect.name != "sqlite":
        assert merge_index()
        return
    assert len(pieces()) > 1
    steps = 0
    while not merge_index():
        steps += 1
        assert steps < STEPS
        assert found() == before
    assert len(pieces()) == 1
    assert found() == before
    with writing() as session:  # raises where the index does not fit its documents
        session.execute(text("INSERT INTO customer_fts(customer_fts, rank) VALUES ('integrity-check', 1)"))


@pytest.mark.feature("U2")
def test_where_there_is_nothing_to_merge_nothing_is_written(accounts, monkeypatch):
    while not merge_index():
        pass
    monkeypatch.setattr("dashboard.actions.merge_index.writing", None)
    assert merge_index()
    assert PAGES > 0
