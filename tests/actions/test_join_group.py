"""Accounts go into groups, several of them, and out again; lists are narrowed by groups and tags."""

import pytest

from dashboard.actions.join_group import join_group
from dashboard.actions.leave_group import leave_group
from dashboard.actions.once import Submission
from dashboard.actions.tag_customer import tag_customer
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, NotPermitted, Replayed, Vanished, WrongState
from dashboard.extensions import db
from dashboard.models.customer_facts import facts_of
from dashboard.models.customer_list import Criteria, counted, customers_page
from tests import world
from tests.actions.accounts import told
from tests.actions.test_change import broken, refused
from tests.actions.test_create_group import make
from tests.actions.test_merge import join as merge_into

KEY = Submission("j" * 32, "d" * 64)


def put(name, group, role=Role.SUPPORT, **options):
    """Put the account into the group."""
    return join_group(world.customer(name).id, group, by=world.staff(role), **options)


def take(name, group, role=Role.SUPPORT, **options):
    """Take it out."""
    return leave_group(world.customer(name).id, group, by=world.staff(role), **options)


def groups(name):
    """The account's groups by name."""
    return [label for _, label in facts_of(db.session(), world.customer(name).id).groups]


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def test_in_and_out():
    trade, press = make("Trade"), make("Press")
    assert put(world.KATE, trade) == {"name": world.KATE, "group": "Trade"}
    put(world.KATE, press)
    assert groups(world.KATE) == ["Press", "Trade"]
    take(world.KATE, trade)
    assert groups(world.KATE) == ["Press"]
    assert told(world.KATE)[-3:] == [
        "Sofia Lund put this account into the group Trade",
        "Sofia Lund put this account into the group Press",
        "Sofia Lund took this account out of the group Trade",
    ]
    assert broken() == []


def test_what_is_refused():
    trade = make("Trade")
    put(world.KATE, trade)
    with refused(Invalid, "Kate Wong is in the group “Trade” already.", "group"):
        put(world.KATE, trade, once=KEY)
    with refused(Vanished, "Chloe Lee is not in the group “Trade” any more.", "group"):
        take(world.CHLOE, trade, once=KEY)
    for verb in (put, take):
        with refused(Vanished, "There is no such group any more.", "group"):
            verb(world.KATE, 99, once=KEY)
        with refused(Invalid, "Choose a group.", "group"):
            verb(world.KATE, None, once=KEY)
        for role in (Role.FULFILMENT, Role.VIEWER):
            with refused(NotPermitted):
                verb(world.KATE, trade, role, once=KEY)
    with refused(Vanished, "There is no such customer any more."):
        join_group(999999, trade, by=COMMAND, once=KEY)
    merge_into(world.CHLOE, world.KATE)
    for verb in (put, take):
        with refused(WrongState, "Kate Wong was merged into another account."):
            verb(world.KATE, trade, once=KEY)
    first = take(world.CHLOE, trade, once=KEY)
    with refused(Replayed) as again:
        take(world.CHLOE, trade, once=KEY)
    assert again.value.result == first


def listed(**criteria):
    """The names on the list, and how many the count says; the same in either order."""
    asked = [Criteria(sort=sort, descending=sort != "name", **criteria) for sort in ("name", "spend")]
    found = {tuple(sorted(row.name for row in customers_page(db.session(), one, None).rows)) for one in asked}
    assert len(found) == 1
    names = found.pop()
    assert db.session.scalar(counted(db.session(), asked[0])) == len(names)
    return list(names)


@pytest.mark.feature("R4")
def test_the_list_is_narrowed_by_tags_and_groups_and_a_search_together():
    trade, press = make("Trade"), make("Press")
    for name in (world.KATE, world.CHLOE, world.OFFLINE):
        put(name, trade)
        tag_customer(world.customer(name).id, "Vip", by=COMMAND)
    put(world.KATE, press)
    tag_customer(world.customer(world.CHLOE).id, "slow", by=COMMAND)
    assert listed(groups=(trade,)) == [world.CHLOE, world.KATE, world.OFFLINE]
    assert listed(groups=(trade, press)) == [world.KATE]
    assert listed(tags=("VIP", "slow")) == [world.CHLOE]
    assert listed(tags=("vip",), groups=(press,)) == [world.KATE]
    assert listed(q="mail.example", tags=("vip",), only=("offline",)) == [world.OFFLINE]
    assert listed(q="kate", groups=(trade,)) == [world.KATE]
    assert listed(tags=("none",)) == listed(groups=(99,)) == []
    merge_into(world.CHLOE, world.KATE)
    assert listed(groups=(trade,)) == [world.CHLOE, world.OFFLINE]
