"""Give a saved view another place among the tabs."""

import pytest

from dashboard.actions.move_view import move_view
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid
from tests import world
from tests.actions.views import saved, seen_by

pytestmark = pytest.mark.feature("U2")


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.fixture
def numbers():
    return {name: saved(Role.OWNER, name) for name in "ABC"} | {"S": saved(Role.MANAGER, "S", shared=True)}


def order():
    return "".join(name for name, *_ in seen_by(Role.OWNER))


@pytest.mark.parametrize(
    ("moved", "after", "expected"),
    [("C", None, "SCAB"), ("A", "B", "SBAC"), ("A", "C", "SBCA"), ("B", "A", "SABC"), ("B", None, "SBAC")],
)
def test_it_stands_behind_the_one_that_was_chosen(numbers, moved, after, expected):
    assert order() == "SABC"
    move_view(numbers[moved], numbers[after] if after else 0, by=world.staff(Role.OWNER))
    assert order() == expected


@pytest.mark.parametrize("after", ["S", "A"])
def test_neither_among_others_nor_behind_itself(numbers, after):
    with pytest.raises(Invalid) as refused:
        move_view(numbers["A"], numbers[after], by=world.staff(Role.OWNER))
    assert (refused.value.field, order()) == ("after", "SABC")
