"""Money to send: the list over all orders, a refund ticked off or failed, from the list and from the order."""

from datetime import timedelta

import pytest

from dashboard.actions.change import change
from dashboard.core.guards import Action
from dashboard.core.person import COMMAND, Role
from dashboard.core.statuses import RefundState
from dashboard.database import now
from dashboard.models import Refund
from dashboard.models.money_list import SIZE
from tests import world
from tests.pages.queries import queries
from tests.pages.visitor import signed_in


@pytest.fixture
def promised(app):
    """Gives the id of a new refund of an order in this state, so many days old."""

    def make(code=world.PAID, state=RefundState.TO_SEND, days=0, count=1):
        with app.app_context():
            with change(code, Action.NOTE, by=COMMAND) as under_way:
                for _ in range(count):
                    made = Refund(adjustment=1, amount=1, state=state, at=now() - timedelta(days=days), reason="Late")
                    under_way.order.refunds.append(made)
                under_way.record("refunded", amount="0.01 EUR")
            return made.id

    return make


def rows(page):
    """The list's orders, from the top."""
    return [row.one("th").one("a").text for row in page.one("tbody").all("tr")]


@pytest.mark.feature("U10")
def test_the_list_has_what_waits_the_oldest_first(app, desk, promised):
    assert "No money to send" in desk.open("/money-to-send").page.one(id="results").text
    promised(world.GUEST, days=1)
    promised(world.PAID, RefundState.AWAITING_APPROVAL, days=2)
    promised(world.TWO_BOXES, RefundState.SENT)
    promised(world.TEST, RefundState.AWAITING_APPROVAL)
    page = desk.open("/money-to-send").page
    assert rows(page) == [world.PAID, world.GUEST]
    assert [link.text for link in page.one("tbody").all(role="button")] == [
        "Decline refund of 0.01 EUR for OD-1",
        "Approve refund of 0.01 EUR for OD-1",
        "Mark as sent refund of 0.01 EUR for OD-4",
    ]
    assert page.one("nav", aria_label="Main").button("Money to send, 2 waiting")["href"] == "/money-to-send"
    support = signed_in(app, Role.SUPPORT)
    assert "Money to send" not in support.open("/orders").page.one("nav", aria_label="Main").text
    assert support.open("/money-to-send").status == 403


@pytest.mark.feature("U10")
@pytest.mark.parametrize(("count", "said"), [(99, "99"), (100, "99+")])
def test_the_navigation_counts_no_further_than_anybody_reads(desk, promised, count, said):
    promised(count=count)
    nav = desk.open("/orders").page.one("nav", aria_label="Main")
    assert nav.button(f"Money to send, {said} waiting")["href"] == "/money-to-send"


@pytest.mark.feature("U10")
def test_page_by_page_none_twice_and_none_missing(app, desk, promised):
    promised(count=SIZE)
    promised(world.GUEST, days=1)
    first = desk.open("/money-to-send").page
    with queries(app) as sent:
        second = desk.open(first.one("a", rel="next")["href"]).page
    ids = [row["id"] for page in (first, second) for row in page.one("tbody").all("tr")]
    assert (len(ids), len(set(ids)), rows(first)[0]) == (SIZE + 1, SIZE + 1, world.GUEST)
    assert not second.all("a", rel="next")
    assert len(sent) <= 2


@pytest.mark.feature("U10")
def test_ticked_off_in_the_list(desk, promised):
    number = promised()
    link = desk.open("/money-to-send").page.button("Mark as sent refund of 0.01 EUR for OD-1")
    form = desk.open(link["href"]).page.one(id="verb").one("form")
    assert form.one("input", name="next")["value"] == "/money-to-send"
    sent = desk.submit(form, "Mark as sent", reference="RF 17")
    assert sent.location == "/money-to-send"
    assert "The refund of 0.01 EUR for OD-1 is sent" in desk.follow(sent).page.one(id="flash").text
    said = desk.open("/orders/OD-1").page.region("Payment").text
    assert all(words in said for words in ("Sent: Late", "by Olga Winter", "RF 17"))
    assert "stands at “Sent”" in desk.open(f"/orders/OD-1/refunds/{number}/send").page.one(id="verb").text


@pytest.mark.feature("U10")
def test_what_failed_is_the_orders_again(desk, promised, stands):
    number, before = promised(), stands(world.PAID)
    menu = desk.open("/orders/OD-1").page.region("Payment").all(role="menuitem")
    assert [item.text for item in menu] == ["Mark as sent", "Mark as failed"]
    form = desk.open(menu[1]["href"]).page.one(id="verb").one("form")
    assert "Partially refundedbecomesPaid" in form.one(id="changes").text
    answer = desk.submit(form, "Mark as failed")
    assert (answer.status, "Say why." in answer.alert, stands(world.PAID)) == (422, True, before)
    page = desk.follow(desk.submit(form, "Mark as failed", why="Account closed")).page
    assert page.one(id="flash").one("h2").text == "The refund of 0.01 EUR for OD-1 failed"
    assert "Failed: Late" in page.region("Payment").text
    assert stands(world.PAID).letters == before.letters + 1
    assert desk.open(f"/orders/OD-1/refunds/{number}/fail").page.one(id="verb").all("button", type="submit") == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"sent_on": "2999-01-01"}, "This day is still to come."),
        ({"sent_on": "soon"}, "Enter a day such as"),
        ({"reference": "x" * 201}, "Use 200 characters at most."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(desk, promised, stands, typed, sentence):
    number = promised()
    before, form = stands(world.PAID), desk.open(f"/orders/OD-1/refunds/{number}/send").page.one(id="verb").one("form")
    answer = desk.submit(form, "Mark as sent", **typed)
    assert (answer.status, sentence in answer.alert, stands(world.PAID)) == (422, True, before)
    [(name, text)] = typed.items()
    assert answer.page.one("input", name=name)["value"] == text


@pytest.mark.parametrize("step", ["send", "fail"])
def test_another_orders_refund_is_nowhere_and_a_stale_view_is_told(desk, promised, stands, step):
    number = promised()
    assert desk.open(f"/orders/OD-2/refunds/{number}/{step}").status == 404
    stale = {"key": "k" * 20, "version": stands(world.PAID).version - 1, "why": "x"}
    answer = desk.post(f"/orders/OD-1/refunds/{number}/{step}", stale)
    assert (answer.status, "Refund of 0.01 EUR" in answer.alert) == (409, True)
