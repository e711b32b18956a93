"""Rows of queries that are put together once, read without what a session does for objects that may change."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import SelectBase

from dashboard.models.by_driver import Query, Raw, compiled

NOTHING: Mapping[str, Any] = MappingProxyType({})
KEPT = 256  # queries


def rows_of(session: Session, query: SelectBase, values: Mapping[str, Any] = NOTHING) -> list[Raw]:
    """All rows of a query for columns, none for entities, in the session's transaction.

    The query is one that its function keeps: it is compiled for this very object.
    """
    connection = session.connection()
    return known(query, connection.dialect).read(connection, values)


@lru_cache(KEPT)
def known(query: SelectBase, dialect: Dialect) -> Query:
    """The query as the driver takes it; PostgreSQL keeps its plan, as it is for one thing whichever that is."""
    return compiled(query, dialect, kept=True)
