"""Rows as the databases take them at their fastest: tuples for SQLite, lines of COPY for PostgreSQL.

Both go column by column, each value written once for both. What a row does not say is what its column has by itself,
as everywhere.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy.dialects import sqlite

from dashboard.actions.place_rows import default_of
from dashboard.database import Moment
from dashboard.demo.draft import Row
from dashboard.extensions import db

ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}  # the first one first
Lines = list[tuple[Any, ...]]


def names(table: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns to write: all, but ids that the database gives, and what it computes."""
    columns = (column for column in db.metadata.tables[table].columns if column.computed is None)
    return tuple(column.key for column in columns if column.key != "id" or "id" in rows[0])


def values(table: str, name: str, rows: Sequence[Row]) -> list[Any]:
    """One column of the rows."""
    try:
        return list(map(itemgetter(name), rows))
    except KeyError:
        default = default_of(db.metadata.tables[table].columns[name].default)
        return [row[name] if name in row else default() for row in rows]


def kept(table: str, rows: Sequence[Row]) -> list[list[Any]]:
    """The rows as SQLite keeps them, column by column."""
    return [bound(table, name, values(table, name, rows)) for name in names(table, rows)]


def bound(table: str, name: str, found: list[Any]) -> list[Any]:
    """The values of a column as SQLite keeps them."""
    bind = binding(table, name)
    return each(lambda value: None if value is None else bind(value), found) if bind else found


def each(write: Callable[[Any], Any], found: list[Any]) -> list[Any]:
    """What is made of each value; times and words are the same again and again, and are written once."""
    if set(map(type, found)) & {dict, list, Decimal}:  # 9.5 and 9.50 are equal, and not the same
        things = list(map(id, found))
        known = {thing: write(value) for thing, value in dict(zip(things, found, strict=True)).items()}
        return list(map(known.__getitem__, things))
    known = {value: write(value) for value in set(found)}
    return list(map(known.__getitem__, found))


@cache
def binding(table: str, name: str) -> Callable[[Any], Any] | None:
    """What a column's type makes of a value on SQLite; None: it stays as it is."""
    dialect, kind = sqlite.dialect(), db.metadata.tables[table].columns[name].type
    return moment if isinstance(kind, Moment) else kind.dialect_impl(dialect).bind_processor(dialect)


def moment(value: datetime) -> str:
    """A moment, as its type makes it in four times the time; most columns are such."""
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]  # all but the zone


def tuples(columns: Iterable[list[Any]]) -> Lines:
    """The rows for SQLite."""
    return list(zip(*columns, strict=True))


def lines(columns: Iterable[list[Any]]) -> bytes:
    """The rows in COPY’s text format: PostgreSQL reads what SQLite keeps, moments where the session’s zone is UTC."""
    rows = zip(*map(cells, columns), strict=True)
    return "".join(["\t".join(row) + "\n" for row in rows]).encode()


def cells(found: list[Any]) -> list[str]:
    """The values of a column in COPY’s text format."""
    if set(map(type, found)) == {str}:
        return escaped(found)
    there = iter(escaped([str(value) for value in found if value is not None]))
    return ["\\N" if value is None else next(there) for value in found]


def escaped(words: Sequence[str]) -> list[str]:
    """Texts in COPY’s text format: all in one go, as no text holds NUL."""
    whole = "\0".join(words)
    for letter, meant in ESCAPES.items():
        whole = whole.replace(letter, meant)
    return whole.split("\0") if words else []
