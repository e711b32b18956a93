"""What is drawn once is a function of its arguments: others draw others, and nobody sees another's."""

from enum import StrEnum

import pytest

from dashboard.core.person import Role
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
