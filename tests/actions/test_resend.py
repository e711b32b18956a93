"""Resend: the order letter afresh or a letter once more; each refusal writes and logs nothing."""

import pytest

from dashboard.actions.once import Submission
from dashboard.actions.resend import Repeated, Wanted, resend
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Vanished, WrongState
from dashboard.extensions import db
from dashboard.models import Activity, Message
from tests import world
from tests.actions.test_change import broken, refused
from tests.actions.test_reassign import SHOP, said

KEY, OTHER = Submission("a" * 32, "d" * 64), Submission("a" * 32, "e" * 64)
ORDER_LETTER = Wanted(None, "email")


def once_more(code=world.PAID, wanted=ORDER_LETTER, by=None, **options):
    """Resend as Sofia of support would."""
    return resend(code, wanted, by=by or world.staff(Role.SUPPORT), shop=SHOP, **options)


def written():
    """How many messages and lines of the log there are."""
    return db.session.query(Message).count(), db.session.query(Activity).count()


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("L7")
def test_the_order_letter_is_queued_and_told():
    done = once_more()
    letter = db.session.query(Message).order_by(Message.id.desc()).first()
    assert (letter.event, letter.recipient) == ("order_placed", done["to"])
    assert done["to"] in said(world.PAID)
    assert broken() == []


REFUSED = {
    "a role without the right": ({"by": Role.FULFILMENT}, NotPermitted),
    "a test order": ({"code": world.TEST}, WrongState),
    "no such order": ({"code": "OD-999999"}, Vanished),
    "a letter of nobody": ({"wanted": Wanted(999_999, "email")}, Vanished),
    "another way": ({"wanted": Wanted(None, "pigeon")}, Invalid),
    "no address": ({"wanted": Wanted(None, "email", "kate@")}, Invalid),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_writes_and_logs_nothing(case):
    before = written()
    named, refusal = REFUSED[case]
    role = named.get("by")
    with pytest.raises(refusal):
        once_more(**{**named, **({"by": world.staff(role)} if role else {})})
    assert written() == before


def test_the_same_submit_twice_writes_one_and_other_content_is_refused():
    once_more(once=KEY)
    after = written()
    with pytest.raises(Replayed):
        once_more(once=KEY)
    with refused(KeyReused):
        once_more(once=OTHER)
    assert written() == after


def test_the_same_letter_within_minutes_asks_first():
    once_more()
    after = written()
    with pytest.raises(Repeated):
        once_more()
    assert written() == after
    once_more(wanted=Wanted(None, "email", again=True))
    assert written() == (after[0] + 1, after[1] + 1)
