"""Invariants about orders among each other, their refunds, carts and messages."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from dashboard.checks.invariant import Overall
from dashboard.core.statuses import OrderState
from dashboard.models import Cart, Message, Order, OrderLine, Product, Refund, RefundLine, StockMove


def codes(session: Session) -> Iterable[str]:
    """Codes that more than one order has."""
    return session.scalars(select(Order.code).group_by(Order.code).having(func.count() > 1))


def refund_parts(session: Session) -> Iterable[str]:
    """Orders with a refund that is not the sum of its parts."""
    items = select(func.sum(RefundLine.amount)).where(RefundLine.refund_id == Refund.id).scalar_subquery()
    parts = Refund.items + Refund.shipping + Refund.adjustment - Refund.fee
    wrong = (Refund.amount != parts) | (Refund.items != func.coalesce(items, 0))
    return session.scalars(select(Order.code).join(Refund, Refund.order_id == Order.id).where(wrong).distinct())


def refund_lines(session: Session) -> Iterable[str]:
    """Orders with a refund of pieces that are not theirs."""
    query = select(Order.code).join(Refund, Refund.order_id == Order.id).join(RefundLine).join(OrderLine)
    return session.scalars(query.where(OrderLine.order_id != Refund.order_id).distinct())


def returned_to_cart(session: Session) -> Iterable[str]:
    """Orders returned to a cart that still hold money."""
    held = (Order.state == OrderState.RETURNED_TO_CART, Order.paid != Order.refunded)
    return session.scalars(select(Order.code).where(*held))


def open_carts(session: Session) -> Iterable[str]:
    """Customers with two open carts of one catalog."""
    catalog = func.coalesce(Cart.catalog_id, 0)
    query = select(Cart.customer_id).where(Cart.state == "open").group_by(Cart.customer_id, catalog)
    return (f"customer {number}" for number in session.scalars(query.having(func.count() > 1)))


def reorders(session: Session) -> Iterable[str]:
    """Orders that point back at one that was not returned, or whose cart was not placed."""
    returned = aliased(Order)
    comes_of = (
        select(Cart.id)
        .join(returned, returned.id == Cart.from_order_id)
        .where(
            returned.id == Order.reordered_from_id,
            returned.state == OrderState.RETURNED_TO_CART,
            Cart.state == "placed",
        )
    )
    return session.scalars(select(Order.code).where(Order.reordered_from_id.is_not(None), ~comes_of.exists()))


def messages(session: Session) -> Iterable[str]:
    """Messages written twice for one event to one recipient."""
    once = (Message.activity_id, Message.event, Message.recipient_key)
    query = select(*once).group_by(*once).having(func.count() > 1)
    return (f"{event} to {recipient}" for _, event, recipient in session.execute(query))


def stock(session: Session) -> Iterable[str]:
    """Products whose stock is counted, and is not the sum of its moves."""
    moved = select(func.coalesce(func.sum(StockMove.pieces), 0)).where(StockMove.product_id == Product.id)
    wrong = Product.stock.is_not(None), Product.stock != moved.scalar_subquery()
    return session.scalars(select(Product.sku).where(*wrong).order_by(Product.sku))


ORDERS = (
    Overall("codes", "No two orders share a code.", codes),
    Overall("refund_parts", "A refund is the sum of its parts.", refund_parts),
    Overall("refund_lines", "A refund is of pieces of its own order.", refund_lines),
    Overall("returned_to_cart", "An order returned to a cart holds no money and is in no sum.", returned_to_cart),
    Overall("open_carts", "Nobody has two open carts of one catalog.", open_carts),
    Overall("reorders", "What was ordered anew points back at a returned order, whose cart is placed.", reorders),
    Overall("stock", "The stock of a counted product is the sum of its moves.", stock),
    Overall("messages", "One message per activity, event and recipient.", messages),
)
