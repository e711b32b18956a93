"""Personal data as one file: everything that is held, to be read by people and by programs; nobody else's."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from dashboard.core.person import Role
from dashboard.core.sentences import plain
from dashboard.database import writing
from dashboard.models import CustomerNote, CustomerTag
from tests import world
from tests.actions.test_change import log
from tests.actions.test_reassign import give
from tests.pages.account import verb_form
from tests.pages.visitor import signed_in

KINDS = ("account", "facts", "orders", "notes", "tags", "messages", "activity")
FILES = [*(f"{kind}.json" for kind in KINDS), "index.html"]


def unpacked(answer):
    """What the file holds, by name; JSON as data."""
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/zip")
    with ZipFile(BytesIO(answer.body)) as file:
        assert file.namelist() == FILES
        texts = {name: file.read(name).decode() for name in FILES}
    return {name: json.loads(text) if name.endswith("json") else text for name, text in texts.items()}


@pytest.mark.feature("R13")
def test_everything_held_about_a_customer_is_in_it(app, number):
    manager, path = signed_in(app, Role.MANAGER), f"/customers/{number(world.CHLOE)}"
    with app.app_context(), writing() as session:
        chloe = world.customer(world.CHLOE).id
        session.add(CustomerNote(customer_id=chloe, author="Sofia Lund", text="Likes blue"))
        session.add(CustomerTag(customer_id=chloe, key="trade", tag="Trade"))
    form = verb_form(manager, manager.open(path).page.button("Personal data")["href"])
    answer = manager.submit(form, "Download")
    file = unpacked(answer)
    [account] = file["account.json"]
    assert (account["name"], account["email"]) == (world.CHLOE, world.CHLOE_EMAIL)
    assert account["total spend"] == ["90.00 EUR"]
    assert "argon2" not in json.dumps(file)
    first = file["orders.json"][0]
    assert (first["code"], first["email"]) == ("OD-1", "chloe@mail.example")
    assert first["shipping address"]["city"] == "Hamburg"
    assert [item["quantity"] for item in first["items"]] == [2, 1, 1]
    assert [note["text"] for note in file["notes.json"]] == ["Wrap the mugs apart."]
    assert [(fact["kind"], fact["text"]) for fact in file["facts.json"]] == [("note", "Likes blue"), ("tag", "Trade")]
    assert file["tags.json"] == [{"order": "OD-1", "tag": "gift"}]
    assert file["activity.json"][-1]["what"] == "Milan Sommer took out the customer’s personal data"
    for words in (world.CHLOE, "Fischerallee 18", "Wrap the mugs apart.", "gift"):
        assert words in file["index.html"], words
    assert "Milan Sommer took out the customer’s personal data" in manager.open(path).page.region("Activity").text
    manager.submit(form, "Download")  # the same submit again: the file, no second line
    assert manager.open(path).page.region("Activity").text.count("took out the customer’s personal data") == 1
    assert manager.submit(form, "Download", extra="x").status == 409


def test_other_customers_are_not_named_and_links_are_left_out(app, desk, number):
    with app.app_context():
        give(world.PAID, world.KATE)
    file = unpacked(desk.submit(verb_form(desk, f"/customers/{number(world.CHLOE)}/personal-data"), "Download"))
    assert "another customer" in file["activity.json"][-2]["what"]
    assert world.KATE not in json.dumps(file)


@pytest.mark.feature("R13")
def test_a_guest_has_theirs_and_the_order_tells(app, desk):
    page = desk.open(f"/orders/{world.GUEST}").page
    file = unpacked(desk.submit(verb_form(desk, page.button("Personal data")["href"]), "Download"))
    assert (file["account.json"], [order["code"] for order in file["orders.json"]]) == ([], ["OD-4"])
    with app.app_context():
        line = log(world.GUEST)[-1]
        assert plain(line.verb, line.actor_name, {}) == "Olga Winter took out the customer’s personal data"
    assert desk.open(f"/orders/{world.PAID}/personal-data").status == 404


def test_who_may_not_gets_none(app, number):
    support, path = signed_in(app, Role.SUPPORT), f"/customers/{number(world.CHLOE)}/personal-data"
    assert (support.open(path).status, support.post(path, {"key": "k" * 20}).status) == (403, 403)
