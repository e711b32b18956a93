"""Rows taken for oneself. Order of locks: orders, products, accounts, each by ascending id, then the store; always."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.core.refusals import Vanished
from dashboard.models.catalog import Product
from dashboard.models.customer import Customer
from dashboard.models.line import OrderLine
from dashboard.models.order import Order
from dashboard.models.store import Store


def lock_order(session: Session, code: str) -> Order:
    """The order with this code, fresh and ours until commit. Raises Vanished."""
    query = select(Order).where(Order.code == code).with_for_update(key_share=True)
    order = session.scalar(query.execution_options(populate_existing=True))
    if order is None:
        raise Vanished(f"There is no order {code} any more.")
    return order


def lock_customers(session: Session, ids: Iterable[int | None]) -> dict[int, Customer]:
    """These accounts by id, fresh and ours until commit; missing ones are left out.

    Key share, because plain FOR UPDATE deadlocks with the foreign keys of orders being written.
    """
    wanted = sorted({number for number in ids if number is not None})
    if not wanted:
        return {}
    query = select(Customer).where(Customer.id.in_(wanted)).order_by(Customer.id).with_for_update(key_share=True)
    found = session.scalars(query.execution_options(populate_existing=True))
    return {customer.id: customer for customer in found}


def lock_products(session: Session, orders: Iterable[int]) -> None:
    """The products in these orders: nobody else moves their stock until commit."""
    sold = select(OrderLine.product_id).where(OrderLine.order_id.in_(sorted(set(orders))))
    query = select(Product.id).where(Product.id.in_(sold)).order_by(Product.id)
    session.execute(query.with_for_update(key_share=True)).all()


def lock_all(session: Session, orders: Iterable[int], accounts: Iterable[int | None], *, stock: bool = False) -> None:
    """These orders by id, then their owners and these accounts: ours until commit, whatever is done with them after.
    `stock`: between them the products that the orders are of.

    What was read of the orders stays as it was read; lock_order() refreshes the one that is changed.
    """
    wanted = sorted(set(orders))
    owners: list[int | None] = []
    if wanted:
        query = select(Order.account_id).where(Order.id.in_(wanted)).order_by(Order.id)
        owners += session.scalars(query.with_for_update(key_share=True))
        if stock:
            lock_products(session, wanted)
    lock_customers(session, {*owners, *accounts})


def lock_store(session: Session) -> Store:
    """The store, fresh and ours until commit. Raises Vanished where none was opened yet."""
    query = select(Store).where(Store.id == 1).with_for_update(key_share=True)
    store = session.scalar(query.execution_options(populate_existing=True))
    if store is None:
        raise Vanished("There is no store yet.")
    return store
