"""Stock taken from the shelf and put back, within a change of an order. Source: docs/domain.md, Stock."""

from collections.abc import Mapping

from sqlalchemy import update
from sqlalchemy.orm import Session

from dashboard.actions.change import Change
from dashboard.core.person import Person
from dashboard.core.stock import StockReason
from dashboard.models.catalog import Product
from dashboard.models.stock_move import StockMove, taken_by


def move(
    under_way: Change, pieces: Mapping[int, int], reason: StockReason, shipment_id: int | None = None
) -> dict[int, int]:
    """Move stock for the order that is being changed: `pieces` by id of the order's line, below zero to take them.

    Lines without a product, products whose stock nobody counts, and test orders move nothing. Returns what is left by
    line id of what moved: below zero, more was taken than was known to be there.
    """
    if under_way.order.is_test:
        return {}
    wanted: dict[int, int] = {}
    product_of = {line.id: line.product_id for line in under_way.order.lines}
    for line_id, count in pieces.items():
        if (product := product_of.get(line_id)) is not None:
            wanted[product] = wanted.get(product, 0) + count
    order = under_way.order.id
    left = {
        product: move_one(
            under_way.session, product, wanted[product], reason, by=under_way.by, order=order, shipment=shipment_id
        )
        for product in sorted(wanted)  # always in this order: two changes never wait for one another
    }
    return {line: now for line in pieces if (now := left.get(product_of.get(line) or 0)) is not None}


def move_one(
    session: Session,
    product_id: int,
    pieces: int,
    reason: StockReason,
    *,
    by: Person,
    order: int | None = None,
    shipment: int | None = None,
) -> int | None:
    """Move the stock of one product, and keep the move; returns what is left, None if nobody counts it."""
    if pieces == 0:
        return None
    counted = update(Product).where(Product.id == product_id, Product.stock.is_not(None))
    left = session.scalar(counted.values(stock=Product.stock + pieces).returning(Product.stock))
    if left is not None:
        session.add(
            StockMove(
                product_id=product_id, order_id=order, shipment_id=shipment, pieces=pieces, reason=reason,
                by_name=by.name,
            )
        )  # fmt: skip
    return left


def give_back(under_way: Change, shipment_id: int) -> int:
    """Put what a shipment took back on the shelf, no more and no less; how many pieces that is.

    What was sent before anybody counted, or by an import, took nothing from here.
    """
    given = 0
    for product, pieces in taken_by(under_way.session, shipment_id).items():
        left = move_one(
            under_way.session, product, pieces, StockReason.SHIPMENT_CANCELED, by=under_way.by,
            order=under_way.order.id, shipment=shipment_id,
        )  # fmt: skip
        given += pieces if left is not None else 0
    return given
