"""Approve and decline a refund on their pages: two people."""

import pytest

from dashboard.actions.change import change
from dashboard.core.guards import Action
from dashboard.core.person import COMMAND, Role
from dashboard.core.statuses import RefundState
from dashboard.models import Refund
from tests import world
from tests.kinds import first
from tests.pages.visitor import signed_in

pytestmark = first


@pytest.fixture
def asked(app):
    """The id of a refund of OD-1, 12.00 EUR, that Milan the manager asked for."""
    with app.app_context():
        milan = world.staff(Role.MANAGER).id
        with change(world.PAID, Action.NOTE, by=COMMAND) as under_way:
            made = Refund(
                adjustment=1200, amount=1200, state=RefundState.AWAITING_APPROVAL, asked_by_id=milan, reason="Late"
            )
            under_way.order.refunds.append(made)
            under_way.record("refund_asked", amount="12.00 EUR")
        return made.id


def form_of(visitor, asked, step="approve"):
    """The form."""
    return visitor.open(f"/orders/OD-1/refunds/{asked}/{step}").page.one(id="verb").one("form")


@pytest.mark.feature("U10")
def test_another_person_approves(app, desk, asked):
    milan = signed_in(app, Role.MANAGER)
    own = form_of(milan, asked)
    assert "another person has to approve it" in own.text
    assert not own.all("button", type="submit")
    form = form_of(desk, asked)
    assert "Milan Sommer asked for it: Late." in form.text
    assert "Chloe Lee: 90.00becomes78.00 EUR" in form.one(id="changes").text
    page = desk.follow(desk.submit(form, "Approve refund")).page
    assert page.one(id="flash").one("h2").text == "The refund of 12.00 EUR for OD-1 is approved"
    assert "Partially refunded" in page.one(class_="order-title").text
    assert "stands at “To send”" in form_of(desk, asked).text
    assert "stands at “To send”" in form_of(desk, asked, "decline").text


@pytest.mark.feature("U10")
def test_or_declines_and_says_why(desk, asked, stands):
    before, form = stands(world.PAID), form_of(desk, asked, "decline")
    answer = desk.submit(form, "Decline refund", why=" ")
    assert (answer.status, "Say why." in answer.alert, stands(world.PAID)) == (422, True, before)
    page = desk.follow(desk.submit(form, "Decline refund", why="Too late")).page
    assert "Declined: Late" in page.region("Payment").text
    assert "Too late" in page.region("Payment").text


def test_own_by_a_forged_submit_stale_and_of_another_order(app, desk, asked, stands):
    milan, before = signed_in(app, Role.MANAGER), stands(world.PAID)
    fields = {"key": "k" * 20, "version": before.version}
    answer = milan.post(f"/orders/OD-1/refunds/{asked}/approve", fields)
    assert (answer.status, "another person has to approve" in answer.alert, stands(world.PAID)) == (422, True, before)
    for step in ("approve", "decline"):
        assert desk.open(f"/orders/OD-2/refunds/{asked}/{step}").status == 404
        stale = {"key": f"{step}-is-the-key-of-it", "version": before.version - 1, "why": "x"}
        answer = desk.post(f"/orders/OD-1/refunds/{asked}/{step}", stale)
        assert (answer.status, "Refund of 12.00 EUR asked for" in answer.alert) == (409, True)
