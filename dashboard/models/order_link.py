"""Links in order letters: whoever holds one sees that order's page for buyers. Only hashes are kept."""

import hashlib
import re
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dashboard.core.statuses import FulfilmentStatus, ShipmentStatus
from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.shipment import Shipment

LASTS = timedelta(days=90)  # after the last parcel arrived
ARRIVED = (FulfilmentStatus.DELIVERED, FulfilmentStatus.PICKED_UP)
IN_TEXT = re.compile(r"/o/([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])")


class OrderLink(db.Model):
    """One link, as the SHA-256 of its token; gone as soon as the order's owner or contact changes."""

    __tablename__ = "order_links"

    token_hash: Mapped[str] = mapped_column(Key(64), primary_key=True)
    order_id: Mapped[int] = mapped_column(BigInt, ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


def link_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def order_behind(session: Session, token: str, at: datetime) -> Order | None:
    """The order behind a link that stands; None alike for one that never was, that was replaced, and that ended."""
    since = exists().where(Shipment.order_id == Order.id, Shipment.status == ShipmentStatus.DELIVERED)
    late = since.where(Shipment.delivered_at > at - LASTS)
    query = select(Order).join(OrderLink, OrderLink.order_id == Order.id)
    stands = Order.fulfilment_status.not_in(ARRIVED) | late
    return session.scalar(query.where(OrderLink.token_hash == link_hash(token), stands))


def link_ended(session: Session, text: str) -> bool:
    """Whether a letter's text holds a link to an order that leads nowhere any more."""
    hashes = {link_hash(token) for token in IN_TEXT.findall(text)}
    standing = set(session.scalars(select(OrderLink.token_hash).where(OrderLink.token_hash.in_(hashes))))
    return bool(hashes - standing)
