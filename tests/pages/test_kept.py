"""What is drawn once is a function of its arguments: others draw others, and nobody sees another's."""

import re
from datetime import timedelta
from enum import StrEnum

import pytest
import time_machine
from sqlalchemy import select

from dashboard.core.person import Role
from dashboard.core.statuses import PaymentStatus
from dashboard.database import now, writing
from dashboard.models import Note, OrderTag, Staff, Store
from dashboard.models.customer_rows import customer_row
from dashboard.models.guest_list import guest_of
from dashboard.models.order_rows import order_row
from dashboard.pages.kept import ADDRESS_HERE, KEY_HERE, TOKEN_HERE
from dashboard.pages.orders import mark_of_row
from tests import world
from tests.pages.dialog import opened
from tests.pages.visitor import signed_in


class One(StrEnum):
    """Two words that are spelt alike, as statuses of two kinds are."""

    CANCELED = "canceled"


class Other(StrEnum):
    CANCELED = "canceled"


@pytest.fixture
def drawn(app):
    """A macro that tells whose word it was given, and the list of what was drawn."""
    seen = []

    def macro(word):
        seen.append(type(word).__name__)
        return seen[-1]

    return app.jinja_env.globals["kept"](macro), seen


def test_words_that_are_spelt_alike_are_drawn_apart(drawn):
    kept, seen = drawn
    assert [kept(One.CANCELED), kept(Other.CANCELED), kept(One.CANCELED)] == ["One", "Other", "One"]
    assert seen == ["One", "Other"]


def test_a_row_changes_with_its_order(desk, number):
    before = desk.open("/orders").page.one("tr", id=f"row-{world.PAID}").text
    assert desk.open("/orders").page.one("tr", id=f"row-{world.PAID}").text == before
    assert desk.submit(opened(desk), owner=number(world.KATE), q=world.KATE).status == 303
    after = desk.open("/orders").page.one("tr", id=f"row-{world.PAID}").text
    assert (world.CHLOE in before, world.KATE in after) == (True, True)


def test_a_row_offers_what_the_person_may_do(app):
    name = f"More actions for {world.PAID}"
    for role in (Role.OWNER, Role.VIEWER, Role.SUPPORT):
        row = signed_in(app, role).open("/orders").page.one("tr", id=f"row-{world.PAID}")
        assert len(row.all("button", aria_label=name)) == (role is not Role.VIEWER)


def test_blocks_of_an_order_offer_what_the_person_may_do(app):
    for role in (Role.OWNER, Role.VIEWER, Role.SUPPORT):
        page = signed_in(app, role).open(f"/orders/{world.PAID}").page
        offered = {word: word in page.text for word in ("Refund", "Reassign order", "Download PDF")}
        assert offered == {
            "Refund": role is Role.OWNER,
            "Reassign order": role is not Role.VIEWER,
            "Download PDF": True,
        }, role


LISTS = ("/orders", "/orders?sort=total", "/orders?q=chloe", "/customers?q=kate", "/customers?sort=-spend")


def tag(session):
    session.add(OrderTag(order_id=world.order(world.UNPAID).id, key="urgent", tag="Urgent"))


def archive(session):
    world.order(world.UNPAID).archived_at = now()


def note(session):
    session.add(Note(order_id=world.order(world.UNPAID).id, author="Ada", text="Call first."))


def pay(session):
    world.order(world.UNPAID).payment_status = PaymentStatus.PAID


def rename(session):
    world.customer(world.CHLOE).name = "Chloé Li"


def close(session):
    world.customer(world.KATE).deactivated_at = now()


def spend(session):
    world.customer(world.CHLOE).spend[0].amount += 100


def leave_a_guest(session):
    world.order(world.GUEST).customer_name = "Katherine W."


def move(session):
    session.get_one(Store, 1).zone = "Asia/Tokyo"


def choose(session):
    for one in session.scalars(select(Staff)):
        one.order_columns = "placed,route"


CHANGES = (tag, archive, note, pay, rename, close, spend, leave_a_guest, move, choose)


def forget(app):
    """Begin anew, as a process does that was just started."""
    for template in app.jinja_env.cache.values():
        template._module = None
    for one in (order_row, customer_row, guest_of, mark_of_row):
        one.cache_clear()


def lists(visitor):
    """The lists as the page has them, without the session's token, which says the second it was signed in."""
    pages = {path: visitor.open(path).text.partition("<main")[2].partition("</main>")[0] for path in LISTS}
    return {path: re.sub(r'name="csrf_token" value="[^"]*"', "", text) for path, text in pages.items()}


def unmarked(found):
    """The same without the mark that a list asks again by: a change that is a moment old is told in other words."""
    return {path: re.sub(r"hx-headers='[^']*'", "", text) for path, text in found.items()}


@pytest.mark.feature("U2", "R5")
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_kept_list_shows_what_one_drawn_anew_does(app, desk, change):
    before = lists(desk)
    with app.app_context(), writing() as session:
        change(session)
    kept = lists(desk)
    forget(app)
    assert unmarked(kept) == unmarked(lists(desk))
    assert unmarked(kept) != unmarked(before)


def test_a_kept_list_knows_the_day(app):
    with time_machine.travel(now() + timedelta(minutes=1), tick=False) as clock:
        visitor = signed_in(app, Role.OWNER)
        before = lists(visitor)
        clock.shift(timedelta(days=1))
        visitor = signed_in(app, Role.OWNER)
        kept = lists(visitor)
        forget(app)
        assert unmarked(kept) == unmarked(lists(visitor))
        assert ("Today, " in before["/orders"], kept["/orders"] != before["/orders"]) == (True, True)


def test_a_kept_list_offers_what_each_person_may_do(app):
    visitors = [signed_in(app, role) for role in (Role.OWNER, Role.VIEWER, Role.SUPPORT, Role.FULFILMENT)]
    kept = [lists(visitor) for visitor in visitors for _ in range(2)][1::2]
    for visitor, shown in zip(visitors, kept, strict=True):
        forget(app)
        assert unmarked(lists(visitor)) == unmarked(shown)
    assert len({shown["/orders"] for shown in kept}) == len(visitors)


def carried(page, name):
    """The values of all hidden fields of this name on a page."""
    return [field["value"] for field in page.all("input", name=name)]


@pytest.fixture
def two(app):
    """Two colleagues in the same role, who see the same blocks, each in a session of their own."""
    return signed_in(app, Role.OWNER), signed_in(app, Role.OWNER)


@pytest.mark.parametrize("place", ["order", "account", "dialog"])
def test_forms_that_are_kept_carry_each_sessions_own_token_and_keys_of_their_own(two, number, place):
    path = {
        "order": f"/orders/{world.PAID}",
        "account": f"/customers/{number(world.CHLOE)}",
        "dialog": f"/orders/{world.PAID}/reassign",
    }[place]
    pages = [visitor.open(path).page for visitor in (*two, *two)]
    tokens = [{token.split(".")[0] for token in carried(page, "csrf_token")} for page in pages]  # without the second
    assert [len(some) for some in tokens] == [1, 1, 1, 1]
    assert (tokens[0], tokens[1]) == (tokens[2], tokens[3])
    assert tokens[0].isdisjoint(tokens[1])
    keys = [key for page in pages for key in carried(page, "key")]
    assert len(set(keys)) == len(keys) >= len(pages)


def test_no_place_is_left_where_a_token_or_an_address_goes(desk, number):
    for path in (f"/orders/{world.PAID}", f"/customers/{number(world.CHLOE)}", f"/orders/{world.PAID}/reassign"):
        body = str(desk.open(path).body)
        assert not [place for place in (TOKEN_HERE, KEY_HERE, ADDRESS_HERE) if place in body], path


def test_each_sees_their_own_name_in_the_frame(app):
    for role in (Role.OWNER, Role.SUPPORT, Role.OWNER):
        page = signed_in(app, role).open(f"/orders/{world.PAID}").page
        assert page.one("div", id="account-menu").one("bdi").text == world.COLLEAGUES[role]


def test_an_opened_form_is_that_of_its_own_order(desk):
    for code in (world.PAID, world.UNPAID, world.PAID):
        form = opened(desk, code)
        controls = [control["hx-post"] for control in form.all("input") if "hx-post" in control]
        assert {form["action"], *controls} == {f"/orders/{code}/reassign"}
        assert len(controls) > 5


def test_what_was_typed_is_in_no_form_that_is_opened_later(desk):
    typed = {"kind": "new", "email": "somebody@mail.example", "notify": None, "find": "1"}
    redrawn = desk.submit(opened(desk), **typed).page
    assert redrawn.one("input", name="email")["value"] == "somebody@mail.example"
    assert "somebody@mail.example" not in str(desk.open(f"/orders/{world.PAID}/reassign").body)


def test_a_note_tag_or_group_of_one_account_is_not_shown_on_another(desk, number):
    chloe, kate = (f"/customers/{number(name)}" for name in (world.CHLOE, world.KATE))
    assert "Likes the blue ones" not in desk.open(chloe).text
    form = next(form for form in desk.open(chloe).page.all("form") if form["action"] == f"{chloe}/note")
    assert desk.submit(form, note="Likes the blue ones").status == 303
    assert ["Likes the blue ones" in desk.open(path).text for path in (chloe, kate)] == [True, False]
