"""Edit details: the dialog, its refusals, and every page that shows the account afterwards."""

import pytest

from dashboard.core.person import Role
from tests import world
from tests.pages.account import verb_form
from tests.pages.visitor import HTMX, signed_in


@pytest.fixture
def path(number):
    return f"/customers/{number(world.CHLOE)}"


@pytest.mark.feature("R11", "L6")
def test_every_page_shows_the_new_details_and_the_order_customer_stays(desk, path):
    form = verb_form(desk, f"{path}/edit")
    assert dict(form.fields())["phone"] == "+49 151 2345 6789"
    answer = desk.submit(form, "Save", name="Chloe Marsh", email="marsh@mail.example")
    assert answer.location == path
    page = desk.follow(answer).page
    assert (page.one("h1").text, page.region("Contact details").facts["E-mail"]) == (
        "Chloe Marsh",
        "marsh@mail.example",
    )
    assert "Chloe Marsh’s details are changed" in page.one(id="flash").text
    order = desk.open(f"/orders/{world.PAID}").page
    assert order.region("Order account (details)").facts["Name"] == "Chloe Marsh"
    assert order.region("Order customer").facts["E-mail"] == "chloe@mail.example"
    listed = desk.open("/orders", q="marsh").page.all("td", class_="c-customer")
    assert [cell.one("b").text for cell in listed] == ["Chloe Marsh"] * 2


def test_a_stale_form_says_what_came_and_keeps_what_was_typed(app, desk, path):
    form, other = verb_form(desk, f"{path}/edit"), signed_in(app, Role.SUPPORT)
    assert other.submit(verb_form(other, f"{path}/edit"), "Save", name="Chloe L.").status == 303
    answer = desk.submit(form, "Save", headers=HTMX, name="Chloe M.")
    assert (answer.status, answer.page.one("input", name="name")["value"]) == (409, "Chloe M.")
    assert "Sofia Lund changed name from Chloe Lee to Chloe L." in answer.alert
    assert desk.submit(answer.page.one(id="verb").one("form"), "Save").status == 303


def test_twice_is_once_and_other_content_is_refused(app, desk, path):
    form = verb_form(desk, f"{path}/edit")
    assert [desk.submit(form, "Save", name="Chloe M.").status for _ in range(2)] == [303, 303]
    assert desk.submit(form, "Save", name="Another").status == 409
    with app.app_context():
        assert world.customer("Chloe M.").version == 3


@pytest.mark.parametrize(
    ("field", "typed"), [("name", " "), ("email", "no"), ("phone", "12"), ("email", "kate.wong@mail.example")]
)
def test_a_refusal_stands_beside_its_field(desk, path, field, typed):
    answer = desk.submit(verb_form(desk, f"{path}/edit"), "Save", **{field: typed})
    box = answer.page.one("input", name=field)
    assert (answer.status, box["aria-invalid"], box["value"]) == (422, "true", typed)


def test_nobody_is_edited_who_is_not_there(desk):
    assert {desk.open(f"/customers/999999/{verb}").status for verb in ("edit", "deactivate", "offline-buyer")} == {404}
