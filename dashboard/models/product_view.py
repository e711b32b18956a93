"""One product as its page shows it: how its stock moved, and what was done to it."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.core.sentences import News
from dashboard.core.stock import StockReason
from dashboard.models.activity import Activity
from dashboard.models.catalog import Catalog, CatalogItem
from dashboard.models.order import Order
from dashboard.models.shipment import Shipment
from dashboard.models.stock_move import StockMove

MOVES = 50
LINES = 500  # of the store’s log that are looked through
VERBS = ("product_created", "product_edited", "product_archived", "product_unarchived")


class Moved(NamedTuple):
    """A movement of stock: pieces, why, by whom, when; the order and the shipment it was for, if any."""

    id: int
    at: datetime
    pieces: int
    reason: StockReason
    by_name: str
    order: str | None
    shipment: str | None


class Moves(NamedTuple):
    """Some movements, newest first, and whether there are older ones."""

    rows: Sequence[Moved]
    more: bool


def moves_of(session: Session, product_id: int, before: int | None = None) -> Moves:
    """How the stock of this product moved, from the newest on, or from before the movement of this id."""
    columns = (StockMove.id, StockMove.at, StockMove.pieces, StockMove.reason, StockMove.by_name)
    query = select(*columns, Order.code, Shipment.number).outerjoin(Order, Order.id == StockMove.order_id)
    query = query.outerjoin(Shipment, Shipment.id == StockMove.shipment_id)
    query = query.where(StockMove.product_id == product_id)
    if before is not None:
        query = query.where(StockMove.id < before)
    rows = [Moved._make(row) for row in session.execute(query.order_by(StockMove.id.desc()).limit(MOVES + 1))]
    return Moves(rows[:MOVES], len(rows) > MOVES)


def log_of(session: Session, product_id: int, most: int = 20) -> list[News]:
    """What the store’s log tells of this product, newest first."""
    query = select(Activity).where(Activity.store_id == 1, Activity.verb.in_(VERBS))
    lines = session.scalars(query.order_by(Activity.seq.desc()).limit(LINES))
    own = (line for line in lines if json.loads(line.text or "{}").get("product_id") == product_id)
    return [News.of(line) for line, _ in zip(own, range(most), strict=False)]


def catalogs_with(session: Session, product_id: int) -> list[str]:
    """The names of the catalogs that offer it."""
    query = select(Catalog.name).join(CatalogItem, CatalogItem.catalog_id == Catalog.id)
    return list(session.scalars(query.where(CatalogItem.product_id == product_id).order_by(Catalog.name)))
