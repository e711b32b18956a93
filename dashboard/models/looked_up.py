"""Conditions that say how a database looks something up, where it would guess badly by itself."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Boolean,
    ColumnElement,
    Dialect,
    Select,
    String,
    UnaryExpression,
    any_,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.sql.operators import custom_op

PLUS: custom_op[bool] = custom_op("+")


def listed(column: Any, ids: Sequence[int], dialect: Dialect) -> ColumnElement[bool]:
    """A column is one of these ids, which are one value and not thousands."""
    if dialect.name == "postgresql":
        return column == any_(literal(list(ids), ARRAY(BigInteger)))
    numbers = func.json_each(literal(json.dumps(list(ids)), String)).table_valued("value")
    found: ColumnElement[bool] = column.in_(select(numbers.c.value))
    return found


def one_of(column: Any, words: Iterable[Any]) -> ColumnElement[bool]:
    """A column is one of these words: few, at least one, each a value of its own in the statement.

    `in_()` of a list is written into the statement anew each time it is sent, which takes as long as the rest of it.
    """
    found: ColumnElement[bool] = column.in_([literal(word, column.type) for word in words])
    return found


def given(column: Any, name: str, dialect: Dialect) -> ColumnElement[bool]:
    """A column is one of the ids that are sent by this name: the same statement for however many."""
    if dialect.name == "postgresql":
        return column == any_(bindparam(name, type_=ARRAY(BigInteger)))
    numbers = func.json_each(bindparam(name, type_=JSON)).table_valued("value")
    found: ColumnElement[bool] = column.in_(select(numbers.c.value))
    return found


def bare(column: Any, dialect: Dialect) -> ColumnElement[Any]:
    """What a column holds, which SQLite takes no index for."""
    return UnaryExpression(column, operator=PLUS, type_=column.type) if dialect.name == "sqlite" else column


def found(column: Any, ids: Select[int], dialect: Dialect) -> ColumnElement[bool]:
    """A column is one of these ids, which are few: PostgreSQL looks for them first, and for each by its index then.

    It cannot know how few they are, and would go through the index of a sort, hoping to meet fifty of them soon.
    """
    if dialect.name == "postgresql":
        known: ColumnElement[bool] = column == any_(func.array(ids.scalar_subquery(), type_=ARRAY(BigInteger)))
        return known
    chosen: ColumnElement[bool] = column.in_(ids)
    return chosen


def aside(condition: ColumnElement[bool], dialect: Dialect) -> ColumnElement[bool]:
    """A condition that SQLite looks at, but takes no index for."""
    if dialect.name != "sqlite":
        return condition
    return UnaryExpression(condition.self_group(), operator=PLUS, type_=Boolean())
