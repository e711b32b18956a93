"""Rows of statements that are put together once, read without what a session does for objects that may change."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.orm import Session

NOTHING: Mapping[str, Any] = MappingProxyType({})


def rows_of(session: Session, query: Executable, values: Mapping[str, Any] = NOTHING) -> Sequence[Any]:
    """All rows of a query for columns, none for entities, in the session's transaction, at half of its price."""
    return session.connection().execute(query, dict(values)).all()
