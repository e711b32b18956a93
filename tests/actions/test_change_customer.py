"""The customers' door: permission, key, version; one line in the account's log; all or nothing."""

import pytest

from dashboard.actions.change_customer import change_customer
from dashboard.actions.once import Submission
from dashboard.actions.under_way import Unrecorded
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.database import now, writing
from tests import world
from tests.actions.accounts import told
from tests.actions.test_change import KEY, broken, everything, refused


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def noted(by=COMMAND, number=0, verb="details_changed", **given):
    """A change that says something and does nothing else, to Kate's account if no other is named."""
    with change_customer(world.customer(world.KATE).id if number == 0 else number, by=by, **given) as change:
        change.record(verb, changes="nothing")
        change.result = {"name": change.customer.name}
    return change.result


def test_a_change_is_one_line_one_version_and_one_result():
    before = world.customer(world.KATE).version
    assert noted(once=KEY) == {"name": world.KATE}
    assert (world.customer(world.KATE).version, told(world.KATE)[-1]) == (before + 1, "Counterfoil changed nothing")
    with refused(Replayed):
        noted(once=KEY)
    with refused(KeyReused):
        noted(once=Submission(KEY.key, "another digest"))
    assert broken() == []


@pytest.mark.parametrize("role", [Role.FULFILMENT, Role.VIEWER])
def test_who_may_not_is_refused(role):
    with refused(NotPermitted, f"Your role ({role.label}) may not edit customers."):
        noted(world.staff(role))
    with refused(NotPermitted, f"Your role ({role.label}) may not create customers."):
        noted(world.staff(role), None)


def test_what_came_since_makes_it_stale_but_a_password_does_not():
    seen = world.customer(world.KATE).version
    noted(verb="password_set")
    noted(seen=seen)
    with refused(Stale, "This account was changed meanwhile.") as caught:
        noted(seen=seen)
    assert [news.verb for news in caught.value.news] == ["details_changed"]
    with refused(Stale):
        noted(seen=99)


def test_who_is_gone_is_not_changed():
    with refused(Vanished, "There is no such customer any more."):
        noted(number=10**9)
    with writing():
        world.customer(world.CHLOE).merged_into_id = world.customer(world.KATE).id
        world.customer(world.KENJI).erased_at = now()
    with refused(WrongState, "Chloe Lee was merged into another account."):
        noted(number=world.customer(world.CHLOE).id)
    with refused(WrongState, "What was known of this customer is erased."):
        noted(number=world.customer(world.KENJI).id)


def test_nothing_is_kept_without_a_line():
    before = everything()
    with pytest.raises(Unrecorded), change_customer(world.customer(world.KATE).id, by=COMMAND) as change:
        change.customer.name = "Nobody"
    with pytest.raises(Unrecorded), change_customer(None, by=COMMAND):
        pass
    assert everything() == before
