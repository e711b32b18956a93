"""The one search box of the orders list: what finds an order, in which spellings; the same on both databases."""

import pytest

from dashboard.database import writing
from tests import world
from tests.pages.crowd import LONG_AGO, add_customer, add_order
from tests.pages.test_orders import codes, row


def found(desk, q):
    answer = desk.open("/orders", q=q)
    assert answer.status == 200
    return codes(answer.page)


FINDS = {
    ("OD-4", "od-4", "#OD-4", "  od-4 "): ["OD-4"],
    ("kate w.", "KATE W.", "W. kate"): ["OD-4"],
    ("Chloe Lee", "lee chloe", "CHLOE"): ["OD-2", "OD-1"],  # by owner, and by who ordered
    ("kate.wong@mail.example", "Kate.Wong@Mail.Example", "kate.wong@"): ["OD-8", "OD-7", "OD-4", "OD-3"],
    ("chloe@mail.example",): ["OD-1"],
    ("+81 90 1234 5678", "+819012345678", "+81-90-1234-5678", "090 1234 5678", "90 1234 5678"): ["OD-6", "OD-5"],
    ("0151 2345 6789", "(0151) 2345-6789", "23456789", "+49 (151) 2345.6789"): ["OD-2", "OD-1"],
    ("BWL-OA-24", "bwl-oa"): ["OD-2"],
    ("tomas", "Tomás", "TOMA\u0301S", "herrera"): ["OD-9"],
    ("kate MUG-SG",): ["OD-3"],  # every word, in whatever field
    ("kate bowl", "nobody at all", "zz"): [],
}


@pytest.mark.feature("T1", "U2")
def test_finds_by_code_name_contact_and_sku_in_any_spelling(desk):
    expected = {q: codes for spellings, codes in FINDS.items() for q in spellings}
    assert {q: found(desk, q) for q in expected} == expected


def test_one_and_two_letters_find_too(desk):
    assert found(desk, "81") == ["OD-6", "OD-5"]
    assert found(desk, "w.") == ["OD-4"]
    assert found(desk, "ke ji") == ["OD-6", "OD-5"]


def test_signs_are_letters_and_no_wildcards(app, desk):
    with app.app_context(), writing() as session:
        names = ["50%_off", '5" nail', "O'Keeffe", "star*", "(brackets)", "back\\slash", "a:b^c-d"]
        for number, name in enumerate(names):
            add_order(session, f"SIGN-{number}", LONG_AGO, customer_name=name)
    for number, q in enumerate(["50%_", '5" na', "o'kee", "star*", "(brac", "k\\sla", "a:b^c-d"]):
        assert found(desk, q) == [f"SIGN-{number}"], q
    for q in ["%", "_", "%%%", "___", "*", '"', "'"]:
        assert all(code.startswith("SIGN") for code in found(desk, q)), q
    for q in ["s_ar", "s%r*", "50%%off", "star* OR kate", "NEAR(kate)", 'kate" OR "wong', "doc:kate", "^kate", "kate*"]:
        assert found(desk, q) == [], q


def test_letters_without_their_strokes_and_in_other_scripts(app, desk):
    asked = {
        "Søren Łukasz": ["soren", "LUKASZ", "søren"],
        "Ægir Straße": ["aegir", "strasse", "STRASSE"],
        "渡辺 健二": ["渡辺", "健二"],
        "Дмитрий": ["дмит"],
        "İpek Işık": ["ipek isik"],
    }
    with app.app_context(), writing() as session:
        for at, name in enumerate(asked):
            add_order(session, f"ABC-{at}", LONG_AGO, customer_name=name)
    expected = {q: [f"ABC-{at}"] for at, spellings in enumerate(asked.values()) for q in spellings}
    assert {q: found(desk, q) for q in expected} == expected


def test_an_archived_order_is_found_by_search_only(desk):
    assert "OD-7" not in found(desk, "")
    assert "OD-7" in found(desk, "kate wong")
    assert found(desk, "OD-7") == ["OD-7"]


def test_the_owners_own_contact_finds_the_order(app, desk):
    with app.app_context(), writing() as session:
        owner = add_customer(session, "Quentin Yates", email="q.yates@mail.example", phone="+44 20 7946 0018")
        add_order(session, "HIS-1", LONG_AGO, customer_name="Somebody", account_id=owner.id)
    for q in ["quentin", "q.yates@mail", "020 7946 0018", "79460018"]:
        assert found(desk, q) == ["HIS-1"], q


def test_nothing_found_says_so_and_offers_the_way_back(desk):
    page = desk.open("/orders", q="nobody <b>").page
    empty = page.one("div", class_="empty")
    assert empty.one("h2").text == "No orders match"
    assert "“nobody <b>”" in empty.text
    assert empty.button("Clear filters")["href"] == "/orders"


def test_the_box_keeps_what_was_searched_and_cuts_what_is_too_long(desk):
    page = desk.open("/orders", q="  kate  ").page
    box = page.one("input", id="search")
    assert (box["value"], box["type"], box["maxlength"]) == ("kate", "search", "200")
    assert len(desk.open("/orders", q="x" * 5000).page.one("input", id="search")["value"]) == 200


@pytest.mark.feature("R11")
def test_the_list_shows_who_ordered_whatever_the_account_says_now(app, desk):
    with app.app_context(), writing():
        world.customer(world.KATE).name = "Katherine Wong"
    cell = row(desk.open("/orders").page, "OD-3").one(class_="c-customer").text
    assert cell == "Katherine WongAccountordered as Kate Wong"
