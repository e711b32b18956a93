"""When PostgreSQL's index is asked, and when documents are walked through from the newest on."""

import pytest

from dashboard.models.walk_or_index import WIDER, WINDOW, enough


@pytest.mark.parametrize(("most", "cost", "matches"), [(52, 20_000, 4), (52, 2_000, 27), (2_001, 60_000, 35)])
def test_walking_on_wants_fewer_matches_where_the_index_would_take_longer(most, cost, matches):
    assert matches - 1 < enough(most, cost) <= matches
    assert enough(most, 2 * cost) < enough(most, cost) < enough(2 * most, cost)


def test_what_a_wider_window_tells_is_surer():
    share = enough(52, 60_000, WIDER) / WIDER
    assert share < enough(52, 60_000) / WINDOW


def test_no_window_can_hold_enough_where_the_index_takes_nothing():
    assert enough(51, 0) > WINDOW
