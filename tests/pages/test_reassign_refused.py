"""Reassign refused: each rule in words beside its field, and nothing done."""

import pytest

from dashboard.core.person import Role
from dashboard.database import now, writing
from tests import world
from tests.pages.dialog import effects, opened
from tests.pages.visitor import HTMX, Visitor, signed_in

CHANGED = "Nothing was changed"

REFUSED = {
    "nobody chosen": ({}, "Choose the customer who shall own this order.", "q"),
    "typed but not chosen": ({"q": "kate"}, "Choose the customer who shall own this order.", "q"),
    "no address": ({"kind": "new"}, "Enter an e-mail address or a mobile number for the account.", "email"),
    "bad address": ({"kind": "new", "email": "kate@"}, "“kate@” is no e-mail address.", "email"),
    "bad number": ({"kind": "new", "phone": "12"}, "“12” is no phone number.", "phone"),
    "short password": ({"kind": "new", "email": "a@b.example", "generate": None, "password": "x"}, "", "password"),
    "long search": ({"q": "x" * 321}, "Search with 320 characters at most.", "q"),
    "unknown account": ({"owner": "9" * 18}, "That customer is gone. Choose another one.", "q"),
    "no number": ({"owner": "१२"}, "Choose the customer who shall own this order.", "q"),
}


@pytest.mark.feature("T3")
def test_a_refusal_stands_beside_its_field_and_changes_nothing(desk, stands):
    before = stands(world.PAID)
    for case, (typed, sentence, field) in REFUSED.items():
        answer = desk.submit(opened(desk), "Reassign order", **typed)
        assert answer.status == 422, case
        form = answer.page.one(id="verb").one("form")
        box = form.one("input", name=field)
        assert box["aria-invalid"] == "true", case
        assert sentence in answer.page.one(id=box["aria-describedby"]).text, case
        assert CHANGED in answer.alert, case
        kept = {name: value for name, value in typed.items() if name in {"q", "email", "phone"}}
        assert all(form.one("input", name=name)["value"] == value for name, value in kept.items()), case
        assert not form.one("input", name="password").attrs.get("value"), case
    assert stands(world.PAID) == before


def test_the_same_owner_is_refused(desk, number):
    answer = desk.submit(opened(desk), "Reassign order", owner=number(world.CHLOE), q=world.CHLOE)
    assert (answer.status, "OD-1 already belongs to Chloe Lee. Choose another customer." in answer.alert) == (422, True)


def test_other_words_than_the_choice_are_refused(desk, number, stands):
    answer = desk.submit(opened(desk), "Reassign order", owner=number(world.KATE), q="chloe")
    assert (answer.status, stands(world.PAID)[0]) == (422, world.CHLOE)
    assert "“chloe” is not the customer you chose." in answer.alert


@pytest.mark.parametrize("what", ["deactivated_at", "erased_at", "merged_into_id"])
def test_an_account_that_closed_meanwhile_is_refused(app, desk, number, what):
    form, kate = opened(desk), number(world.KATE)
    with app.app_context(), writing():
        setattr(world.customer(world.KATE), what, int(number(world.CHLOE)) if what == "merged_into_id" else now())
    answer = desk.submit(form, "Reassign order", owner=kate, q=world.KATE)
    assert answer.status == 422
    assert ("merged into another account" if what == "merged_into_id" else "account is closed") in answer.alert


@pytest.mark.feature("T4")
def test_a_contact_that_has_an_account_offers_that_account(desk, number):
    answer = desk.submit(opened(desk), "Reassign order", kind="new", email="Kate.Wong@MAIL.example")
    assert answer.status == 422
    form = answer.page.one(id="verb").one("form")
    said = dict(form.fields())
    assert (said["kind"], said["owner"]) == ("existing", number(world.KATE))
    assert "Kate Wong already has an account with this e-mail address." in answer.alert
    assert "New owner: Kate Wong" in answer.page.one("p", class_="chosen").text


def test_a_stale_form_is_told_who_changed_what_and_keeps_what_was_typed(app, desk, number, stands):
    form = opened(desk)
    other = signed_in(app, Role.SUPPORT)
    assert other.submit(opened(other), "Reassign order", owner=number(world.KENJI), q=world.KENJI).status == 303
    before = stands(world.PAID)
    answer = desk.submit(form, "Reassign order", owner=number(world.KATE), q=world.KATE, notify=None, contact="y")
    assert (answer.status, stands(world.PAID)) == (409, before)
    assert "Nothing was changed: this order is not as you saw it" in answer.alert
    news = answer.page.one("ul", class_="news").text
    assert "Sofia Lund reassigned this order from Chloe Lee to Kenji Watanabe" in news
    again = answer.page.one(id="verb").one("form")
    said = dict(again.fields())
    assert (said["owner"], said["contact"], "notify" in said) == (number(world.KATE), "y", False)
    assert int(said["version"]) == before[1]
    assert said["key"] != dict(form.fields())["key"]
    assert effects(answer.page)[0][0][0] == world.KENJI  # what will change is of today's order
    assert desk.submit(again, "Reassign order").status == 303


def test_a_double_click_has_one_effect_and_one_answer(desk, number, stands):
    form = opened(desk)
    typed = {"owner": number(world.KATE), "q": world.KATE}
    first, second = (desk.submit(form, "Reassign order", **typed) for _ in range(2))
    assert (first.status, first.location) == (second.status, second.location) == (303, "/orders/OD-1")
    assert stands(world.PAID)[0] == world.KATE
    log = desk.open("/orders/OD-1").page.region("Activity")
    assert log.text.count("reassigned this order") == 1


def test_the_key_of_one_form_serves_no_other_content(desk, number, stands):
    form = opened(desk)
    desk.submit(form, "Reassign order", owner=number(world.KATE), q=world.KATE)
    before = stands(world.PAID)
    answer = desk.submit(form, "Reassign order", owner=number(world.KENJI), q=world.KENJI)
    assert (answer.status, stands(world.PAID)) == (409, before)
    assert "already submitted with other content" in answer.alert


FORGED = {
    "key": [None, "", "short", "x" * 65, "k" * 15 + "\0", "käse" * 8],
    "version": [None, "", "-1", "1e3", "9" * 10, "١"],
}


@pytest.mark.parametrize(("field", "values"), FORGED.items(), ids=FORGED)
def test_a_forged_or_missing_key_or_version_does_nothing(desk, number, stands, field, values):
    before = stands(world.PAID)
    typed = {"owner": number(world.KATE), "q": world.KATE}
    for value in values:
        answer = desk.submit(opened(desk), "Reassign order", **{**typed, field: value})
        assert (answer.status, "so nothing was done. Open it again." in answer.alert) == (400, True), value
    assert stands(world.PAID) == before


def test_a_version_of_tomorrow_is_stale(desk, number):
    answer = desk.submit(opened(desk), "Reassign order", owner=number(world.KATE), q=world.KATE, version="999999999")
    assert answer.status == 409


@pytest.mark.parametrize("code", [world.ARCHIVED, world.RETURNED_TO_CART])
def test_the_orders_state_is_told_before_and_refused_after(desk, number, stands, code):
    form, before = opened(desk, code), stands(code)
    assert "This cannot be done now" in form.text
    answer = desk.submit(form, "Reassign order", owner=number(world.CHLOE), q=world.CHLOE)
    assert (answer.status, stands(code)) == (422, before)
    assert CHANGED in answer.alert


@pytest.mark.feature("R10")
@pytest.mark.parametrize("role", [Role.FULFILMENT, Role.VIEWER])
def test_a_role_without_the_right_sees_no_form_and_is_refused_all_the_same(app, desk, number, stands, role):
    other, before = signed_in(app, role), stands(world.PAID)
    fields = [*opened(desk).fields(), ("owner", number(world.KATE)), ("q", world.KATE)]
    for headers in ({}, HTMX):
        asked = other.open("/orders/OD-1/reassign", headers=headers)
        sent = other.post("/orders/OD-1/reassign", [pair for pair in fields if pair[0] != "csrf_token"], headers)
        assert (asked.status, sent.status) == (403, 403)
        for answer in (asked, sent):
            assert answer.page.one(id="problem").one("h1").text == "Your role does not allow this"
            assert f"Your role ({role.label}) may not use “Reassign order”" in answer.text
            assert not answer.page.all(id="verb")
    assert stands(world.PAID) == before


def test_an_order_that_is_not_there(desk):
    assert desk.open("/orders/OD-99/reassign").status == 404
    assert desk.post("/orders/OD-99/reassign", {"find": "1"}).status == 404
    answer = desk.submit(opened(desk), "Reassign order")
    assert answer.status == 422
    moved = {name: value for name, value in opened(desk).fields() if name != "csrf_token"}
    assert desk.post("/orders/OD-99/reassign", moved).status == 404


GOING = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "http:evil.example",
    "javascript:alert(1)", "/orders\r\nSet-Cookie: a=b", "orders", "", "/" + "x" * 2000, "///evil.example",
    "/\t/evil.example", "%2f%2fevil.example", "/orders\0", "/ /evil.example",
]  # fmt: skip


def test_next_leads_only_to_our_own_pages(desk, number):
    for at, going in enumerate(GOING):
        form, name = opened(desk, next=going), (world.KATE, world.CHLOE)[at % 2]
        assert dict(form.fields())["next"] == "/orders/OD-1", going
        done = desk.submit(form, "Reassign order", owner=number(name), q=name, next=going)
        assert (done.status, done.location) == (303, "/orders/OD-1"), going


def test_an_expired_session_answers_htmx_with_the_way_to_sign_in(app, desk):
    form = opened(desk)
    lost = Visitor(app)
    page = {**HTMX, "HX-Current-URL": "http://localhost/orders?q=kate"}
    asked = lost.open("/orders/OD-1/reassign", headers=page)
    assert (asked.status, asked.headers["HX-Redirect"]) == (401, "/sign-in?next=%2Forders%3Fq%3Dkate")
    plain = lost.open("/orders/OD-1/reassign")
    assert (plain.status, plain.location) == (303, "/sign-in?next=%2Forders%2FOD-1%2Freassign")
    assert lost.submit(form, "Reassign order").status in {303, 400}
