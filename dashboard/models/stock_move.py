"""The movements of stock: what was taken from the shelf and put back, and for which order."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dashboard.core.stock import StockReason
from dashboard.database import BigInt, Moment, Word, now
from dashboard.extensions import db


class StockMove(db.Model):
    """Pieces of one product taken (below zero) or put on the shelf.

    A counted product's stock is the sum of its moves.
    """

    __tablename__ = "stock_moves"
    __table_args__ = (CheckConstraint("pieces <> 0", name="pieces"),)

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id", ondelete="SET NULL"), index=True)
    shipment_id: Mapped[int | None] = mapped_column(ForeignKey("shipments.id", ondelete="SET NULL"), index=True)
    pieces: Mapped[int]
    reason: Mapped[StockReason] = mapped_column(Word(StockReason))
    by_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)


def taken_by(session: Session, shipment_id: int) -> dict[int, int]:
    """What a shipment took from the shelf and has not given back, by product id."""
    moved = select(StockMove.product_id, func.sum(StockMove.pieces)).where(StockMove.shipment_id == shipment_id)
    found = session.execute(moved.group_by(StockMove.product_id).order_by(StockMove.product_id))
    return {product: -int(pieces) for product, pieces in found if pieces}
