"""Every verb that goes stale, and an order made so that two of them could both be done to it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import combinations_with_replacement, count
from typing import Any

from sqlalchemy import update

from dashboard.actions.approve_refund import approve_refund
from dashboard.actions.archive import archive
from dashboard.actions.cancel import cancel
from dashboard.actions.cancel_shipment import cancel_shipment
from dashboard.actions.create_customer import NewCustomer, create_customer
from dashboard.actions.decline_refund import decline_refund
from dashboard.actions.delete import delete
from dashboard.actions.deliver import deliver
from dashboard.actions.edit_lines import edit_lines
from dashboard.actions.edit_shipment import Edit, edit_shipment
from dashboard.actions.fail_payment import fail_payment
from dashboard.actions.fail_refund import fail_refund
from dashboard.actions.fulfil import Parcel, fulfil
from dashboard.actions.give_back import Asked
from dashboard.actions.hand_over import hand_over
from dashboard.actions.issue_invoice import issue_invoice
from dashboard.actions.link import link
from dashboard.actions.order_customer import OrderCustomer, order_customer
from dashboard.actions.pack import pack
from dashboard.actions.place import place
from dashboard.actions.reassign import NewOwner, reassign
from dashboard.actions.receive_payment import receive_payment
from dashboard.actions.record_payment import Received, record_payment
from dashboard.actions.refund import refund
from dashboard.actions.return_items import Back, Return, return_items
from dashboard.actions.return_to_cart import return_to_cart
from dashboard.actions.send_refund import send_refund
from dashboard.actions.unarchive import unarchive
from dashboard.actions.unlink import unlink
from dashboard.core.confirming import Now
from dashboard.core.guards import Action
from dashboard.core.money import to_decimal
from dashboard.core.parcels import Point, Way
from dashboard.core.person import COMMAND, Person
from dashboard.core.refund_pieces import Meant
from dashboard.core.statuses import CancelReason, RefundState, Route, ShipmentStatus
from dashboard.database import writing
from dashboard.models import Cart, Order, OrderLine, Payment, Refund, Shipment, ShipmentLine
from tests.actions.people import SHOP
from tests.faults.seed import PLACED

PIECES, EACH = 10, 100
BY_POST = Way(Point.LOCAL, "DHL")


@dataclass(frozen=True, slots=True)
class Made:
    """An order of this round: its code and version, and the ids of what the verbs are about."""

    code: str
    version: int
    line: int
    refund: int
    payment: int
    owner: int
    other: int

    @property
    def shipment(self) -> str:
        """The parcel that waits to be handed over."""
        return f"{self.code}-1"


Act = Callable[[Made, Person], Any]
# What each needs of the order, and how it is done. Notes, tags and letters sent again never go stale.
VERBS: dict[Action, tuple[set[str], Act]] = {}


def verb(action: Action, *needs: str) -> Callable[[Act], Act]:
    """Enter a verb."""

    def keep(act: Act) -> Act:
        VERBS[action] = set(needs), act
        return act

    return keep


def kept(made: Made, by: Person) -> dict[str, Any]:
    """What all verbs are told: who, and what they saw."""
    return {"by": by, "seen": made.version}


verb(Action.REASSIGN, "active")(lambda m, by: reassign(m.code, NewOwner(m.other), shop=SHOP, **kept(m, by)))
verb(Action.CHANGE_CUSTOMER, "active")(
    lambda m, by: reassign(m.code, NewOwner(m.other), shop=SHOP, replace_contact=True, **kept(m, by))
)
verb(Action.LINK, "active", "guest")(lambda m, by: link(m.code, m.other, shop=SHOP, **kept(m, by)))
verb(Action.UNLINK, "active", "owner")(lambda m, by: unlink(m.code, **kept(m, by)))
verb(Action.ORDER_CUSTOMER, "active")(
    lambda m, by: order_customer(m.code, OrderCustomer(f"As {by.name} wrote it"), region="DE", **kept(m, by))
)
verb(Action.EDIT_LINES, "active", "bare")(
    lambda m, by: edit_lines(m.code, {f"l{m.line}": Now(PIECES + 1, to_decimal(EACH, "EUR"))}, **kept(m, by))
)
verb(Action.RECORD_PAYMENT, "active")(lambda m, by: record_payment(m.code, Received(1, "Bank transfer"), **kept(m, by)))
verb(Action.ISSUE_INVOICE, "active")(lambda m, by: issue_invoice(m.code, **kept(m, by)))
verb(Action.REFUND, "active", "money")(
    lambda m, by: refund(m.code, Asked({m.line: Meant(1, True, False)}), **kept(m, by))
)
verb(Action.PACK, "active")(lambda m, by: pack(m.code, **kept(m, by)))
verb(Action.FULFIL, "active")(lambda m, by: fulfil(m.code, Parcel({m.line: 1}, BY_POST, True), **kept(m, by)))
verb(Action.EDIT_SHIPMENT, "active", "parcel")(
    lambda m, by: edit_shipment(m.code, m.shipment, Edit(BY_POST, ShipmentStatus.IN_TRANSIT), **kept(m, by))
)
verb(Action.CANCEL_SHIPMENT, "active", "parcel")(lambda m, by: cancel_shipment(m.code, m.shipment, **kept(m, by)))
verb(Action.HAND_OVER, "active", "parcel")(lambda m, by: hand_over(m.code, m.shipment, **kept(m, by)))
verb(Action.DELIVER, "active", "parcel")(lambda m, by: deliver(m.code, [m.shipment], **kept(m, by)))
verb(Action.RETURN, "active", "delivered")(lambda m, by: return_items(m.code, Return({m.line: Back(1)}), **kept(m, by)))
verb(Action.RETURN_TO_CART, "active", "owner", "bare", "unpaid")(
    lambda m, by: return_to_cart(m.code, shop=SHOP, **kept(m, by))
)
verb(Action.CANCEL, "active", "bare")(lambda m, by: cancel(m.code, CancelReason.OTHER, **kept(m, by)))
verb(Action.ARCHIVE, "active")(lambda m, by: archive(m.code, **kept(m, by)))
verb(Action.UNARCHIVE, "archived")(lambda m, by: unarchive(m.code, **kept(m, by)))
verb(Action.DELETE, "test")(lambda m, by: delete(m.code, **kept(m, by)))
verb(Action.APPROVE_REFUND, "active", "asked")(lambda m, by: approve_refund(m.code, m.refund, **kept(m, by)))
verb(Action.DECLINE_REFUND, "asked")(lambda m, by: decline_refund(m.code, m.refund, "not owed", **kept(m, by)))
verb(Action.SEND_REFUND, "to_send")(lambda m, by: send_refund(m.code, m.refund, "A reference", **kept(m, by)))
verb(Action.FAIL_REFUND, "to_send")(
    lambda m, by: fail_refund(m.code, m.refund, "closed account", shop=SHOP, **kept(m, by))
)
verb(Action.RECEIVE_PAYMENT, "attempt")(lambda m, by: receive_payment(m.code, m.payment, **kept(m, by)))
verb(Action.FAIL_PAYMENT, "attempt")(lambda m, by: fail_payment(m.code, m.payment, "no funds", **kept(m, by)))

NEVER_TOGETHER = (
    {"guest", "owner"}, {"parcel", "bare"}, {"delivered", "bare"}, {"active", "archived"}, {"asked", "to_send"},
    {"unpaid", "money"}, {"unpaid", "attempt"}, {"unpaid", "asked"}, {"unpaid", "to_send"},
)  # fmt: skip
PAIRS = [
    pair
    for pair in combinations_with_replacement(VERBS, 2)
    if not any(apart <= VERBS[pair[0]][0] | VERBS[pair[1]][0] for apart in NEVER_TOGETHER)
]
numbers = count()


def owners(pair: tuple[Action, Action]) -> tuple[int, int]:
    """The ids of two accounts of this pair's own: what an account has spent is summed anew over all of its orders."""
    with writing() as session:
        new = [NewCustomer(f"{name}+{'+'.join(pair)}@pairs.example") for name in ("owner", "other")]
        first, second = (create_customer(session, one, by=COMMAND, at=PLACED, region="DE").customer for one in new)
        return first.id, second.id


def order_for(pair: tuple[Action, Action], owner: int, other: int) -> Made:
    """Place an order to which either could be done; it is owned by the first account unless one wants a guest's."""
    needs = VERBS[pair[0]][0] | VERBS[pair[1]][0]
    test = "test" in needs
    order = blank(f"{'TEST' if test else 'PAIR'}-{next(numbers)}", None if "guest" in needs else owner, test)
    if needs & {"money", "asked", "to_send"}:
        order.payments.append(Payment(amount=500, method="Bank transfer", at=PLACED))
    if "attempt" in needs:
        order.payments.append(Payment(amount=100, state="open"))
    if needs & {"asked", "to_send"}:
        state = RefundState.AWAITING_APPROVAL if "asked" in needs else RefundState.TO_SEND
        order.refunds.append(Refund(adjustment=100, amount=100, state=state))
    if "archived" in needs:
        order.archived_at = PLACED
    with place(order, by=COMMAND, at=PLACED) as placing:
        # What came back before lies in the account's one open cart, beside which nothing may come back.
        placing.session.execute(update(Cart).where(Cart.customer_id.in_([owner, other])).values(state="closed"))
        for number, status in enumerate((ShipmentStatus.AWAITING_SHIPMENT, ShipmentStatus.DELIVERED), 1):
            if ("parcel", "delivered")[number - 1] in needs:
                order.shipments.append(parcel(f"{order.code}-{number}", status, order.lines[0].id))
        placing.record("placed", route=Route.ONLINE_STORE.label)
    refunds, payments = [one.id for one in order.refunds], [one.id for one in order.payments]
    return Made(
        order.code, order.version, order.lines[0].id, max(refunds, default=0), max(payments, default=0), owner, other
    )


def blank(code: str, owner: int | None, test: bool) -> Order:
    """Ten cups, and nothing done to them yet."""
    price = to_decimal(EACH, "EUR")
    line = OrderLine(
        position=1, name="Cup", quantity=PIECES, unit_price=price, original_quantity=PIECES,
        original_unit_price=price, total=PIECES * EACH,
    )  # fmt: skip
    return Order(
        code=code, placed_at=PLACED, route=Route.ONLINE_STORE, customer_name="Whoever ordered", account_id=owner,
        currency="EUR", total=PIECES * EACH, lines=[line], is_test=test,
    )  # fmt: skip


def parcel(number: str, status: ShipmentStatus, line: int) -> Shipment:
    """One piece on its way, or there."""
    when = PLACED if status is ShipmentStatus.DELIVERED else None
    return Shipment(
        number=number, status=status, carrier="DHL", shipped_at=when, delivered_at=when, created_at=PLACED,
        lines=[ShipmentLine(line_id=line, quantity=1)],
    )  # fmt: skip


def acts(pair: tuple[Action, Action], made: Made, people: tuple[Person, Person]) -> list[Callable[[], Any]]:
    """The two of them, each by somebody else."""
    return [partial(VERBS[action][1], made, by) for action, by in zip(pair, people, strict=True)]
