"""Issue invoice: once an order, under numbers without a gap."""

from functools import partial

import pytest

from dashboard.actions.change import change
from dashboard.actions.issue_invoice import issue_invoice
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.extensions import db
from dashboard.models import Invoice
from dashboard.models.store import take_number
from tests import world
from tests.actions.test_change import broken, refused
from tests.actions.test_reassign import said
from tests.faults.at_once import at_once

KEY, OTHER = Submission("k" * 32, "d" * 64), Submission("k" * 32, "e" * 64)
OPEN = [world.PAID, world.TWO_BOXES, world.UNPAID, world.GUEST, world.GUEST_PHONE, world.REFUNDED]


def issue(code=world.PAID, role=Role.MANAGER, **options):
    """Issue as Milan would."""
    return issue_invoice(code, by=world.staff(role), **options)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("U8")
def test_numbers_follow_one_another():
    assert [issue(code)["number"] for code in OPEN[:3]] == ["INV-1", "INV-2", "INV-3"]
    assert (world.order(world.PAID).invoice.number, said(world.PAID)) == ("INV-1", "Invoice INV-1 issued")
    assert broken() == []


def test_a_number_that_was_rolled_back_is_used_again():
    issue(world.UNPAID)
    with pytest.raises(ZeroDivisionError), change(world.PAID, Action.ISSUE_INVOICE, by=COMMAND) as under_way:
        assert take_number(under_way.session, "invoices") == 2
        raise ZeroDivisionError
    assert issue()["number"] == "INV-2"


def test_a_test_orders_invoice_takes_no_number_of_theirs():
    assert issue(world.TEST)["number"] == "TEST-INV-1"
    assert issue()["number"] == "INV-1"


def test_eight_at_once_leave_no_gap(app):
    """Six orders' first invoices and two that come to nothing, each on a connection of its own, none issued before."""

    def one(code):
        with app.app_context():
            try:
                return issue_invoice(code, by=COMMAND)["number"]
            except WrongState:
                return None

    numbers = at_once([partial(one, code) for code in (*OPEN, world.PAID, world.CANCELED)])
    assert sorted(number for number in numbers if number) == [f"INV-{number}" for number in range(1, 7)]
    assert sorted(db.session.query(Invoice.number)) == [(f"INV-{number}",) for number in range(1, 7)]
    assert broken() == []


def test_what_is_refused():
    for role in (Role.FULFILMENT, Role.SUPPORT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Issue invoice”."):
            issue(role=role, once=KEY)
    for code, why in (
        (world.CANCELED, "This order is canceled."),
        (world.ARCHIVED, "This order is archived. Unarchive it first."),
        (world.RETURNED_TO_CART, "This order was returned to the buyer’s cart"),
    ):
        with refused(WrongState, why):
            issue(code, once=KEY)
    with refused(Vanished, "There is no order OD-999 any more."):
        issue("OD-999", once=KEY)
    seen = world.order(world.PAID).version
    first = issue(seen=seen, once=KEY)
    with refused(Replayed) as caught:
        issue(seen=seen, once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        issue(once=OTHER)
    with refused(Stale, "This order was changed meanwhile."):
        issue(seen=seen)
    with refused(WrongState, "An invoice is issued for this order already."):
        issue()
