"""Ids taken in advance, so that rows that refer to each other can be stored in one go."""

from collections.abc import Iterator

from sqlalchemy import Table, func, select, text
from sqlalchemy.orm import Session


def take_ids(session: Session, table: Table, count: int) -> Iterator[int]:
    """`count` unused ids of a table, ascending; ours until the transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        series = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
        return iter(list(session.scalars(series, {"table": table.name, "count": count})))
    first = (session.scalar(select(func.max(table.c.id))) or 0) + 1
    return iter(range(first, first + count))
