"""Queries as the driver takes them: put together and compiled once, sent without a look at what never changes.

A page of fifty rows has a thousand values. To turn each into what Python has for it takes longer than to read them, and
most rows were looked at before: what a list makes of a row is kept under these very values (`rows`). Where a page needs
few rows, their values are made what the columns say (`read`). What SQLAlchemy does around a statement, for all that it
might be, takes longer than most of these statements.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import SelectBase

Raw = tuple[Any, ...]
PREPARED = {"prepare": True}  # PostgreSQL's driver gives the statement a name at once


@dataclass(frozen=True, slots=True)
class Query:
    """A query as the driver takes it. `order`: the names of its values, where the driver wants them in a row.

    `convert`: what some values are turned into for the driver; `turns`: what its values are turned into, by column.
    `kept`: whether PostgreSQL keeps its plan.
    """

    statement: str
    order: Sequence[str] | None
    values: Mapping[str, Any]
    convert: Mapping[str, Callable[[Any], Any]]
    turns: Sequence[tuple[int, Callable[[Any], Any]]]
    kept: bool = False

    def rows(self, connection: Connection, given: Mapping[str, Any]) -> list[Raw]:
        """The rows as the driver hands them out. `given`: the values that the query leaves open, by name."""
        values = {**self.values, **{name: self.sent(name, value) for name, value in given.items()}}
        ordered = values if self.order is None else tuple(values[name] for name in self.order)
        return sent(connection, self.statement, ordered, kept=self.kept)

    def read(self, connection: Connection, given: Mapping[str, Any]) -> list[Raw]:
        """The same with values as the columns' types have them."""
        found = []
        for row in self.rows(connection, given):
            values = list(row)
            for at, turn in self.turns:
                values[at] = turn(values[at])
            found.append(tuple(values))
        return found

    def sent(self, name: str, value: Any) -> Any:
        """A value as the driver takes it."""
        return self.convert[name](value) if name in self.convert else value


def sent(connection: Connection, statement: str, values: Any, *, kept: bool) -> list[Raw]:
    """The rows of a statement in the connection's transaction; `kept`: it is one that PostgreSQL keeps the plan of.

    Raises what SQLAlchemy raises for it.
    """
    cursor = connection.connection.cursor()
    try:
        for listener in connection.dispatch.before_cursor_execute:  # whoever counts statements hears of these, too
            listener(connection, cursor, statement, values, None, False)
        cursor.execute(statement, values, **(PREPARED if kept else {}))
        return list(cursor.fetchall())
    except connection.dialect.loaded_dbapi.Error as error:
        base = connection.dialect.loaded_dbapi.Error
        raise DBAPIError.instance(statement, values, error, base, dialect=connection.dialect) from error
    finally:
        cursor.close()


def compiled(query: SelectBase, dialect: Dialect, kept: bool = False) -> Query:
    """This query for the driver of this dialect. Raises TypeError for what is no query.

    `kept`: PostgreSQL shall plan it once for all values that are given: only where no value asks for another plan.
    """
    made = query.compile(dialect=dialect)
    if not isinstance(made, SQLCompiler):
        raise TypeError(query)
    state = made.construct_expanded_state(made.params)  # lists of values written out
    binds = {name: one.type.dialect_impl(dialect).bind_processor(dialect) for one, name in made.bind_names.items()}
    convert = {name: turn for name, turn in {**binds, **state.processors}.items() if turn}
    values = {name: convert[name](value) if name in convert else value for name, value in state.parameters.items()}
    columns = enumerate(column.type.dialect_impl(dialect) for column in query.selected_columns)
    turns = [(at, turn) for at, kind in columns if (turn := kind.result_processor(dialect, None))]
    if kept and dialect.name == "postgresql":
        return Query(written(state.statement, values), None, unwritten(values), convert, turns, kept=True)
    return Query(state.statement, state.positiontup, values, convert, turns)


def written(statement: str, values: Mapping[str, Any]) -> str:
    """A statement with its numbers written into it: of a limit that it does not know a kept plan expects too much."""
    for name, value in values.items():
        if type(value) is int:
            statement = statement.replace(f"%({name})s", str(value))
    return statement


def unwritten(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The other values."""
    return {name: value for name, value in values.items() if type(value) is not int}
