"""Save what the order list shows as a view."""

import pytest

from dashboard.actions.once import Submission
from dashboard.actions.save_view import save_view
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed
from dashboard.core.views import BUILT_IN, LONGEST_QUERY, MOST
from tests import world
from tests.actions.people import standing, store_log
from tests.actions.views import PAID, many, saved, seen_by

pytestmark = pytest.mark.feature("U2")


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def test_ones_own_is_seen_by_nobody_else_and_its_line_says_so_little():
    result = save_view("  Ready  for pickup ", PAID, False, by=world.staff(Role.VIEWER))
    assert result == {"name": "Ready for pickup", "query": PAID}
    assert seen_by(Role.VIEWER) == [("Ready for pickup", PAID, False)]
    assert seen_by(Role.OWNER) == []
    (line,) = store_log()
    assert (line.verb, set(line.text)) == ("own_view_changed", {"view_id"})


def test_a_shared_one_is_seen_by_all_and_told():
    saved(Role.SUPPORT, shared=True)
    assert seen_by(Role.VIEWER) == seen_by(Role.SUPPORT) == [("Pickup", PAID, True)]
    line = store_log()[-1]
    assert (line.verb, line.actor, line.text["view"]) == ("view_shared", "Sofia Lund", "Pickup")


def test_new_ones_stand_last_and_shared_ones_first():
    for role, name, shared in (
        (Role.OWNER, "A", False), (Role.MANAGER, "B", True), (Role.OWNER, "C", False), (Role.OWNER, "D", True),
    ):  # fmt: skip
        saved(role, name, shared=shared)
    assert [name for name, *_ in seen_by(Role.OWNER)] == ["B", "D", "A", "C"]


def refused(name="Pickup", query=PAID, shared=False, role=Role.OWNER, kind=Invalid):
    before = standing()
    with pytest.raises(kind) as refusal:
        save_view(name, query, shared, by=world.staff(role))
    assert standing() == before
    return refusal.value


def test_who_may_not_share_saves_nothing():
    assert "Viewer" in refused(shared=True, role=Role.VIEWER, kind=NotPermitted).sentence
    assert seen_by(Role.OWNER) == []


@pytest.mark.parametrize("name", ["", " \t ", "\u200b", "x" * 41])
def test_a_name_that_is_none_or_too_long(name):
    assert refused(name).field == "name"


def test_a_name_is_used_once_by_whoever_sees_it():
    saved(Role.OWNER, "Pickup")
    saved(Role.SUPPORT, "Gifts", shared=True)
    for name in ("pickup", "PICKÜP", "gifts", *(view.name for view in BUILT_IN)):
        assert refused(name).sentence == f"There is a view “{name}” already. Choose another name."
    saved(Role.VIEWER, "Pickup")


@pytest.mark.parametrize("shared", [False, True])
def test_there_can_be_too_many(shared):
    many(Role.OWNER, MOST, shared)
    sentence = refused(shared=shared).sentence
    assert f"{MOST} {'shared ' if shared else ''}views already" in sentence
    saved(Role.MANAGER, shared=not shared)


def test_a_list_that_is_too_long_to_keep():
    assert "Take some filters off" in refused(query="q=" + "x" * LONGEST_QUERY).sentence


def test_the_same_submit_twice_saves_one():
    olga, once = world.staff(Role.OWNER), Submission("k" * 20, "digest")
    first = save_view("Pickup", PAID, False, by=olga, once=once)
    with pytest.raises(Replayed) as again:
        save_view("Pickup", PAID, False, by=olga, once=once)
    assert (again.value.result, len(seen_by(Role.OWNER)), len(store_log())) == (first, 1, 1)
    with pytest.raises(KeyReused):
        save_view("Other", PAID, False, by=olga, once=Submission("k" * 20, "other"))
