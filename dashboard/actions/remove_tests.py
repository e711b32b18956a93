"""Take test orders away with everything of them: the log’s chain goes whole, and the shelf is as if they never were."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from dashboard.actions import spend
from dashboard.actions.lock import lock_customers
from dashboard.models.activity import Activity
from dashboard.models.cart import Cart
from dashboard.models.catalog import Product
from dashboard.models.order import Order
from dashboard.models.search_index import OrderDoc
from dashboard.models.stock_move import StockMove


def hold(session: Session, orders: Sequence[Order]) -> Collection[int]:
    """Give back what these orders, locked by the caller, took from the shelf, and lock their owners; returns those."""
    session.flush()
    put_back(session, [order.id for order in orders])
    return lock_customers(session, {order.account_id for order in orders}).keys()


def remove(session: Session, orders: Sequence[Order], owners: Collection[int]) -> None:
    """Remove these orders, and bring their owners’ sums in step.

    Only test orders go: the database lets no other chain of the log go.
    """
    ids = [order.id for order in orders]
    session.execute(update(Cart).where(Cart.from_order_id.in_(ids)).values(from_order_id=None))
    session.execute(update(Order).where(Order.reordered_from_id.in_(ids)).values(reordered_from_id=None))
    for part in (Activity, OrderDoc):
        session.execute(delete(part).where(part.order_id.in_(ids)))
    for order in orders:
        session.expunge(order)
    session.execute(delete(Order).where(Order.id.in_(ids)), execution_options={"synchronize_session": False})
    spend.recompute_all(session, sorted(owners))


def put_back(session: Session, ids: Sequence[int]) -> None:
    """Undo the moves of stock that these orders made, product by product, always in the same order."""
    moved = select(StockMove.product_id, func.sum(StockMove.pieces)).where(StockMove.order_id.in_(ids))
    for product, pieces in session.execute(moved.group_by(StockMove.product_id).order_by(StockMove.product_id)):
        counted = update(Product).where(Product.id == product, Product.stock.is_not(None))
        session.execute(counted.values(stock=Product.stock - int(pieces)))
    session.execute(delete(StockMove).where(StockMove.order_id.in_(ids)))
