"""Where an account's orders went last."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.models.order import Order


def last_address(session: Session, account: int) -> dict[str, Any] | None:
    """The delivery address of the account's newest order that has one, by core.addresses.PARTS."""
    query = select(Order.shipping_address).where(Order.account_id == account, Order.shipping_address.is_not(None))
    found = session.scalar(query.order_by(Order.placed_at.desc(), Order.id.desc()).limit(1))
    return dict(found) if found else None
