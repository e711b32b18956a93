"""The rows of new orders, put together before anything is stored, so that each table is written by one statement.

An order and its parts stay plain objects that no session knows; their keys are taken in advance.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Table, insert, inspect
from sqlalchemy.orm import RelationshipProperty, Session

from dashboard.extensions import db
from dashboard.models.line import OrderLine

Row = dict[str, Any]
Take = Callable[[Session, Table, int], Iterator[int]]


class Part(NamedTuple):
    """A relationship to parts that belong to their owner: its name, and the part's column that names the owner."""

    name: str
    column: str
    several: bool


class Shape(NamedTuple):
    """What is stored of a kind of object: its columns, what they are where nothing is said, and its parts."""

    table: Table
    columns: tuple[str, ...]
    defaults: tuple[tuple[str, Callable[[], Any]], ...]
    parts: tuple[Part, ...]


class Rows:
    """Rows by table."""

    def __init__(self) -> None:
        self.rows: dict[Table, list[Row]] = defaultdict(list)

    def add(self, thing: Any) -> None:
        """Add an object and its parts, with what its columns are by themselves put in."""
        self.add_alone(thing)
        self.add_parts(thing)

    def add_alone(self, thing: Any) -> None:
        """Add an object without its parts."""
        table, columns, _, _ = shape(thing.__class__)
        known = completed(thing)
        self.rows[table].append({name: known[name] for name in columns if name in known})

    def add_parts(self, thing: Any) -> None:
        """Add the parts of an object that has its id."""
        known = vars(thing)
        for part in shape(thing.__class__).parts:
            for inner in inner_of(known, part):
                vars(inner)[part.column] = known["id"]
                self.add(inner)

    def store(self, session: Session) -> None:
        """Insert them all, table by table, in an order that foreign keys allow."""
        for table in db.metadata.sorted_tables:
            if found := self.rows.get(table):
                session.execute(insert(table), found)


@cache
def shape(kind: Any) -> Shape:
    """What is stored of this kind of object."""
    mapper = inspect(kind)
    numbered = bool(parts_of(kind)) or kind is OrderLine
    own = [column for column in mapper.local_table.columns if column.computed is None]
    columns = [column for column in own if column.key != "id" or numbered]
    return Shape(
        mapper.local_table,
        tuple(column.key for column in columns),
        tuple((column.key, default_of(column.default)) for column in columns if column.key != "id"),
        parts_of(kind),
    )


def parts_of(kind: Any) -> tuple[Part, ...]:
    """The relationships whose objects go with their owner."""
    owned: Iterable[RelationshipProperty[Any]] = inspect(kind).relationships
    return tuple(
        Part(one.key, str(one.local_remote_pairs[0][1].key), bool(one.uselist))
        for one in owned
        if one.cascade.delete_orphan and one.local_remote_pairs
    )


def default_of(default: Any) -> Callable[[], Any]:
    """What makes a column's value where none is given."""
    if default is None:
        return lambda: None
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)


def completed(thing: Any) -> Row:
    """The object's values, those put in that its columns have by themselves."""
    known: Row = vars(thing)
    for name, default in shape(thing.__class__).defaults:
        if known.get(name) is None:
            known[name] = default()
    return known


def inner_of(known: Row, part: Part) -> Sequence[Any]:
    """The parts that an object has in this relationship."""
    found = known.get(part.name)
    if part.several:
        return found or ()
    return (found,) if found is not None else ()


def number(session: Session, take: Take, kind: Any, things: Sequence[Any]) -> None:
    """Give these new objects of one kind their ids."""
    if things:
        for thing, taken in zip(things, take(session, shape(kind).table, len(things)), strict=True):
            vars(thing)["id"] = taken


def made_up(session: Session, table: Table, count: int) -> Iterator[int]:
    """Ids for rows that nobody stores."""
    return iter(range(1, count + 1))


def every(things: Iterable[Any], part: str) -> Iterator[Any]:
    """The parts of all of them, by the name of the relationship."""
    for thing in things:
        yield from getattr(thing, part)
