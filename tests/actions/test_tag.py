"""Tags come and go, one of each spelling, and make nobody's view stale."""

import pytest

from dashboard.actions.once import Submission
from dashboard.actions.tag import tag
from dashboard.actions.untag import untag
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Vanished, WrongState
from dashboard.core.tags import MOST
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import OrderTag
from dashboard.models.tag_list import tags_in_use
from tests import world
from tests.actions.test_change import broken, refused
from tests.actions.test_reassign import give, said
from tests.actions.test_undo import take_back

KEY, OTHER = Submission("t" * 32, "d" * 64), Submission("t" * 32, "e" * 64)


def add(text, code=world.PAID, by=None, **options):
    """Tag as Femi of fulfilment would."""
    return tag(code, text, by=by or world.staff(Role.FULFILMENT), **options)


def remove(text, code=world.PAID, by=None, **options):
    """Take it off as Femi would."""
    return untag(code, text, by=by or world.staff(Role.FULFILMENT), **options)


def tags(code=world.PAID):
    """The order's tags."""
    db.session.expire_all()
    return [one.tag for one in world.order(code).tags]


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def test_a_tag_comes_and_goes_and_each_is_taken_back():
    result = add("  Fragile ")
    assert (result["tag"], tags(), said(world.PAID)) == ("Fragile", ["Fragile", "gift"], "Tag Fragile added")
    take_back(world.PAID, result["undo"], "tagged")
    assert (tags(), said(world.PAID)) == (["gift"], "Tag Fragile removed")
    result = remove("GIFT")
    assert (tags(), said(world.PAID)) == ([], "Tag gift removed")
    take_back(world.PAID, result["undo"], "untagged")
    assert (tags(), said(world.PAID)) == (["gift"], "Tag gift added")
    with refused(WrongState, "This was taken back already."):
        take_back(world.PAID, result["undo"], "untagged")
    assert broken() == []


def test_gift_and_gift_are_one():
    for spelling in ("gift", "Gift", " GIFT ", "gíft"):
        with refused(Invalid, "OD-1 has the tag “gift” already.", "tag"):
            add(spelling, once=KEY)
    with refused(Vanished, "OD-1 has no tag “rush” any more.", "tag"):
        remove("rush", once=KEY)


def test_undo_names_what_came_after():
    first = add("rush")["undo"]
    remove("Rush")
    with refused(WrongState, "Nothing was taken back, since this came after: Tag rush removed."):
        take_back(world.PAID, first, "tagged")
    add("other")
    again = add("rush")["undo"]
    take_back(world.PAID, again, "tagged")


def test_so_many_and_no_more():
    with writing() as session:
        session.add_all(
            OrderTag(order_id=world.order(world.PAID).id, key=f"{at}", tag=f"{at}") for at in range(MOST - 1)
        )
    with refused(Invalid, f"OD-1 has {MOST} tags, and no more fit.", "tag"):
        add("one too many", once=KEY)
    seq = remove("gift")["undo"]
    add("one more")
    with refused(WrongState, f"OD-1 has {MOST} tags by now, and no more fit."):
        take_back(world.PAID, seq, "untagged")


def test_what_is_no_tag():
    for text in ("", " ", "a,b", "x" * 51, "\0"):
        with refused(Invalid, field="tag"):
            add(text, once=KEY)


@pytest.mark.feature("D6")
def test_any_order_can_be_tagged_and_it_makes_nothing_stale():
    seen = world.order(world.UNPAID).version
    for code in (world.ARCHIVED, world.RETURNED_TO_CART, world.CANCELED, world.TEST, world.UNPAID):
        add("seen", code)
        assert "seen" in tags(code)
    remove("seen", world.UNPAID)
    give(world.UNPAID, world.CHLOE, seen=seen)


def test_who_may():
    with refused(NotPermitted, "Your role (Viewer) may not use “Add tag”."):
        add("rush", by=world.staff(Role.VIEWER), once=KEY)
    with refused(NotPermitted, "Your role (Viewer) may not use “Add tag”."):
        remove("gift", by=world.staff(Role.VIEWER), once=KEY)
    with refused(Vanished, "There is no order OD-999 any more."):
        add("rush", "OD-999", once=KEY)


def test_twice():
    first = add("rush", once=KEY)
    with refused(Replayed) as caught:
        add("rush", once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        add("other", once=OTHER)


def test_a_tag_that_an_import_cut_off_can_be_taken_off_and_brought_back():
    long = "ß" * 150
    with writing() as session:
        session.add(OrderTag(order_id=world.order(world.PAID).id, key=("s" * 300)[:200], tag=long[:100]))
    seq = remove("s" * 200)["undo"]
    assert tags() == ["gift"]
    take_back(world.PAID, seq, "untagged")
    assert tags() == ["gift", "ß" * 100]


def test_the_tags_of_the_newest_orders_are_offered_most_used_first():
    for code in (world.UNPAID, world.GUEST, world.CANCELED):
        add("Rush", code)
    add("a first", world.GUEST)
    assert [one.tag for one in tags_in_use(db.session())] == ["Rush", "a first", "gift"]
    assert [one.key for one in tags_in_use(db.session(), 1)] == ["rush"]
