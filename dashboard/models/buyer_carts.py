"""What a buyer's cart says of the order that went back to it."""

import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.models.activity import Activity
from dashboard.models.order import Order


class CameBack(NamedTuple):
    """When an order went back to the cart, who sent it, what they wrote, and what it came to in minor units."""

    code: str
    at: datetime
    by: str
    message: str
    total: int
    currency: str


def came_back(session: Session, customer_id: int, order: int | None) -> CameBack | None:
    """The return of the order of this id, as long as the buyer owns it; None for a cart that holds nothing returned."""
    query = select(Order.code, Activity.at, Activity.actor_name, Activity.text, Order.total, Order.currency)
    query = query.join(Activity, Activity.order_id == Order.id).where(Activity.verb == "returned_to_cart")
    query = query.where(Order.id == order, Order.account_id == customer_id).order_by(Activity.seq.desc())
    row = session.execute(query.limit(1)).first() if order is not None else None
    if row is None:
        return None
    said = json.loads(row.text or "{}").get("message") or ""
    return CameBack(row.code, row.at, row.actor_name, str(said), row.total, row.currency)
