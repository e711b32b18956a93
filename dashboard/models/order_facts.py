"""An order's rows as the plain facts that the rules look at."""

from collections import Counter

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from dashboard.core.facts import COUNTED, LineFacts, OrderFacts, OwnerFacts, RefundFacts, ShipmentFacts
from dashboard.core.statuses import RefundState
from dashboard.models.cart import Cart
from dashboard.models.order import Order
from dashboard.models.order_parts import load_parts
from dashboard.models.reading import rows_of
from dashboard.models.shipment import Shipment

LISTS = ("lines", "payments", "refunds", "shipments", "returns", "marks")
GIVEN_BACK = {RefundState.DECLINED, RefundState.FAILED}


def facts(session: Session, order: Order, carts: bool = True) -> OrderFacts:
    """All that status rules and guards need to know of this order, read in the running transaction.

    `carts`: the owner's open carts, too, which only Return to cart asks for.
    """
    load_parts(session, order, LISTS)
    marks = {mark.kind for mark in order.marks}
    return OrderFacts(
        code=order.code,
        currency=order.currency,
        state=order.state,
        archived=order.archived_at is not None,
        test=order.is_test,
        total=order.total,
        captured=sum(payment.amount for payment in order.payments if payment.state == "captured"),
        attempt_open=any(payment.state == "open" for payment in order.payments),
        lines=lines(order),
        shipments=shipments(order),
        refunds=tuple(RefundFacts(refund.state, refund.amount, refund.fee) for refund in order.refunds),
        returned=returned(order),
        packed=order.packed_at is not None,
        invoice=order.invoice.number if order.invoice else None,
        owner=owner(order),
        backlog_sku="backlog_sku" in marks,
        partner_inventory="partner_inventory" in marks,
        cart_open=carts and cart_open(session, order),
        catalog=order.catalog.name if order.catalog else None,
    )


def outline(order: Order) -> OrderFacts:
    """What the order's own row tells, which is enough for guards.by_state_alone()."""
    archived = order.archived_at is not None
    return OrderFacts(order.code, order.currency, order.state, archived, order.is_test, order.total)


def owner(order: Order) -> OwnerFacts | None:
    """The account that owns it, None for a guest order."""
    found = order.owner
    return OwnerFacts(found.id, found.offline_buyer, not found.can_own) if found else None


def lines(order: Order) -> tuple[LineFacts, ...]:
    """Pieces per line: ordered now, withdrawn and refunded by refunds that still stand."""
    refunded: Counter[int] = Counter()
    withdrawn: Counter[int] = Counter()
    for refund in order.refunds:
        if refund.state in GIVEN_BACK:
            continue
        for part in refund.lines:
            refunded[part.line_id] += part.quantity
            # What awaits approval reserves its pieces, but they may still be sent.
            withdrawn[part.line_id] += part.withdrawn if refund.state in COUNTED else 0
    return tuple(LineFacts(line.id, line.quantity, withdrawn[line.id], refunded[line.id]) for line in order.lines)


def shipments(order: Order) -> tuple[ShipmentFacts, ...]:
    """The order's shipments with their pieces per line."""
    return tuple(shipment_facts(shipment) for shipment in order.shipments)


def shipment_facts(shipment: Shipment) -> ShipmentFacts:
    """One shipment with its pieces per line."""
    return ShipmentFacts(
        status=shipment.status,
        kind=shipment.kind,
        point=shipment.point,
        tracked=bool(shipment.tracking_number),
        pieces={part.line_id: part.quantity for part in shipment.lines},
    )


def returned(order: Order) -> dict[int, int]:
    """Pieces that came back, per line id."""
    pieces: Counter[int] = Counter()
    for goods in order.returns:
        for part in goods.lines:
            pieces[part.line_id] += part.quantity
    return dict(pieces)


def cart_open(session: Session, order: Order) -> bool:
    """Whether the owner already has an open cart of this order's catalog (or "Other")."""
    if order.account_id is None:
        return False
    asked = {"owner": order.account_id, "catalog": order.catalog_id or 0}
    return bool(rows_of(session, OPEN_CART, asked))


OPEN_CART = (
    select(Cart.id)
    .where(
        Cart.customer_id == bindparam("owner"),
        Cart.state == "open",
        func.coalesce(Cart.catalog_id, 0) == bindparam("catalog"),
    )
    .limit(1)
)
