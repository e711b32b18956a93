"""Groups of customers: made, renamed, deleted, one of each name."""

import pytest

from dashboard.actions.create_group import create_group
from dashboard.actions.delete_group import delete_group
from dashboard.actions.join_group import join_group
from dashboard.actions.once import Submission
from dashboard.actions.rename_group import rename_group
from dashboard.core.groups import MOST
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, NotPermitted, Replayed, Stale, Vanished
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import CustomerGroup, Store
from dashboard.models.customer_group import groups_counted
from tests import world
from tests.actions.test_change import broken, refused

KEY = Submission("g" * 32, "d" * 64)


def make(name="Trade", role=Role.SUPPORT, **options) -> int:
    """Make a group; its id."""
    return create_group(name, by=world.staff(role), **options)["id"]


def there() -> list[tuple[str, int]]:
    """All groups with how many accounts are in them."""
    return [(name, members) for _, name, members in groups_counted(db.session())]


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def test_made_renamed_and_deleted_whoever_is_in_it():
    one, _ = make(" The  Trade "), make("Press")
    join_group(world.customer(world.KATE).id, one, by=COMMAND)
    assert there() == [("Press", 0), ("The Trade", 1)]
    assert rename_group(one, "the trade", by=world.staff(Role.SUPPORT)) == {"old": "The Trade", "group": "the trade"}
    assert delete_group(one, by=world.staff(Role.SUPPORT)) == {"group": "the trade"}
    assert (there(), broken()) == ([("Press", 0)], [])


def test_what_is_refused():
    one, by = make("Trade"), world.staff(Role.SUPPORT)
    make("Press")
    for name in ("trade", " TRADE "):
        with refused(Invalid, "There is a group “Trade” already.", "name"):
            make(name, once=KEY)
    with refused(Invalid, "There is a group “Press” already.", "name"):
        rename_group(one, "press", by=by, once=KEY)
    with refused(Invalid, "The group is called that already.", "name"):
        rename_group(one, "Trade", by=by, once=KEY)
    for name in ("", "\0", "x" * 61):
        with refused(Invalid, field="name"):
            make(name, once=KEY)
    for verb in (lambda: rename_group(99, "New", by=by, once=KEY), lambda: delete_group(99, by=by, once=KEY)):
        with refused(Vanished, "There is no such group any more.", "group"):
            verb()
    for role in (Role.FULFILMENT, Role.VIEWER):
        who = world.staff(role)
        with refused(NotPermitted):
            make("Other", role, once=KEY)
        with refused(NotPermitted):
            rename_group(one, "Other", by=who, once=KEY)
        with refused(NotPermitted):
            delete_group(one, by=who, once=KEY)


def test_a_form_is_stale_by_what_was_done_to_this_group_only():
    one, other, by = make("Trade"), make("Press"), world.staff(Role.SUPPORT)
    seen = db.session.get_one(Store, 1).version
    rename_group(other, "The press", by=by, seen=seen)
    rename_group(one, "Retail", by=by, seen=seen)
    for verb in (lambda: rename_group(one, "New", by=by, seen=seen), lambda: delete_group(one, by=by, seen=seen)):
        with refused(Stale):
            verb()


def test_twice_and_so_many_and_no_more():
    first = make(once=KEY)
    with refused(Replayed) as again:
        make(once=KEY)
    assert again.value.result["id"] == first
    with writing() as session:
        session.add_all(CustomerGroup(name=f"{at}", name_key=f"{at}") for at in range(MOST - 1))
    with refused(Invalid, f"There are {MOST} groups, and no more fit.", "name"):
        make("One too many")
