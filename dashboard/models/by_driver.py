"""Queries of lists as the driver takes them: put together and compiled once, their rows as the driver hands them out.

A page of fifty rows has a thousand values. To turn each into what Python has for it takes longer than to read them, and
most rows were looked at before: what is made of a row is kept under these very values.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import SelectBase

from dashboard.database import PREPARED

Raw = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A query as the driver takes it. `order`: the names of its values, where the driver wants them in a row.

    `convert`: what some values are turned into for the driver. `kept`: whether PostgreSQL keeps its plan.
    """

    statement: str
    order: Sequence[str] | None
    values: Mapping[str, Any]
    convert: Mapping[str, Callable[[Any], Any]]
    kept: bool = False

    def rows(self, connection: Connection, given: Mapping[str, Any]) -> list[Raw]:
        """The rows as the driver hands them out. `given`: the values that the query leaves open, by name."""
        values = {**self.values, **{name: self.sent(name, value) for name, value in given.items()}}
        ordered = values if self.order is None else tuple(values[name] for name in self.order)
        options = {PREPARED: True} if self.kept else None
        return list(map(tuple, connection.exec_driver_sql(self.statement, ordered, options).all()))

    def sent(self, name: str, value: Any) -> Any:
        """A value as the driver takes it."""
        return self.convert[name](value) if name in self.convert else value


def compiled(query: SelectBase, dialect: Dialect, kept: bool = False) -> Query:
    """This query for the driver of this dialect. Raises TypeError for what is no query.

    `kept`: PostgreSQL shall plan it once for all values that are given: only where no value asks for another plan.
    """
    made = query.compile(dialect=dialect)
    if not isinstance(made, SQLCompiler):
        raise TypeError(query)
    state = made.construct_expanded_state(made.params)  # lists of values written out
    turns = {name: one.type.dialect_impl(dialect).bind_processor(dialect) for one, name in made.bind_names.items()}
    convert = {name: turn for name, turn in {**turns, **state.processors}.items() if turn}
    values = {name: convert[name](value) if name in convert else value for name, value in state.parameters.items()}
    if kept and dialect.name == "postgresql":
        return Query(written(state.statement, values), None, unwritten(values), convert, kept=True)
    return Query(state.statement, state.positiontup, values, convert)


def written(statement: str, values: Mapping[str, Any]) -> str:
    """A statement with its numbers written into it: of a limit that it does not know a kept plan expects too much."""
    for name, value in values.items():
        if type(value) is int:
            statement = statement.replace(f"%({name})s", str(value))
    return statement


def unwritten(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The other values."""
    return {name: value for name, value in values.items() if type(value) is not int}
