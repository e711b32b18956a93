"""Rows as the databases take them at their fastest: tuples for SQLite, lines of COPY for PostgreSQL.

Both go column by column. What a row does not say is what its column has by itself, as everywhere.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy.dialects import sqlite

from dashboard.actions.place_rows import default_of
from dashboard.demo.draft import Row
from dashboard.extensions import db

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
Lines = list[tuple[Any, ...]]


def names(table: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns to write: all, but ids that the database gives, and what it computes."""
    columns = (column for column in db.metadata.tables[table].columns if column.computed is None)
    return tuple(column.key for column in columns if column.key != "id" or "id" in rows[0])


def values(table: str, name: str, rows: Sequence[Row]) -> list[Any]:
    """One column of the rows."""
    if all(name in row for row in rows):
        return [row[name] for row in rows]
    default = default_of(db.metadata.tables[table].columns[name].default)
    return [row[name] if name in row else default() for row in rows]


def tuples(table: str, rows: Sequence[Row]) -> Lines:
    """The rows as SQLite keeps them."""
    return list(zip(*(kept(table, name, values(table, name, rows)) for name in names(table, rows)), strict=True))


def kept(table: str, name: str, found: list[Any]) -> list[Any]:
    """The values of a column as SQLite keeps them."""
    bind = binding(table, name)
    return each(lambda value: None if value is None else bind(value), found) if bind else found


def each(write: Callable[[Any], Any], found: list[Any]) -> list[Any]:
    """What is made of each value; times and words are the same again and again, and are written once."""
    if set(map(type, found)) & {dict, list, Decimal}:  # 9.5 and 9.50 are equal, and not the same
        return list(map(write, found))
    known = {value: write(value) for value in set(found)}
    return [known[value] for value in found]


@cache
def binding(table: str, name: str) -> Callable[[Any], Any] | None:
    """What a column's type makes of a value on SQLite; None: it stays as it is."""
    dialect = sqlite.dialect()
    return db.metadata.tables[table].columns[name].type.dialect_impl(dialect).bind_processor(dialect)


def lines(table: str, rows: Sequence[Row]) -> bytes:
    """The rows in COPY’s text format."""
    columns = [cells(values(table, name, rows)) for name in names(table, rows)]
    return "".join(["\t".join(row) + "\n" for row in zip(*columns, strict=True)]).encode()


def cells(found: list[Any]) -> list[str]:
    """The values of a column in COPY’s text format."""
    kinds = set(map(type, found))
    if kinds == {str}:
        return [word if word.isprintable() and "\\" not in word else word.translate(ESCAPES) for word in found]
    return list(map(str, found)) if kinds == {int} else each(written, found)


def written(value: Any) -> str:
    """One value in COPY’s text format."""
    if value is None:
        return "\\N"
    return WRITTEN.get(type(value), text)(value)


def text(value: Any) -> str:
    """Text, or a word of some list."""
    return str(value).translate(ESCAPES)


def structure(value: Any) -> str:
    """What is kept as JSON."""
    return text(json.dumps(value, ensure_ascii=False))


def moment(value: datetime) -> str:
    """A moment."""
    return value.astimezone(UTC).isoformat()


def exact(value: Decimal) -> str:
    """A decimal number."""
    return format(value, "f")


def truth(value: bool) -> str:
    """Yes or no."""
    return "t" if value else "f"


WRITTEN: dict[type, Callable[[Any], str]] = {
    int: str, bool: truth, datetime: moment, Decimal: exact, dict: structure, list: structure
}  # fmt: skip
