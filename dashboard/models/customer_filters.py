"""What a list of customers is narrowed to beside its shelves: a search, tags and groups."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dashboard.models.customer_group import Membership
from dashboard.models.customer_note import CustomerTag
from dashboard.models.customer_search import MATCHES, matching_customers


def narrowed(session: Session, q: str, tags: Sequence[str], groups: Sequence[int]) -> Select[int] | None:
    """Ids (`key`) of the accounts that the search finds and that have all tags (keys) and groups; None: of all.

    At most MATCHES, the newest, so that a tag on everybody costs no more than a search for a common name.
    """
    matched = matching_customers(session, q) if q else None
    having: list[Select[Any]] = [select(CustomerTag.customer_id).where(CustomerTag.key == key) for key in tags]
    having += [select(Membership.customer_id).where(Membership.group_id == group) for group in groups]
    if not having:
        return matched
    if matched is not None:
        found = matched.subquery()
        return select(found.c.key).where(*(found.c.key.in_(part) for part in having))
    first, *rest = having
    column = first.selected_columns.customer_id
    newest = first.where(*(column.in_(part) for part in rest)).order_by(column.desc()).limit(MATCHES).subquery()
    return select(newest.c.customer_id.label("key"))
