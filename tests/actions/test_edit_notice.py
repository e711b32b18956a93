"""The shop's own choice: which events are told of, in which words, and to whom new orders are reported."""

import pytest

from dashboard.actions.edit_notice import edit_notice
from dashboard.actions.notices import choices_of
from dashboard.actions.once import Submission
from dashboard.actions.restore_notice import restore_notice
from dashboard.actions.save_notices import Ways, save_notices
from dashboard.actions.try_notice import try_notice
from dashboard.core.notice_words import Words, original
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale
from dashboard.extensions import db
from dashboard.models import Notice, Store
from tests import world
from tests.actions.people import SHOP, letters, standing, store_log, version
from tests.actions.test_change import broken, refused
from tests.actions.test_fulfil import send

pytestmark = pytest.mark.feature("U7")
SENT = "shipment_sent"
MINE = Words("{order} left", "{name}, it is with {carrier}.", "{order} left")
KEY, OTHER = Submission("n" * 32, "d" * 64), Submission("n" * 32, "e" * 64)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def edit(words=MINE, role=Role.OWNER, **options):
    return edit_notice(SENT, words, by=world.staff(role), **options)


def switch(notices_to="", role=Role.OWNER, seen=None, once=None, **ways):
    wanted = {name: Ways(*both) for name, both in ways.items()}
    return save_notices(wanted, notices_to, by=world.staff(role), seen=seen, once=once)


def holds(name=SENT):
    return choices_of(db.session())[name]


def test_own_words_are_in_the_next_letter_and_the_log_says_who_wrote_them():
    edit()
    send()
    (letter,) = letters()
    assert letter.subject == "OD-1 left"
    assert letter.text.startswith("OD-1 left\n\nChloe, it is with our carrier.\n")
    assert store_log() == [("notice_edited", "Olga Winter", {"notice": "Shipment sent", "event": SENT})]
    assert broken() == []


def test_what_is_left_as_it_was_follows_the_original_and_all_of_it_can_be_restored():
    edit(original(SENT)._replace(subject="{order} left"))
    row = db.session.get_one(Notice, SENT)
    assert (row.subject, row.text, row.sms) == ("{order} left", "", "")
    assert (row.by_email, row.by_sms, holds().own) == (True, True, True)
    restore_notice(SENT, by=world.staff(Role.OWNER))
    assert Words(*holds()[2:5]) == original(SENT)
    with refused(Invalid, "These are the original words already."):
        restore_notice(SENT, by=world.staff(Role.OWNER))
    assert [verb for verb, *_ in store_log()] == ["notice_edited", "notice_restored"]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("subject", "\n", "Write a subject."),
        ("subject", "x" * 201, "Use 200 characters at most."),
        ("subject", "{amount}", "{amount} stands for nothing here."),
        ("text", "", "Write a text."),
        ("text", "Dear {Name}", "{Name} stands for nothing here. Use {name}, {order}, {pieces},"),
        ("text", "a\0b", "The text holds a character that cannot be sent."),
        ("text", "x" * 5_001, "Use 5000 characters at most."),
        ("sms", " ", "Write a text message."),
        ("sms", "{name", None),
        ("sms", "x" * 481, "Use 480 characters at most."),
    ],
)
def test_what_cannot_be_sent_is_refused_beside_its_field(field, typed, sentence):
    before = standing()
    if sentence is None:
        assert edit(MINE._replace(**{field: typed})) == {"notice": "Shipment sent"}
        return
    with pytest.raises(Invalid) as wrong:
        edit(MINE._replace(**{field: typed}))
    assert (wrong.value.field, wrong.value.sentence.startswith(sentence)) == (field, True)
    assert standing() == before


def test_switches_and_addresses_are_one_line_in_the_log():
    assert switch(" A@x.example ,b@x.example,", delivered=(True, False), shipment_sent=(True, False)) == {"changed": 3}
    assert (holds("delivered").by_email, holds().by_sms, holds("order_canceled").by_email) == (True, False, True)
    assert db.session.get_one(Store, 1).notices_to == "A@x.example, b@x.example"
    assert store_log()[-1].text == {
        "changes": "Delivered by e-mail on; Shipment sent by SMS off; "
        "new orders are reported to A@x.example, b@x.example"
    }
    with refused(Invalid, "Everything here is as it was saved. Nothing was changed."):
        switch("A@x.example, b@x.example", delivered=(True, False))
    edit()
    assert (holds().by_sms, holds().subject) == (False, "{order} left")
    assert broken() == []


@pytest.mark.parametrize("typed", ["a@", "a@x.example; b@x.example", ",".join(f"a{n}@x.example" for n in range(11))])
def test_a_wrong_address_is_refused_beside_the_field(typed):
    before = standing()
    with pytest.raises(Invalid) as wrong:
        switch(typed, delivered=(True, True))
    assert (wrong.value.field, standing(), holds("delivered").by_email) == ("notices_to", before, False)


def test_a_test_goes_to_whoever_asks_and_to_no_customer():
    edit()
    result = try_notice(SENT, world.order(world.TWO_BOXES), by=world.staff(Role.OWNER), shop=SHOP)
    (letter,) = letters()
    assert (letter.recipient, letter.subject, letter.order_id) == (world.OWNER, "Test: OD-2 left", None)
    assert "it is with DHL" in letter.text
    assert result == {"notice": "Shipment sent", "to": world.OWNER}
    with refused(Invalid, "There is no order to show it with yet."):
        try_notice(SENT, None, by=world.staff(Role.OWNER), shop=SHOP)
    assert broken() == []


ACTS = {
    "edit": lambda role, **options: edit(role=role, **options),
    "switch": lambda role, **options: switch(role=role, delivered=(True, True), **options),
    "restore": lambda role, **options: restore_notice(SENT, by=world.staff(role), **options),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_the_owner_alone_may(act, role):
    before = standing()
    with pytest.raises(NotPermitted):
        ACTS[act](role)
    with pytest.raises(NotPermitted):
        try_notice(SENT, world.order(world.PAID), by=world.staff(role), shop=SHOP)
    assert standing() == before


@pytest.mark.parametrize("act", ACTS)
def test_twice_is_once_and_an_old_form_is_refused_if_it_matters(act):
    seen = version()
    if act == "restore":
        edit()
        seen = version()
    ACTS[act](Role.OWNER, once=KEY, seen=seen)
    before = standing()
    with pytest.raises(Replayed):
        ACTS[act](Role.OWNER, once=KEY, seen=seen)
    with pytest.raises(KeyReused):
        ACTS[act](Role.OWNER, once=OTHER, seen=seen)
    with pytest.raises(Stale):
        ACTS[act](Role.OWNER, seen=seen)
    assert standing() == before


def test_what_concerns_another_letter_does_not_make_a_form_old():
    seen = version()
    edit_notice("delivered", MINE, by=world.staff(Role.OWNER), seen=seen)
    edit(seen=seen)
    switch(delivered=(True, True), seen=seen)
