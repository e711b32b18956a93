"""Every cell of the guard table, every role, opened and submitted: who may gets it, or is told which state forbids it.

The table stands here once more, in the words of docs/domain.md, so that a slip in the code's own is seen.
"""

import secrets
from typing import NamedTuple

import pytest
from sqlalchemy import select, update

from dashboard.core.action import Action
from dashboard.core.guards import TABLE
from dashboard.core.person import Role
from dashboard.core.statuses import CancelReason, OrderState
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, Order, Payment, Refund
from tests import kinds, world
from tests.pages.visitor import Visitor, signed_in

pytestmark = pytest.mark.usefixtures("cheap_passwords")
A = Action
SUPPORT = {Role.OWNER, Role.MANAGER, Role.SUPPORT}
MONEY = {Role.OWNER, Role.MANAGER}
PARCELS = {*MONEY, Role.FULFILMENT}
ALL_BUT_VIEWER = {*SUPPORT, Role.FULFILMENT}


class Row(NamedTuple):
    """Where the action lives, who may, and in which states: open, canceled, returned to cart, archived."""

    path: str
    may: set[Role]
    states: str


ROWS = {
    A.REASSIGN: Row("reassign", SUPPORT, "yes yes no no"),
    A.CHANGE_CUSTOMER: Row("reassign?contact=1", SUPPORT, "yes yes no no"),
    A.LINK: Row("link/{customer}", SUPPORT, "yes yes no no"),
    A.UNLINK: Row("unlink", SUPPORT, "yes yes no no"),
    A.ORDER_CUSTOMER: Row("order-customer", SUPPORT, "yes yes no no"),
    A.RESEND: Row("resend", SUPPORT, "yes yes no no"),
    A.EDIT_LINES: Row("edit-lines", MONEY, "yes no no no"),
    A.RECORD_PAYMENT: Row("record-payment", MONEY, "yes no no no"),
    A.ISSUE_INVOICE: Row("issue-invoice", MONEY, "yes no no no"),
    A.REFUND: Row("refund", MONEY, "yes yes no no"),
    A.PACK: Row("pack", PARCELS, "yes no no no"),
    A.FULFIL: Row("fulfil", PARCELS, "yes no no no"),
    A.EDIT_SHIPMENT: Row("shipments/{shipment}/edit", PARCELS, "yes no no no"),
    A.CANCEL_SHIPMENT: Row("shipments/{shipment}/cancel", PARCELS, "yes no no no"),
    A.HAND_OVER: Row("shipments/{shipment}/hand-over", PARCELS, "yes no no no"),
    A.DELIVER: Row("shipments/{shipment}/deliver", PARCELS, "yes no no no"),
    A.RETURN: Row("return", PARCELS, "yes no no no"),
    A.RETURN_TO_CART: Row("return-to-cart", SUPPORT, "yes no no no"),
    A.CANCEL: Row("cancel", MONEY, "yes no no no"),
    A.ARCHIVE: Row("archive", SUPPORT, "yes yes yes yes"),
    A.UNARCHIVE: Row("unarchive", SUPPORT, "yes yes yes yes"),
    A.TAG: Row("tag", ALL_BUT_VIEWER, "yes yes yes yes"),
    A.DELETE: Row("delete", MONEY, "yes yes yes yes"),
    A.APPROVE_REFUND: Row("refunds/{refund}/approve", MONEY, "yes yes no no"),
    A.DECLINE_REFUND: Row("refunds/{refund}/decline", MONEY, "yes yes no yes"),
    A.SEND_REFUND: Row("refunds/{refund}/send", MONEY, "yes yes no yes"),
    A.FAIL_REFUND: Row("refunds/{refund}/fail", MONEY, "yes yes no yes"),
    A.RECEIVE_PAYMENT: Row("payments/{payment}/received", MONEY, "yes yes no yes"),
    A.FAIL_PAYMENT: Row("payments/{payment}/failed", MONEY, "yes yes no yes"),
}
# What belongs to no button of an order's page: with an account, an import, or a page of another issue.
ELSEWHERE = {A.NOTE, A.PDF, A.EXPORT, A.IMPORT, A.MERGE, A.ERASE}
STATES = ("open", "canceled", "returned_to_cart", "archived")
SAYS = {
    "canceled": "This order is canceled.",
    "returned_to_cart": "This order was returned to the buyer’s cart",
    "archived": "This order is archived. Unarchive it first.",
}


def test_no_action_is_forgotten():
    assert set(ROWS) | ELSEWHERE == set(TABLE)


@pytest.fixture
def places(app) -> dict[str, str]:
    """What stands in the addresses, all of one order: a customer, a shipment, a refund and an open payment."""
    with app.app_context(), writing() as session:
        order = session.scalars(select(Order).where(Order.code == world.TWO_BOXES)).one()
        session.add(refund := Refund(order_id=order.id, adjustment=100, amount=100, state="to_send"))
        session.add(payment := Payment(order_id=order.id, amount=100, state="open"))
        session.flush()
        return {
            "customer": str(world.customer(world.KATE).id), "refund": str(refund.id), "payment": str(payment.id),
            "shipment": order.shipments[1].number,
        }  # fmt: skip


def put(state: str) -> None:
    """Put the order into this state, whatever was done to it before."""
    into = OrderState.OPEN if state == "archived" else OrderState(state)
    reason = CancelReason.OTHER if into is OrderState.CANCELED else None
    away = now() if state == "archived" else None
    with writing() as session:
        ours = update(Order).where(Order.code == world.TWO_BOXES)
        session.execute(ours.values(state=into, cancel_reason=reason, archived_at=away))


def counted() -> tuple[int, int]:
    """The order's version, and how many lines all logs have."""
    db.session.rollback()
    return world.order(world.TWO_BOXES).version, len(db.session.scalars(select(Activity.id)).all())


@kinds.first
@pytest.mark.feature("U8", "R10")
@pytest.mark.parametrize("action", ROWS)
def test_each_state_is_told_to_who_may(app, places, action):
    manager = signed_in(app, Role.MANAGER)
    assert not wrong_cells(app, places, ROWS[action], {Role.MANAGER: manager}, ["POST"])


@pytest.mark.faults
@pytest.mark.feature("U8", "R10")
@pytest.mark.parametrize("action", ROWS)
def test_each_state_each_role_each_method(app, places, action):
    visitors = {role: signed_in(app, role) for role in Role}
    assert not wrong_cells(app, places, ROWS[action], visitors, ["GET", "POST"])


def wrong_cells(app, places, row: Row, visitors: dict[Role, Visitor], methods: list[str]) -> dict:
    """What was answered where, and whether nothing was done, in the cells that are not as the row says."""
    wrong = {}
    path = f"/orders/{world.TWO_BOXES}/{row.path.format(**places)}"
    for state, word in zip(STATES, row.states.split(), strict=True):
        for role, visitor in visitors.items():
            for method in methods:
                with app.app_context():
                    put(state)
                    before = counted()
                answer = send(visitor, method, path, before[0])
                with app.app_context():
                    untouched = counted() == before
                may, possible = role in row.may, word == "yes"
                right = says(answer, method, may, possible, SAYS.get(state, "")) and (untouched or (may and possible))
                if not right or (method == "GET" and not untouched):
                    wrong[state, role.value, method] = (answer.status, untouched)
    return wrong


def test_a_stranger_is_shown_in_nowhere(app, places):
    for row in ROWS.values():
        path = f"/orders/{world.TWO_BOXES}/{row.path.format(**places)}"
        for method in ("GET", "POST"):
            answer = send(Visitor(app), method, path, 1)
            assert (answer.status, answer.location.split("?")[0]) == (303, "/sign-in"), path


def send(visitor: Visitor, method: str, path: str, version: int):
    """Open the form, or submit it with what every verb might ask for at the least."""
    if method == "GET":
        return visitor.open(path)
    said = {"amount": "1.00", "reason": "other", "why": "asked for", "tag": secrets.token_hex(4)}
    return visitor.post(path, {"version": version, "key": secrets.token_urlsafe(24), **said})


def says(answer, method: str, may: bool, possible: bool, sentence: str) -> bool:
    """Whether this is the right answer: 403; the form; done or something is missing; or that the state forbids it."""
    if not may:
        return answer.status == 403
    told = bool(sentence) and sentence in answer.text
    if possible:
        return answer.status in ((200,) if method == "GET" else (200, 303, 422)) and not told
    return told and answer.status == (200 if method == "GET" else 422)
