"""Archive and unarchive: out of the list and back, whatever the order's state."""

import pytest

from dashboard.actions.archive import archive
from dashboard.actions.once import Submission
from dashboard.actions.unarchive import unarchive
from dashboard.core.person import Role
from dashboard.core.refusals import KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from tests import world
from tests.actions.test_change import broken, log, refused, spent
from tests.actions.test_reassign import give, said
from tests.actions.test_undo import take_back

KEY, OTHER = Submission("a" * 32, "d" * 64), Submission("a" * 32, "e" * 64)


def put_away(code=world.PAID, by=None, **options):
    """Archive as Sofia of support would."""
    return archive(code, by=by or world.staff(Role.SUPPORT), **options)


def fetch(code=world.ARCHIVED, by=None, **options):
    """Unarchive as Sofia would."""
    return unarchive(code, by=by or world.staff(Role.SUPPORT), **options)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("D6")
def test_any_order_is_put_away_and_fetched_back():
    for code in (world.PAID, world.CANCELED, world.RETURNED_TO_CART, world.TEST):
        put_away(code)
        assert world.order(code).archived_at == log(code)[-1].at
        assert said(code) == "Sofia Lund archived this order"
        fetch(code)
        assert (world.order(code).archived_at, said(code)) == (None, "Sofia Lund unarchived this order")
    assert spent(world.CHLOE) == {"EUR": (9000, 2)}
    assert broken() == []


def test_undo_both_ways():
    seq, at = put_away()["undo"], world.order(world.PAID).archived_at
    take_back(world.PAID, seq, "archived")
    assert world.order(world.PAID).archived_at is None
    since = world.order(world.ARCHIVED).archived_at
    take_back(world.ARCHIVED, fetch()["undo"], "unarchived")
    assert (world.order(world.ARCHIVED).archived_at, at is None) == (since, False)
    take_back(world.ARCHIVED, log(world.ARCHIVED)[-3].seq, "archived")  # the moment came back, so this holds again
    assert world.order(world.ARCHIVED).archived_at is None


def test_undo_is_refused_once_it_is_otherwise():
    seq = put_away()["undo"]
    fetch(world.PAID)
    with refused(WrongState, "This order is not archived."):
        take_back(world.PAID, seq, "archived")
    put_away()
    with refused(WrongState, "Nothing was taken back, since this came after: Sofia Lund unarchived this order."):
        take_back(world.PAID, seq, "archived")


def test_an_archived_order_allows_little():
    put_away()
    with refused(WrongState, "This order is archived. Unarchive it first."):
        give(world.PAID, world.KATE)
    fetch(world.PAID)
    give(world.PAID, world.KATE)


def test_the_wrong_state_and_who_may():
    with refused(WrongState, "This order is archived already."):
        put_away(world.ARCHIVED, once=KEY)
    with refused(WrongState, "This order is not archived."):
        fetch(world.PAID, once=KEY)
    for role in (Role.FULFILMENT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Archive”."):
            put_away(by=world.staff(role), once=KEY)
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Unarchive”."):
            fetch(by=world.staff(role), once=KEY)
    with refused(Vanished, "There is no order OD-999 any more."):
        put_away("OD-999", once=KEY)


def test_stale_and_twice():
    seen = world.order(world.PAID).version
    first = put_away(seen=seen, once=KEY)
    with refused(Replayed) as caught:
        put_away(seen=seen, once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        put_away(once=OTHER)
    with refused(Stale, "This order was changed meanwhile."):
        fetch(world.PAID, seen=seen)
