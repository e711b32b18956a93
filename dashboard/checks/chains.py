"""Invariant: every line of the log continues the hash before it, and no text was changed. Only erasure blanks one.

The database puts together what the hashes are over; PostgreSQL hashes it, too. Column by column takes longer to read.
"""

from collections.abc import Iterator, Sequence
from functools import cache, reduce
from hashlib import sha256
from itertools import chain
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
)
from sqlalchemy.orm import Session

from dashboard.actions.record import GENESIS
from dashboard.checks.invariant import Sliced
from dashboard.checks.log import CHAINS, named
from dashboard.checks.parts import Range
from dashboard.models import Activity

Part = ColumnElement[Any]
NUMBERS = (Activity.order_id, Activity.customer_id, Activity.seq)
WHO = (Activity.actor_id, Activity.from_customer_id, Activity.to_customer_id)
ERASABLE: tuple[Part, ...] = (
    func.coalesce(Activity.salt, ""),
    Activity.actor_name.expression,
    Activity.text.expression,
)
ERASED = and_(Activity.text.is_(None), Activity.salt.is_(None))
AT_ONCE = 2_000  # lines
# Written out in the statement: what is handed over beside it is looked up anew for every line.
NUL: dict[str, Part] = {"sqlite": literal_column("x'00'"), "postgresql": literal_column(r"'\x00'::bytea")}
EMPTY: dict[str, Part] = {"sqlite": literal_column("x''"), "postgresql": literal_column("''::bytea")}


def broken(session: Session, ids: Range) -> Iterator[str]:
    """Orders, customers and stores of these ids with a line that was changed, or does not continue the one before."""
    look = {"sqlite": broken_sqlite, "postgresql": broken_postgresql}[session.get_bind().dialect.name]
    for owner, column in CHAINS:
        for number in look(session, column, ids):
            yield named(session, owner, number)


def broken_sqlite(session: Session, column: Any, ids: Range) -> Iterator[int]:
    """Whose chains they are, by id: hashed here."""
    at, before, wrong = 0, GENESIS, 0
    query = lines_sqlite(column).execution_options(yield_per=AT_ONCE)  # of the connection, they would be for good
    result = session.connection().execute(query, ids._asdict())
    for number, told, text, digest, hash_ in chain.from_iterable(result.partitions()):
        if number != at:
            at, before = number, GENESIS
        same = told is not None and told.startswith(before.encode()) and sha256(told).hexdigest() == hash_
        if not (same and (text is None or sha256(text).hexdigest() == digest)) and wrong != at:
            wrong = at
            yield at
        before = hash_


def broken_postgresql(session: Session, column: Any, ids: Range) -> Sequence[int]:
    """Whose chains they are, by id: hashed by the server."""
    return session.scalars(wrong_postgresql(column), ids._asdict()).all()


@cache
def lines_sqlite(column: Any) -> Select[Any]:
    """Lines of these chains in their order: whose, what hash and digest are over (None: erased), digest, hash."""
    private = func.coalesce(cast(joined(ERASABLE, "sqlite"), LargeBinary), EMPTY["sqlite"])
    told = cast(hashed("sqlite"), LargeBinary)
    query = select(column, told, case((ERASED, null()), else_=private), Activity.digest, Activity.hash)
    return query.where(within(column)).order_by(column, Activity.seq)


@cache
def wrong_postgresql(column: Any) -> Select[Any]:
    """Whose of these chains have a line that is not as it was, or not in its place."""
    before = func.lag(Activity.hash, 1, GENESIS).over(partition_by=column, order_by=Activity.seq)
    told, texts = hash_of(hashed("postgresql")), hash_of(joined(ERASABLE, "postgresql"))
    private = case((Activity.text.is_(None), Activity.salt.is_(None)), else_=Activity.digest == texts)
    same = and_(Activity.previous_hash == before, Activity.hash == told, private)
    lines = select(column.label("owner"), same.label("same")).where(within(column)).subquery()
    return select(lines.c.owner).where(lines.c.same.is_not(True)).distinct().order_by(lines.c.owner)


def within(column: Any) -> ColumnElement[bool]:
    """The condition that a line is of a chain from the first to the last."""
    return column.between(bindparam("first"), bindparam("last"))


def hashed(dialect: str) -> Part:
    """What the hash of a line is over, as `chain_hash` puts it together: it writes None for a number not there."""
    numbers = [func.coalesce(written(number, dialect), literal_column("'None'")) for number in (*NUMBERS, *WHO)]
    verb, kind, digest = (part.expression for part in (Activity.verb, Activity.actor_kind, Activity.digest))
    previous = Activity.previous_hash.expression
    whole = joined((previous, *numbers[:3], ISO[dialect], verb, kind, *numbers[3:], digest), dialect)
    store = joined((literal_column("'store '").op("||")(written(Activity.store_id, dialect)),), dialect)
    return whole.op("||")(func.coalesce(store, EMPTY[dialect]))


def written(number: Any, dialect: str) -> Part:
    """A number as text, which SQLite makes of it by itself."""
    return number.expression if dialect == "sqlite" else cast(number, Text)


def joined(parts: Sequence[Part], dialect: str) -> Part:
    """The bytes of the parts, each ended by NUL; nothing at all where one is not there."""
    bytes_ = [part if dialect == "sqlite" else func.convert_to(part, "UTF8") for part in parts]
    return reduce(lambda whole, part: whole.op("||")(part), [one for part in bytes_ for one in (part, NUL[dialect])])


def hash_of(whole: Part) -> Part:
    """The hash of these bytes on PostgreSQL."""
    return func.encode(func.sha256(whole), "hex")


def replaced(part: Part, *words: str) -> Part:
    """Text with each odd word in place of the even one before it."""
    for old, new in zip(words[::2], words[1::2], strict=True):
        part = func.replace(part, literal_column(f"'{old}'"), literal_column(f"'{new}'"))
    return part


# A moment as Python writes it: with microseconds where there are any.
ISO: dict[str, Part] = {
    "sqlite": replaced(Activity.at.expression.op("||")(literal_column("'+00:00'")), " ", "T", ".000000", ""),
    "postgresql": replaced(
        func.to_char(func.timezone("UTC", Activity.at), 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), ".000000", ""
    ),
}
CHAIN = (Sliced("chain", "Each line of a log is as it was written and continues the one before it.", broken),)
