"""Settings > Store as a page: what is typed is kept, what is wrong is said, the logo is nothing but a picture."""

import io

import pytest

from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Store
from tests.core.pictures import png
from tests.pages.hostile import SCRIPTS, Vocabulary
from tests.pages.visitor import Answer, signed_in

PATH = "/settings/store"


@pytest.fixture
def form(desk):
    """The form as it is drawn now."""
    return the_form(desk)


def the_form(visitor):
    return the_page(visitor.open(PATH))


def the_page(answer):
    return next(form for form in answer.page.one("main").all("form") if form.name == "Store")


def store(app):
    with app.app_context():
        return db.session.get_one(Store, 1)


def send_picture(desk, form, data, **typed):
    fields = {**dict(form.fields()), **typed, "logo": (io.BytesIO(data), "logo.svg")}
    return Answer(desk.client.post(PATH, data=fields, content_type="multipart/form-data"))


def test_it_is_drawn_as_it_is(form):
    fields = dict(form.fields())
    wanted = {
        "name": "Quay & Quill",
        "email": "hello@shop.example",
        "currency": "EUR",
        "region": "DE",
        "tax_rate": "19",
    }
    assert {name: fields[name] for name in wanted} == wanted
    assert (fields["zone"], fields["tax_included"], fields["code_prefix"]) == ("Europe/Berlin", "yes", "OD-")


def test_saved_it_says_so_and_stands_in_the_log(app, desk, form):
    page = desk.follow(desk.submit(form, "Save", name="Harbour", tax_included="no")).page
    assert "Settings saved2 settings are different now." in page.one(id="flash").text
    assert "changed the store’s settings: name from “Quay & Quill” to “Harbour”" in page.region("Activity").text
    assert page.one("a", class_="brand").text == "Harbour"
    assert store(app).tax_included is False


def test_the_same_form_twice_says_the_same_and_does_it_once(app, desk, form):
    first, again = (desk.submit(form, "Save", name="Harbour") for _ in range(2))
    assert (first.status, again.status, again.location) == (303, 303, PATH)
    assert store(app).version == 2
    other = desk.submit(form, "Save", name="Other")
    assert (other.status, store(app).name) == (409, "Harbour")


def test_what_somebody_else_saved_meanwhile_is_shown_and_what_was_typed_is_kept(app, desk, form):
    desk.submit(the_form(desk), "Save", address="Kai 4")
    answer = desk.submit(form, "Save", name="Typed here")
    assert answer.status == 409
    assert "Olga Winter changed the store’s settings: address from none to “Kai 4”" in answer.alert
    assert dict(the_page(answer).fields())["name"] == "Typed here"
    assert store(app).name == "Quay & Quill"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("email", "no"),
        ("tax_rate", "1e3"),
        ("code_prefix", "TEST-"),
        ("region", "XX"),
        ("zone", ""),
        ("tax_included", None),
    ],
)  # fmt: skip
def test_a_refusal_stands_beside_its_field(app, desk, form, field, typed):
    answer = desk.submit(form, "Save", address="Kept", **{field: typed})
    assert answer.status == 422
    assert "Nothing was changed" in answer.alert
    (error,) = answer.page.all(class_="field-error")
    assert error["id"] == f"{field}-note"
    assert dict(the_page(answer).fields())["address"] == "Kept"
    assert store(app).version == 1


def test_nothing_different_is_no_change(app, desk, form):
    answer = desk.submit(form, "Save")
    assert (answer.status, "as it was saved" in answer.alert, store(app).version) == (422, True, 1)


def test_a_logo_is_shown_where_one_signs_in_and_goes_again(app, desk, stranger, form):
    assert send_picture(desk, form, png()).status == 303
    address = f"/logo/{store(app).logo}"
    shown = stranger.open(address)
    assert (shown.body, shown.headers["Content-Type"]) == (png(), "image/png")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"].endswith("immutable")
    assert stranger.open("/sign-in").page.one("img", class_="store-mark")["src"] == address
    assert desk.open("/orders").page.one("img", class_="brand-logo")["src"] == address
    desk.submit(the_form(desk), "Save", remove_logo="y")
    assert (store(app).logo, stranger.open(address).status) == (None, 404)


@pytest.mark.parametrize(
    "data", [b"<svg onload=alert(1)>", b"<script>alert(1)</script>", b"GIF89a", png() + bytes(300_000)]
)
def test_what_is_no_small_picture_is_refused_beside_its_field(app, desk, form, data):
    answer = send_picture(desk, form, data, name="Kept")
    assert answer.status == 422
    assert answer.page.one(class_="field-error")["id"] == "logo-note"
    assert dict(the_page(answer).fields())["name"] == "Kept"
    assert store(app).logo is None


def test_a_picture_counts_as_content_of_the_form(app, desk, form):
    assert send_picture(desk, form, png()).status == 303
    assert send_picture(desk, form, png()).status == 303
    assert send_picture(desk, form, png(2, 2)).status == 409
    assert store(app).version == 2


def test_a_file_in_place_of_a_text_is_no_text(desk, form):
    fields = {**dict(form.fields()), "name": (io.BytesIO(b"x"), "x.txt")}
    answer = Answer(desk.client.post(PATH, data=fields, content_type="multipart/form-data"))
    assert answer.status == 422


def test_a_form_without_its_key_or_version_does_nothing(app, desk, form):
    for missing in ("key", "version"):
        assert desk.submit(form, "Save", name="New", **{missing: None}).status == 400
    assert store(app).version == 1


def test_only_the_owner_sees_it(app):
    for role in set(Role) - {Role.OWNER}:
        visitor = signed_in(app, role)
        assert visitor.open(PATH).status == 403
        assert [
            link.text for link in visitor.open("/settings/account").page.one("nav", aria_label="Settings").all("a")
        ] == ["Your account"]
        assert visitor.open("/settings").location == "/settings/account"
    assert signed_in(app, Role.OWNER).open("/settings").location == PATH


def test_stored_it_is_text_on_every_page(app, desk, stranger):
    pages = ("/orders", PATH, "/settings/staff", "/customers")
    ours = Vocabulary(*(desk.open(path).page for path in pages), stranger.open("/sign-in").page)
    for text in SCRIPTS[::7]:
        with app.app_context(), writing() as session:
            session.get_one(Store, 1).name = session.get_one(Store, 1).address = text.replace("\0", "")[:200]
        for answer in (*(desk.open(path) for path in pages), stranger.open("/sign-in")):
            assert not ours.foreign(answer.page), text


def test_how_long_letters_wait_is_set_here(app, desk, form):
    page = desk.follow(desk.submit(form, "Save", message_hold="300")).page
    assert "wait before letters go from 60 seconds to 300 seconds" in page.region("Activity").text
    assert store(app).message_hold == 300
    for bad in ("", "-1", "3601", "1e3", "１２", "soon"):
        answer = desk.submit(the_form(desk), "Save", message_hold=bad)
        assert (answer.status, "Enter whole seconds, from 0 to 3600." in answer.text) == (422, True), bad
