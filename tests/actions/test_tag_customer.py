"""Tags of accounts come and go, one of each spelling, and make nobody's view stale."""

import pytest

from dashboard.actions.deactivate_customer import deactivate_customer
from dashboard.actions.once import Submission
from dashboard.actions.tag_customer import tag_customer
from dashboard.actions.untag_customer import untag_customer
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Vanished, WrongState
from dashboard.core.tags import MOST
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import CustomerTag
from dashboard.models.customer_facts import facts_of, tags_offered
from tests import world
from tests.actions.accounts import told
from tests.actions.test_change import broken, refused
from tests.pages.crowd import add_customer

KEY, OTHER = Submission("t" * 32, "d" * 64), Submission("t" * 32, "e" * 64)


def add(text, name=world.KATE, by=None, **options):
    """Tag as Femi of fulfilment would."""
    return tag_customer(world.customer(name).id, text, by=by or world.staff(Role.FULFILMENT), **options)


def remove(text, name=world.KATE, by=None, **options):
    """Take it off as Femi would."""
    return untag_customer(world.customer(name).id, text, by=by or world.staff(Role.FULFILMENT), **options)


def tags(name=world.KATE):
    """The account's tags."""
    return [one.tag for one in facts_of(db.session(), world.customer(name).id).tags]


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def test_a_tag_comes_and_goes():
    seen = world.customer(world.KATE).version
    assert add("  Trade ") == {"name": world.KATE, "tag": "Trade"}
    assert (tags(), told(world.KATE)[-1]) == (["Trade"], "Tag Trade added")
    for spelling in ("trade", "TRADE", " tráde "):
        with refused(Invalid, "Kate Wong has the tag “Trade” already.", "tag"):
            add(spelling, once=KEY)
    with refused(Vanished, "Kate Wong has no tag “rush” any more.", "tag"):
        remove("rush", once=KEY)
    remove("trade")
    assert (tags(), told(world.KATE)[-1]) == ([], "Tag Trade removed")
    # Nobody's form about the account is stale by a tag.
    deactivate_customer(world.customer(world.KATE).id, by=world.staff(Role.SUPPORT), seen=seen)
    add("late")
    assert (tags(), broken()) == (["late"], [])


def test_so_many_and_no_more_and_what_is_none():
    with writing() as session:
        number = world.customer(world.KATE).id
        session.add_all(CustomerTag(customer_id=number, key=f"{at}", tag=f"{at}") for at in range(MOST))
    with refused(Invalid, f"Kate Wong has {MOST} tags, and no more fit.", "tag"):
        add("one too many", once=KEY)
    for text in ("", " ", "a,b", "x" * 51, "\0"):
        with refused(Invalid, field="tag"):
            add(text, once=KEY)


def test_who_may_and_on_what():
    for verb in (add, remove):
        with refused(NotPermitted, "Your role (Viewer) may not use “Add tag”."):
            verb("rush", by=world.staff(Role.VIEWER), once=KEY)
    with refused(Vanished, "There is no such customer any more."):
        tag_customer(999999, "rush", by=world.staff(Role.OWNER), once=KEY)
    with writing() as session:
        add_customer(session, "Merged", merged_into_id=world.customer(world.KATE).id)
        add_customer(session, "Erased", erased_at=now())
    for name in ("Merged", "Erased"):
        for verb in (add, remove):
            with refused(WrongState):
                verb("rush", name, once=KEY)


def test_twice():
    first = add("rush", once=KEY)
    with refused(Replayed) as caught:
        add("rush", once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        add("other", once=OTHER)


def test_tags_in_use_are_offered_most_used_first():
    for name in (world.KATE, world.CHLOE):
        add("Trade", name)
    add("a first")
    assert [one.tag for one in tags_offered(db.session())] == ["Trade", "a first"]
