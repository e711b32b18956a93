"""Conditions that say how a database looks something up, where it would guess badly by itself."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    Boolean,
    ColumnElement,
    Dialect,
    String,
    TypeDecorator,
    UnaryExpression,
    any_,
    func,
    literal,
    select,
)
from sqlalchemy.sql.operators import custom_op

PLUS: custom_op[bool] = custom_op("+")


class Ids(TypeDecorator[Sequence[int]]):
    """Ids as one value: an array on PostgreSQL, the text of a JSON list on SQLite."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        return dialect.type_descriptor(ARRAY(BigInteger) if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: Sequence[int] | None, dialect: Any) -> Any:
        ids = list(value or ())
        return ids if dialect.name == "postgresql" else json.dumps(ids)


def listed(column: Any, ids: Sequence[int] | BindParameter[Any], dialect: Dialect) -> ColumnElement[bool]:
    """A column is one of these ids, which are one value and not thousands; or `bindparam(…, type_=Ids())`."""
    value = ids if isinstance(ids, BindParameter) else literal(ids, Ids())
    if dialect.name == "postgresql":
        fits: ColumnElement[bool] = column == any_(value)
        return fits
    numbers = func.json_each(value).table_valued("value")
    found: ColumnElement[bool] = column.in_(select(numbers.c.value))
    return found


def one_of(column: Any, words: Iterable[Any]) -> ColumnElement[bool]:
    """A column is one of these words: few, at least one, each a value of its own in the statement.

    `in_()` of a list is written into the statement anew each time it is sent, which takes as long as the rest of it.
    """
    found: ColumnElement[bool] = column.in_([literal(word, column.type) for word in words])
    return found


def aside(condition: ColumnElement[bool], dialect: Dialect) -> ColumnElement[bool]:
    """A condition that SQLite looks at, but takes no index for."""
    if dialect.name != "sqlite":
        return condition
    return UnaryExpression(condition.self_group(), operator=PLUS, type_=Boolean())
