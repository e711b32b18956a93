"""End buyers’ sessions: this one, one of theirs, or all of them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from dashboard.actions.sign_in import token_hash
from dashboard.database import now, writing
from dashboard.models.buyer import BuyerSession


def buyer_sign_out(token: str) -> None:
    """End the session of this token; an unknown one is already ended."""
    with writing() as session:
        running = BuyerSession.token_hash == token_hash(token), BuyerSession.ended_at.is_(None)
        session.execute(update(BuyerSession).where(*running).values(ended_at=now()))


def sign_out_everywhere(customer_id: int) -> None:
    """End every session of this account."""
    with writing() as session:
        end_sessions(session, [customer_id], now())


def end_sessions(session: Session, customers: Iterable[int], at: datetime, keep: str | None = None) -> None:
    """End every session of these accounts, but for the one whose token has the hash `keep`."""
    rows = update(BuyerSession).where(BuyerSession.customer_id.in_(list(customers)), BuyerSession.ended_at.is_(None))
    if keep is not None:
        rows = rows.where(BuyerSession.token_hash != keep)
    session.execute(rows.values(ended_at=at))
