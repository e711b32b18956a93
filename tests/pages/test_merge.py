"""Merge, on its page: pick the others, choose what stays, see what will change, merge; and the old address leads on."""

import pytest

from dashboard.actions.edit_customer import Details, edit_customer
from dashboard.core.person import Role
from tests import world
from tests.pages.account import verb_form
from tests.pages.visitor import HTMX, signed_in


@pytest.fixture
def path(number):
    return f"/customers/{number(world.CHLOE)}"


@pytest.fixture
def manager(app):
    return signed_in(app, Role.MANAGER)


def picked(visitor, path, name, number):
    """The dialog with this account chosen."""
    form = verb_form(visitor, f"{path}/merge")
    found = visitor.submit(form, "Find", headers=HTMX, q=name).page.one("form")
    assert [node.one("strong").text for node in found.all(role="option")] == [name]
    answer = visitor.submit(found, found.one(role="option").name)
    assert answer.status == 200
    return answer.page.one(id="verb").one("form")


@pytest.mark.feature("R13")
def test_what_stays_is_chosen_field_by_field_and_what_will_change_is_told(manager, path, number):
    form = picked(manager, path, world.KATE, number)
    assert form.name == "Merge into Chloe Lee"
    assert [group.one("legend").text for group in form.all("fieldset")] == ["Name that stays", "E-mail that stays"]
    told = form.one("section", class_="move").text
    for words in ("3 orders of Kate Wong go to this account", "Nobody can sign in any more as Kate Wong was",
                  "kate.wong@mail.example can no longer be signed in with", "take it back for 30 days"):  # fmt: skip
        assert words in told, words
    page = manager.follow(manager.submit(form, "Merge", keep_email=str(number(world.KATE)))).page
    assert "Kate Wong merged into Chloe Lee" in page.one(id="flash").text
    assert world.KATE_EMAIL in page.region("Contact details").text
    assert "Formerly" in page.region("Contact details").text
    assert manager.submit(form, "Merge", keep_email=str(number(world.KATE))).status == 303  # the same once more


@pytest.mark.feature("R13")
def test_the_old_address_leads_to_the_account_and_searches_mark_it(manager, path, number):
    old = f"/customers/{number(world.KATE)}"
    manager.submit(picked(manager, path, world.KATE, number), "Merge")
    answer = manager.open(old)
    assert (answer.status, answer.location) == (303, path)
    assert "Kate Wong was merged into Chloe Lee" in manager.follow(answer).page.one(id="flash").text
    row = manager.open("/customers", q=world.KATE_EMAIL).page.region("Customer accounts").one("tbody").one("tr")
    assert "Chloe Lee" in row.text
    assert f"formerly {world.KATE_EMAIL}" in row.text
    found = manager.open(f"/orders/{world.REFUNDED}/reassign", q="kate.wong").page.all(role="option")
    assert [option.one("span", class_="why").text for option in found] == [f"formerly {world.KATE_EMAIL}"]


def test_nothing_chosen_and_words_that_are_no_choice_are_refused_beside_the_box(manager, path, number):
    form = verb_form(manager, f"{path}/merge")
    answer = manager.submit(form, "Merge")
    assert (answer.status, "Choose the account that goes into this one." in answer.alert) == (422, True)
    answer = manager.submit(form, "Merge", q="Kate")
    assert (answer.status, "“Kate” is not an account you chose." in answer.alert) == (422, True)
    assert answer.page.one("input", name="q", role="combobox")["value"] == "Kate"
    chosen = picked(manager, path, world.KATE, number)
    out = manager.submit(chosen, "Leave Kate Wong out").page
    assert not out.all("p", class_="chosen")
    assert manager.open("/customers/999999/merge").status == 404


def test_an_account_that_was_changed_meanwhile_is_told(app, manager, path, number):
    form = picked(manager, path, world.KATE, number)
    with app.app_context():
        details = Details("Kate W.", world.KATE_EMAIL, "")
        edit_customer(int(number(world.KATE)), details, by=world.staff(Role.SUPPORT), region="DE")
    answer = manager.submit(form, "Merge")
    assert (answer.status, "Sofia Lund changed name" in answer.alert) == (409, True)
    assert "Goes into it: Kate W." in answer.page.one("p", class_="chosen").text
