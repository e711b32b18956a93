"""What the filters of the orders list can be set to, as far as the store decides that: catalogs and tags by name."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Dialect, ScalarSelect, Select, Text, func, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from dashboard.models.catalog import Catalog
from dashboard.models.customer import Customer
from dashboard.models.note import OrderTag

TAGS = 16  # offered; others can be typed


class Names(NamedTuple):
    """Catalogs by number, in order of name; the first tags by key; the name of the account that is asked for."""

    catalogs: Mapping[str, str]
    tags: Sequence[str]
    account: str | None


def names_of(dialect: Dialect) -> list[ScalarSelect[str | None]]:
    """What names() reads, for a statement that is sent anyway."""
    catalogs = select(Catalog.id, Catalog.name).order_by(Catalog.name).subquery()
    tags = offered().subquery()
    return [gather(dialect, column) for column in (catalogs.c.id, catalogs.c.name, tags.c.tag)]


def names(gathered: Sequence[str | None], account: str | None = None) -> Names:
    """The names in what names_of() gave."""
    numbers, titles, words = (json.loads(text or "[]") for text in gathered)
    return Names(dict(zip(map(str, numbers), titles, strict=True)), words, account)


def name_of(account: int) -> ScalarSelect[str]:
    """The name of the account that is asked for, for a statement that is sent anyway."""
    return select(Customer.name).where(Customer.id == account).scalar_subquery()


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
