"""Settings > Notifications as pages: switches, addresses, own words with a live preview, a test, the original again."""

import pytest

from dashboard.actions.notices import choices_of
from dashboard.core.person import Role
from dashboard.extensions import db
from dashboard.models import Message, Store
from tests import world
from tests.actions.people import letters
from tests.pages.hostile import SCRIPTS, Vocabulary
from tests.pages.visitor import HTMX, signed_in

pytestmark = pytest.mark.feature("U7")
PATH = "/settings/notifications"
SENT = f"{PATH}/shipment_sent"


def the_form(answer, name="Notifications"):
    return next(form for form in answer.page.one("main").all("form") if form.name == name)


def table(desk):
    return the_form(desk.open(PATH))


def words(desk, path=SENT):
    return desk.open(path).page.one(id="verb").one("form")


def holds(app, event="shipment_sent"):
    with app.app_context():
        return choices_of(db.session())[event]


def test_the_table_tells_what_holds(desk):
    page = desk.open(PATH).page
    fields = dict(table(desk).fields())
    assert {"email-shipment_sent", "sms-shipment_sent", "email-new_order"} <= set(fields)
    assert not {"email-delivered", "sms-delivered", "email-payment_received", "sms-new_order"} & set(fields)
    assert "they go to hello@shop.example" in page.one(id="notices_to-note").text
    assert "No SMS gateway is set up" in page.text
    assert page.one("nav", aria_label="Settings").one("a", aria_current="page").text == "Notifications"
    assert "Edit text of Out for delivery" in [link.text for link in page.one("main").all("a")]


def test_switched_it_says_so_and_stands_in_the_log(app, desk):
    form = table(desk)
    page = desk.follow(desk.submit(form, "Save", notices_to="a@x.example", **{"email-delivered": "y"})).page
    assert "Notifications saved2 settings are different now." in page.one(id="flash").text
    assert (
        "changed what is told of: Delivered by e-mail on; new orders are reported to a@x.example"
        in page.region("Activity").text
    )
    assert holds(app, "delivered").by_email
    assert dict(table(desk).fields())["notices_to"] == "a@x.example"


def test_a_wrong_address_is_said_beside_its_field_and_what_was_switched_is_kept(app, desk):
    answer = desk.submit(table(desk), "Save", notices_to="a@x.example, nobody", **{"email-delivered": "y"})
    assert answer.status == 422
    assert "“nobody” is no e-mail address" in answer.page.one(id="notices_to-note").text
    fields = dict(the_form(answer).fields())
    assert (fields["notices_to"], fields["email-delivered"]) == ("a@x.example, nobody", "y")
    with app.app_context():
        assert db.session.get_one(Store, 1).notices_to == ""


def test_words_are_kept_and_shown_as_the_shop_s_own(app, desk):
    form = words(desk)
    page = desk.follow(desk.submit(form, "Save", subject="{order} left us")).page
    assert "“Shipment sent” has its new words" in page.one(id="flash").text
    assert "own words" in page.one(id="event-shipment_sent").text
    assert holds(app).subject == "{order} left us"
    assert desk.submit(words(desk), "Save").status == 422  # nothing differs


def test_an_unknown_placeholder_is_refused_beside_its_field_and_what_was_typed_is_kept(app, desk):
    answer = desk.submit(words(desk), "Save", text="Dear {nmae}", subject="Kept")
    assert answer.status == 422
    assert "{nmae} stands for nothing here." in answer.page.one(id="text-note").text
    fields = dict(answer.page.one(id="verb").one("form").fields())
    assert (fields["text"].strip(), fields["subject"]) == ("Dear {nmae}", "Kept")
    assert not holds(app).own


def test_the_preview_is_the_letter_with_the_newest_order_or_the_one_named(desk):
    shown = desk.submit(
        words(desk), "Show preview", subject="{order}: {tracking}", sms="{order} €", order=world.TWO_BOXES
    )
    preview = shown.page.one("section", aria_label="Preview").text
    assert shown.status == 200
    assert "OD-2: JD0146 0002" in preview
    assert "spoon × 2" in preview
    assert "7 of 160 characters, 1 SMS" in shown.page.one(id="sms-note").text
    assert "OD-9" in desk.open(SENT).page.one("section", aria_label="Preview").text
    assert (
        "{nmae} OD-2"
        in desk.submit(words(desk), "Show preview", subject="{nmae} {order}", order="OD-2")
        .page.one("section", aria_label="Preview")
        .text
    )
    odd = desk.submit(words(desk), "Show preview", order="NONE-1")
    assert "There is no order “NONE-1”." in odd.page.one(id="order-note").text


def test_every_letter_s_form_and_preview_is_a_page(desk):
    for event in ("order_placed", "new_order", "order_canceled", "payment_received", "refund_sent", "out_for_delivery",
                  "ready_for_pickup", "delivered", "return_recorded"):  # fmt: skip
        answer = desk.open(f"{PATH}/{event}")
        assert answer.status == 200
        shown = answer.page.one("section", aria_label="Preview").text
        assert "OD-9" in shown
        assert "{" not in shown
    assert [desk.open(f"{PATH}/{odd}").status for odd in ("nothing", "shipment_sent/nothing")] == [404, 404]


def test_a_test_goes_to_me(app, desk):
    form = words(desk, f"{SENT}/test?order={world.TWO_BOXES}")
    page = desk.follow(desk.submit(form, "Send me a test")).page
    assert f"A test of “Shipment sent” goes to {world.OWNER}" in page.one(id="flash").text
    with app.app_context():
        (letter,) = letters()
        assert (letter.recipient, letter.subject) == (world.OWNER, "Test: Your order OD-2 is on its way")


def test_the_original_is_restored(app, desk):
    assert "Restore the original" not in desk.open(SENT).page.text
    desk.submit(words(desk), "Save", subject="Mine")
    assert "Restore the original" in desk.open(SENT).page.text
    page = desk.follow(desk.submit(words(desk, f"{SENT}/restore"), "Restore the original")).page
    assert "has its original words again" in page.one(id="flash").text
    assert holds(app).subject == "Your order {order} is on its way"


def test_somebody_else_s_words_are_not_written_over(app, desk):
    first, second = words(desk), words(desk)
    desk.submit(first, "Save", subject="First")
    answer = desk.submit(second, "Save", subject="Second")
    assert answer.status == 409
    assert "wrote the letter “Shipment sent” anew" in answer.alert
    assert dict(answer.page.one(id="verb").one("form").fields())["subject"] == "Second"
    assert holds(app).subject == "First"


def test_a_dialog_is_light(desk):
    assert len(desk.open(SENT, headers=HTMX).body) <= 8_000


def test_only_the_owner_sees_it(app):
    for role in set(Role) - {Role.OWNER}:
        visitor = signed_in(app, role)
        assert [visitor.open(path).status for path in (PATH, SENT, f"{SENT}/test", f"{SENT}/restore")] == [403] * 4


def test_whatever_is_written_it_is_text_on_the_page_and_in_the_letter(app, desk):
    ours = Vocabulary(desk.open(SENT).page, desk.open(PATH).page)
    for text in SCRIPTS[::9]:
        typed = text.replace("\0", "").replace("{", "(").replace("}", ")")[:150]
        desk.follow(desk.submit(words(desk), "Save", subject=typed or "x", text=typed or "x"))  # which says so there
        assert not ours.foreign(desk.open(SENT).page), text
    desk.submit(words(desk), "Save", subject="<b>x</b>", text="<script>alert(1)</script>")
    desk.submit(words(desk, f"{SENT}/test"), "Send me a test")
    with app.app_context():
        html = db.session.query(Message).order_by(Message.id.desc()).first().html
        assert "<script" not in html
        assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("OD-1/fulfil", "“Shipment sent” goes to chloe@mail.example."),
        ("OD-1/cancel", "“Order canceled” goes to chloe@mail.example."),
        ("OD-2/return", "“Return recorded” goes to chloe.lee@mail.example."),
        ("OD-5/cancel", "The order has a phone number only, and no SMS gateway is set up (SMS_URL)."),
        ("TEST-1/cancel", "A test order sends nothing to customers."),
        (
            "OD-2/shipments/SH-2/edit",
            "“Shipment sent” goes to chloe.lee@mail.example; “Out for delivery” and “Delivered” are off in Settings, "
            "Notifications.",
        ),
        ("OD-2/shipments/SH-2/deliver", "“Delivered” is off in Settings, Notifications."),
    ],
)
def test_a_dialog_says_who_is_told(desk, path, told):
    notes = desk.open(f"/orders/{path}").page.all(id="notify-note")
    assert [note.text for note in notes] == [told]
