"""What all verbs on saved views refuse: another's view, one that is gone, a stale one, a second submit."""

import pytest
from sqlalchemy import delete

from dashboard.actions.delete_view import delete_view
from dashboard.actions.move_view import move_view
from dashboard.actions.once import Submission
from dashboard.actions.rename_view import rename_view
from dashboard.actions.share_view import share_view
from dashboard.actions.unshare_view import unshare_view
from dashboard.actions.update_view import update_view
from dashboard.core.person import Role
from dashboard.core.refusals import KeyReused, NotPermitted, Replayed, Stale, Vanished
from dashboard.database import writing
from dashboard.models import SavedView
from tests import world
from tests.actions.people import standing, store_log, version
from tests.actions.views import saved, seen_by

pytestmark = pytest.mark.feature("U2")
VERBS = {
    "rename": lambda number, **who: rename_view(number, "Gifts", **who),
    "update": lambda number, **who: update_view(number, "payment=unpaid", **who),
    "move": lambda number, **who: move_view(number, 0, **who),
    "unshare": unshare_view,
    "delete": delete_view,
}
ALL = VERBS | {"share": share_view}


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def refused(act, number, kind, role=Role.OWNER, **more):
    before, views = standing(), seen_by(Role.OWNER)
    with pytest.raises(kind) as refusal:
        act(number, by=world.staff(role), **more)
    assert (standing(), seen_by(Role.OWNER)) == (before, views)
    return refusal.value


@pytest.mark.parametrize("act", ALL.values(), ids=ALL)
def test_somebody_elses_own_view_is_not_there_for_others(act):
    number = saved(Role.VIEWER)
    assert refused(act, number, Vanished).sentence == refused(act, 999, Vanished).sentence


@pytest.mark.parametrize("act", VERBS.values(), ids=VERBS)
def test_a_shared_one_is_changed_by_its_maker_and_those_who_may(act):
    number = saved(Role.SUPPORT, shared=True)
    for role in (Role.VIEWER, Role.FULFILMENT):
        assert "Ask the owner or the manager" in refused(act, number, NotPermitted, role).sentence
    act(number, by=world.staff(Role.SUPPORT))
    with writing() as session:
        session.execute(delete(SavedView))
    act(saved(Role.SUPPORT, shared=True), by=world.staff(Role.MANAGER))


def test_who_may_not_share_any_more_does_not_change_what_they_shared():
    number = saved(Role.SUPPORT, shared=True)
    sofia = world.staff(Role.SUPPORT)
    with pytest.raises(NotPermitted, match="may not share views"):
        rename_view(number, "Gifts", by=type(sofia)("staff", sofia.id, sofia.name, Role.VIEWER))


@pytest.mark.parametrize("act", VERBS.values(), ids=VERBS)
def test_a_view_that_changed_since_it_was_seen_stays_as_it_is(act):
    number, other = saved(Role.OWNER, shared=True), saved(Role.OWNER, "Other", shared=True)
    seen = version()
    rename_view(other, "Quite another", by=world.staff(Role.OWNER))
    rename_view(number, "Quicker", by=world.staff(Role.MANAGER), seen=seen)
    (news,) = refused(act, number, Stale, seen=seen).news
    assert "".join(part.text for part in news.parts) == "Milan Sommer renamed the view Pickup to Quicker"


@pytest.mark.parametrize("act", VERBS.values(), ids=VERBS)
def test_the_same_submit_twice_does_it_once(act):
    number, once = saved(Role.OWNER, shared=True), Submission("k" * 20, "digest")
    first, lines = act(number, by=world.staff(Role.OWNER), once=once), len(store_log())
    assert refused(act, number, Replayed, once=once).result == first
    refused(act, number, KeyReused, once=Submission("k" * 20, "other"))
    assert len(store_log()) == lines


LINES = {
    "rename": ("view_renamed", {"view": "Gifts", "old": "Pickup"}),
    "update": ("view_updated", {"view": "Pickup"}),
    "move": ("view_moved", {"view": "Pickup"}),
    "share": ("view_shared", {"view": "Pickup"}),
    "unshare": ("view_unshared", {"view": "Pickup"}),
    "delete": ("view_deleted", {"view": "Pickup"}),
}


@pytest.mark.parametrize("verb", ALL)
def test_a_verb_on_a_shared_view_is_told(verb):
    number = saved(Role.SUPPORT, shared=verb != "share")
    ALL[verb](number, by=world.staff(Role.SUPPORT))
    line = store_log()[-1]
    assert (line.verb, line.text) == (LINES[verb][0], LINES[verb][1] | {"view_id": number})


@pytest.mark.parametrize("verb", ["rename", "update", "move", "delete"])
def test_a_verb_on_ones_own_says_no_more_than_that(verb):
    number = saved(Role.SUPPORT)
    ALL[verb](number, by=world.staff(Role.SUPPORT))
    assert store_log()[-1][::2] == ("own_view_changed", {"view_id": number})
