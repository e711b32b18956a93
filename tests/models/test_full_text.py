"""When PostgreSQL's index is asked, and when documents are walked through from the newest on."""

import pytest

from dashboard.models.full_text import WINDOW, enough


@pytest.mark.parametrize(
    ("most", "documents", "matches"), [(51, 10_000, 32), (51, 1_000_000, 4), (2_001, 1_000_000, 21), (51, 0, WINDOW)]
)
def test_walking_on_wants_fewer_matches_where_the_index_would_lead_to_more(most, documents, matches):
    assert matches - 1 < min(enough(most, documents), WINDOW) <= matches
