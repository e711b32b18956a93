"""When PostgreSQL's index is asked, and when documents are walked through from the newest on."""

import pytest

from dashboard.models.full_text import WINDOW, enough, walks_on


@pytest.mark.parametrize(
    ("most", "documents", "matches"), [(51, 10_000, 32), (51, 1_000_000, 4), (2_001, 1_000_000, 21)]
)
def test_walking_on_wants_fewer_matches_where_the_index_would_lead_to_more(most, documents, matches):
    assert matches - 1 < min(enough(most, documents), WINDOW) <= matches
    assert walks_on(most, matches, documents, 0)
    assert not walks_on(most, matches - 1, documents, 0)


@pytest.mark.parametrize(
    ("matches", "led_to", "walks"), [(1, 0.02, True), (1, 0.005, False), (0, 0.5, False), (2, 0.006, True)]
)
def test_walking_on_is_for_what_the_index_would_lead_to_much_else_by(matches, led_to, walks):
    assert walks_on(51, matches, 1_000_000, led_to) is walks


def test_nothing_is_walked_to_where_there_is_nothing():
    assert not walks_on(51, 0, 0, 0)
