"""Notes about customers: who writes, who changes, what the log says of them, and what merging does with them."""

import pytest

from dashboard.actions.add_customer_note import add_customer_note
from dashboard.actions.customer_facts import forget
from dashboard.actions.delete_customer_note import delete_customer_note
from dashboard.actions.edit_customer_note import edit_customer_note
from dashboard.actions.join_group import join_group
from dashboard.actions.once import Submission
from dashboard.actions.tag_customer import tag_customer
from dashboard.actions.untag_customer import untag_customer
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, NotPermitted, Replayed, Vanished, WrongState
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models.customer_facts import Facts, facts_of
from tests import world
from tests.actions.accounts import told
from tests.actions.test_change import broken, everything, refused
from tests.actions.test_create_group import make
from tests.actions.test_merge import join
from tests.actions.test_unmerge import split

KEY = Submission("n" * 32, "d" * 64)


def kate() -> int:
    """Kate's id."""
    return world.customer(world.KATE).id


def write(text="Call after four.", role=Role.SUPPORT, **options):
    """Write a note about Kate; its id."""
    return add_customer_note(kate(), text, by=world.staff(role), **options)["note"]


def notes(name=world.KATE):
    """The account's notes."""
    return [(note.text, note.author, note.edited_at) for note in facts_of(db.session(), world.customer(name).id).notes]


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("U5")
def test_a_note_has_its_author_is_edited_by_them_and_deleted():
    note, at = write(" One line\r\nand another. "), now()
    assert notes() == [("One line\nand another.", "Sofia Lund", None)]
    edit_customer_note(kate(), note, "Better", by=world.staff(Role.SUPPORT), at=at)
    assert notes() == [("Better", "Sofia Lund", at)]
    delete_customer_note(kate(), note, by=world.staff(Role.SUPPORT))
    assert notes() == []
    assert told(world.KATE)[-3:] == [
        "Sofia Lund added a note",
        "Sofia Lund edited a note",
        "Sofia Lund deleted a note of Sofia Lund",
    ]
    assert broken() == []


@pytest.mark.feature("U5")
def test_who_may():
    note = write()
    with refused(NotPermitted, "Your role (Viewer) may not use “Add note”."):
        write(role=Role.VIEWER, once=KEY)
    for role in (Role.OWNER, Role.FULFILMENT):
        with refused(NotPermitted, "Only Sofia Lund, who wrote this note, may edit it."):
            edit_customer_note(kate(), note, "Mine", by=world.staff(role), once=KEY)
    with refused(NotPermitted, "Only Sofia Lund, who wrote this note, the owner or manager may delete it."):
        delete_customer_note(kate(), note, by=world.staff(Role.FULFILMENT), once=KEY)
    delete_customer_note(kate(), note, by=world.staff(Role.MANAGER))
    assert told(world.KATE)[-1] == "Milan Sommer deleted a note of Sofia Lund"


def test_what_is_refused():
    note, chloe, by = write(), world.customer(world.CHLOE).id, world.staff(Role.SUPPORT)
    for text in ("", " \n", "\0", "x" * 5_001):
        with refused(Invalid, field="note"):
            write(text, once=KEY)
    with refused(Invalid, "This is what the note says.", "note"):
        edit_customer_note(kate(), note, "Call after four.", by=by, once=KEY)
    for number, one in ((chloe, note), (kate(), 999999)):
        with refused(Vanished, "There is no such note about this customer any more."):
            edit_customer_note(number, one, "Other", by=by, once=KEY)
        with refused(Vanished, "There is no such note about this customer any more."):
            delete_customer_note(number, one, by=by, once=KEY)
    join(world.CHLOE, world.KATE)
    with refused(WrongState, "Kate Wong was merged into another account."):
        add_customer_note(kate(), "Late", by=by, once=KEY)
    first = add_customer_note(chloe, "Once", by=by, once=KEY)
    with refused(Replayed) as again:
        add_customer_note(chloe, "Once", by=by, once=KEY)
    assert again.value.result == first


def facts(name) -> Facts:
    """What the account has."""
    return facts_of(db.session(), world.customer(name).id)


@pytest.mark.feature("R13")
def test_merging_takes_them_along_and_unmerging_gives_them_back():
    trade, press = make("Trade"), make("Press")
    for name, group, tag in ((world.KATE, trade, "vip"), (world.CHLOE, trade, "slow"), (world.KENJI, press, "vip")):
        number = world.customer(name).id
        add_customer_note(number, f"About {name}", by=COMMAND)
        join_group(number, group, by=COMMAND)
        tag_customer(number, tag, by=COMMAND)
    before = {name: facts(name) for name in (world.CHLOE, world.KATE, world.KENJI)}
    done = join(world.CHLOE, world.KATE)
    more = join(world.CHLOE, world.KENJI)
    here = facts(world.CHLOE)
    assert [note.text for note in here.notes] == [f"About {name}" for name in (world.KENJI, world.CHLOE, world.KATE)]
    assert [tag.tag for tag in here.tags] == ["slow", "vip"]
    assert [name for _, name in here.groups] == ["Press", "Trade"]
    split(done["id"], done["undo"])
    assert [tag.tag for tag in facts(world.CHLOE).tags] == ["slow", "vip"]  # Kenji, who is still in it, brought it too
    split(more["id"], more["undo"])
    untag_customer(world.customer(world.CHLOE).id, "vip", by=COMMAND)  # that Kate had brought first
    assert {name: facts(name) for name in before} == before
    assert broken() == []


def test_forgetting_an_account_takes_its_facts_and_nobody_elses():
    for name in (world.KATE, world.CHLOE):
        add_customer_note(world.customer(name).id, "Something", by=COMMAND)
        tag_customer(world.customer(name).id, "vip", by=COMMAND)
    join_group(kate(), make("Trade"), by=COMMAND)
    kept = facts(world.CHLOE)
    with writing() as session:
        forget(session, kate())
    assert (facts(world.KATE), facts(world.CHLOE)) == (Facts(), kept)
    assert "Something" not in str(everything()["activities"])
