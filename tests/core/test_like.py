"""A searched word in LIKE, as SQLite itself reads it."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.search import like_escape

# Few letters, so that words do occur in texts, and all that LIKE takes for more than itself.
LETTERS = st.text("ab%_\\", max_size=6)


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    yield connection
    connection.close()


@given(word=LETTERS, text=LETTERS)
def test_like_finds_just_the_word_itself(database, word, text):
    query = "SELECT ? LIKE ? ESCAPE '\\'"
    ((found,),) = database.execute(query, (text, f"%{like_escape(word)}%"))
    assert bool(found) == (word in text)
