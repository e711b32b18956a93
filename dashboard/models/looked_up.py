"""Conditions that say how a database looks something up, where it would guess badly by itself."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Boolean,
    ColumnElement,
    Dialect,
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


def given(column: Any, name: str, dialect: Dialect) -> ColumnElement[bool]:
    """A column is one of the ids that are sent by this name: the same statement for however many."""
    if dialect.name == "postgresql":
        return column == any_(bindparam(name, type_=ARRAY(BigInteger)))
    numbers = func.json_each(bindparam(name, type_=JSON)).table_valued("value")
    found: ColumnElement[bool] = column.in_(select(numbers.c.value))
    return found


def aside(condition: ColumnElement[bool], dialect: Dialect) -> ColumnElement[bool]:
    """A condition that SQLite looks at, but takes no index for."""
    if dialect.name != "sqlite":
        return condition
    return UnaryExpression(condition.self_group(), operator=PLUS, type_=Boolean())
