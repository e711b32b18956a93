"""The sentences of the activity log."""

import json
from datetime import UTC, datetime
from string import Formatter
from types import SimpleNamespace

import pytest

from dashboard.core.sentences import NOBODY, SENTENCES, News, Part, plain, sentence

KATE = {"id": 7, "name": "Kate Wong"}


def fields(verb):
    return {name for _, name, _, _ in Formatter().parse(SENTENCES[verb]) if name and name != "actor"}


@pytest.mark.feature("R7")
def test_a_reassignment_names_who_did_it_and_both_owners():
    parts = sentence("reassigned", "Chloe Martin", {"old": None, "new": KATE})
    assert parts == [
        Part("Chloe Martin", strong=True),
        Part(" reassigned this order from "),
        Part(NOBODY),
        Part(" to "),
        Part("Kate Wong", strong=True, customer_id=7),
    ]


@pytest.mark.parametrize("verb", SENTENCES)
def test_every_sentence_tells_all_it_is_given(verb):
    told = plain(verb, "Chloe", {name: f"«{name}»" for name in fields(verb)})
    assert all(f"«{name}»" in told for name in fields(verb))
    assert ("Chloe" in told) == ("{actor}" in SENTENCES[verb])
    assert "{" not in told


@pytest.mark.parametrize("verb", SENTENCES)
def test_erased_details_leave_who_and_what_kind(verb):
    assert plain(verb, "Chloe", None) == f"Chloe: {verb.replace('_', ' ')} (details erased)"


def test_what_was_written_is_shown_as_it_is():
    """Braces in a name are letters of the name."""
    assert plain("tagged", "Chloe", {"tag": "{actor} <b>"}) == "Tag {actor} <b> added"


@pytest.mark.parametrize("text", [json.dumps({"old": KATE, "new": None}), None])
def test_news_tells_a_line_of_the_log(text):
    at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    news = News.of(SimpleNamespace(verb="reassigned", actor_name="Chloe", at=at, text=text))
    told = "".join(part.text for part in news.parts)
    assert (news.actor, news.at, news.verb) == ("Chloe", at, "reassigned")
    assert told == plain("reassigned", "Chloe", json.loads(text) if text else None)
    assert ("Kate Wong" in told) == (text is not None)
