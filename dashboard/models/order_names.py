"""What the filters of the orders list can be set to, as far as the store decides that: catalogs and tags by name."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Dialect, ScalarSelect, Select, Text, func, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session, aliased

from dashboard.models.catalog import Catalog
from dashboard.models.customer import Customer
from dashboard.models.note import OrderTag

TAGS = 16  # offered; others can be typed


class Names(NamedTuple):
    """Catalogs by number, in order of name; the first tags by key; the name of the account that is asked for."""

    catalogs: Mapping[str, str]
    tags: Sequence[str]
    account: str | None


def names(session: Session, account: int | None) -> Names:
    """All of these, by one query."""
    dialect = session.get_bind().dialect
    catalogs = select(Catalog.id, Catalog.name).order_by(Catalog.name).subquery()
    tags = offered().subquery()
    name = select(Customer.name).where(Customer.id == account).scalar_subquery()
    gathered: tuple[Any, ...] = (
        gather(dialect, catalogs.c.id),
        gather(dialect, catalogs.c.name),
        gather(dialect, tags.c.tag),
        name,
    )
    numbers, titles, words, owner = session.execute(select(*gathered)).one()
    listed = [json.loads(text or "[]") for text in (numbers, titles, words)]
    return Names(dict(zip(map(str, listed[0]), listed[1], strict=True)), listed[2], owner)


def gather(dialect: Dialect, column: ColumnElement[Any]) -> ScalarSelect[str | None]:
    """A column as the text of a JSON list, in the order of its rows."""
    listed = func.json_agg if dialect.name == "postgresql" else func.json_group_array
    return select(sql_cast(listed(column), Text)).scalar_subquery()


def offered() -> Select[str]:
    """The first tags by key: from one to the next in the index, however many orders have each."""
    first = select(func.min(OrderTag.key).label("key")).cte("keys", recursive=True)
    later = aliased(OrderTag)
    following = select(func.min(later.key)).where(later.key > first.c.key).correlate(first).scalar_subquery()
    keys = first.union_all(select(following).where(first.c.key.is_not(None)))
    spelled = select(later.tag).where(later.key == keys.c.key).limit(1).correlate(keys).scalar_subquery()
    return select(spelled.label("tag")).where(keys.c.key.is_not(None)).limit(TAGS)
