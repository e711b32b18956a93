"""Orders found by a search box."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dashboard.models.full_text import matching_keys
from dashboard.models.search_index import OrderDoc

MATCHES = 2_000  # filters apply to this many of the newest matches


def matching(session: Session, query: str) -> Select[int]:
    """Ids of the newest orders whose document contains every word of the query."""
    keys = matching_keys(session, OrderDoc, query).order_by(OrderDoc.key.desc()).limit(MATCHES).subquery()
    return select(OrderDoc.order_id).join(keys, keys.c.key == OrderDoc.key)
