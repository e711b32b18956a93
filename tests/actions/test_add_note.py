"""Notes about orders: who writes, edits and deletes, what the log says of them, and that they make nothing stale."""

import pytest

from dashboard.actions.add_note import add_note
from dashboard.actions.archive import archive
from dashboard.actions.delete_note import delete_note
from dashboard.actions.edit_note import edit_note
from dashboard.actions.once import Submission
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Vanished, WrongState
from tests import world
from tests.actions.test_change import broken, refused
from tests.actions.test_reassign import said

pytestmark = pytest.mark.feature("U5")
KEY, OTHER = Submission("n" * 32, "d" * 64), Submission("n" * 32, "e" * 64)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def write(text="Call first.", role=Role.SUPPORT, code=world.UNPAID, **options):
    """Write a note; its id."""
    return add_note(code, text, by=world.staff(role), **options)["note"]


def notes(code=world.UNPAID):
    """The order's notes, newest first."""
    return [(note.text, note.author, note.internal, note.edited_at is not None) for note in world.order(code).notes]


def test_a_note_is_written_edited_and_deleted_and_the_log_says_so():
    seen = world.order(world.UNPAID).version
    note = write(" Call\r\nfirst. ")
    assert (notes(), said(world.UNPAID)) == (
        [("Call\nfirst.", "Sofia Lund", True, False)],
        "Sofia Lund added a note",
    )
    edit_note(world.UNPAID, note, "Call later.", by=world.staff(Role.SUPPORT), for_customer=True)
    assert (notes(), said(world.UNPAID)) == (
        [("Call later.", "Sofia Lund", False, True)],
        "Sofia Lund edited a note",
    )
    edit_note(world.UNPAID, note, "Milan’s words.", by=world.staff(Role.MANAGER))
    delete_note(world.UNPAID, note, by=world.staff(Role.MANAGER))
    assert (notes(), said(world.UNPAID)) == ([], "Milan Sommer deleted a note of Sofia Lund")
    archive(world.UNPAID, by=COMMAND, seen=seen)  # none of it made the view stale
    assert broken() == []


def test_who_may_not():
    note = write()
    with refused(NotPermitted, "Your role (Viewer) may not use “Add note”."):
        write(role=Role.VIEWER, once=KEY)
    femi = world.staff(Role.FULFILMENT)
    with refused(NotPermitted, "Only Sofia Lund, who wrote this note, the owner or manager may edit it."):
        edit_note(world.UNPAID, note, "x", by=femi, once=KEY)
    with refused(NotPermitted, "Only Sofia Lund, who wrote this note, the owner or manager may delete it."):
        delete_note(world.UNPAID, note, by=femi, once=KEY)


def test_what_is_refused_changes_nothing():
    note = write()
    with refused(Invalid, "Write the note first.", "note"):
        write("  ", once=KEY)
    with refused(Invalid, "Use 5,000 characters at most.", "note"):
        write("x" * 5001, once=KEY)
    with refused(Invalid, "This is what the note says.", "note"):
        edit_note(world.UNPAID, note, "Call first.", by=world.staff(Role.SUPPORT), once=KEY)
    for act in (edit_note, delete_note):
        text = ("x",) if act is edit_note else ()
        with refused(Vanished, "There is no such note about this order any more."):
            act(world.PAID, note, *text, by=world.staff(Role.OWNER), once=KEY)
    with refused(WrongState, "This order is archived. Unarchive it first."):
        write(code=world.ARCHIVED, once=KEY)
    with refused(Vanished):
        write(code="OD-999", once=KEY)


def test_twice():
    first = write(once=KEY)
    with refused(Replayed) as caught:
        write(once=KEY)
    assert caught.value.result["note"] == first
    with refused(KeyReused):
        write("Something else", once=OTHER)
