"""Invariant: every line of the log continues the hash before it, and no text was changed. Only erasure blanks one.

The database puts together what the hashes are over; PostgreSQL hashes it, too. Column by column takes longer to read.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Text, and_, case, cast, func, literal, null, select, text
from sqlalchemy.orm import Session

from dashboard.actions.record import GENESIS
from dashboard.checks.invariant import Sliced
from dashboard.checks.log import CHAINS, named
from dashboard.checks.parts import Range
from dashboard.models import Activity

Part = ColumnElement[Any]
NUMBERS = (Activity.order_id, Activity.customer_id, Activity.seq)
WHO = (Activity.actor_kind, Activity.actor_id, Activity.from_customer_id, Activity.to_customer_id, Activity.digest)
ERASABLE: tuple[Part, ...] = (
    func.coalesce(Activity.salt, ""),
    Activity.actor_name.expression,
    Activity.text.expression,
)
ERASED = and_(Activity.text.is_(None), Activity.salt.is_(None))
AT_ONCE = 2_000  # lines


def broken(session: Session, ids: Range) -> Iterator[str]:
    """Orders, customers and stores of these ids with a line that was changed, or does not continue the one before."""
    look = {"sqlite": broken_sqlite, "postgresql": broken_postgresql}[session.get_bind().dialect.name]
    for owner, column in CHAINS:
        for number in look(session, column, ids):
            yield named(session, owner, number)


def broken_sqlite(session: Session, column: Any, ids: Range) -> Iterator[int]:
    """Whose chains they are, by id: hashed here."""
    private = case((ERASED, null()), (Activity.text.is_(None), joined(())), else_=joined(ERASABLE))
    query = select(column, joined(hashed("sqlite")), private, Activity.digest, Activity.hash)
    query = query.where(ids.of(column)).order_by(column, Activity.seq)
    at, before, wrong = 0, GENESIS, 0
    result = session.connection().execution_options(yield_per=AT_ONCE).execute(query)
    for number, told, text_, digest, hash_ in result:
        if number != at:
            at, before = number, GENESIS
        same = told.startswith(before.encode()) and sha256(told).hexdigest() == hash_
        if wrong != at and not (same and (text_ is None or sha256(text_).hexdigest() == digest)):
            wrong = at
            yield at
        before = hash_


def broken_postgresql(session: Session, column: Any, ids: Range) -> Sequence[int]:
    """Whose chains they are, by id: hashed by the server."""
    before = func.lag(Activity.hash, 1, GENESIS).over(partition_by=column, order_by=Activity.seq)
    private = case((Activity.text.is_(None), Activity.salt.is_(None)), else_=Activity.digest == hash_of(ERASABLE))
    same = and_(Activity.previous_hash == before, Activity.hash == hash_of(hashed("postgresql")), private)
    lines = select(column.label("owner"), same.label("same")).where(ids.of(column)).subquery()
    return session.scalars(select(lines.c.owner).where(~lines.c.same).distinct().order_by(lines.c.owner)).all()


def hashed(dialect: str) -> list[Part]:
    """What the hash of a line is over, in the words of `chain_hash`: it writes None for what is not there."""
    numbered = [func.coalesce(cast(part, Text), "None") for part in (*NUMBERS, *WHO)]
    store = case((Activity.store_id.is_(None), None), else_=literal("store ") + cast(Activity.store_id, Text))
    moment = ISO[dialect]
    return [Activity.previous_hash.expression, *numbered[:3], moment, Activity.verb.expression, *numbered[3:], store]


def joined(parts: Sequence[Part]) -> Part:
    """The bytes of the parts that are there, each ended by NUL, as SQLite puts them together."""
    whole: Part = literal("")
    for part in parts:
        whole = whole.op("||")(func.coalesce(part.op("||")(func.char(0)), ""))
    return cast(whole, LargeBinary)


def hash_of(parts: Sequence[Part]) -> Part:
    """The hash of the same on PostgreSQL, where no text can hold a NUL."""
    whole: Part = func.convert_to("", "UTF8")
    for part in parts:
        whole = whole.op("||")(func.coalesce(func.convert_to(part, "UTF8").op("||")(NUL), EMPTY))
    return func.encode(func.sha256(whole), "hex")


NUL, EMPTY = text(r"'\x00'::bytea"), text(r"''::bytea")
# A moment as Python writes it: with microseconds where there are any.
ISO: dict[str, Part] = {
    "sqlite": func.replace(func.replace(cast(Activity.at, Text) + "+00:00", " ", "T"), ".000000", ""),
    "postgresql": func.replace(
        func.to_char(func.timezone("UTC", Activity.at), 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), ".000000", ""
    ),
}
CHAIN = (Sliced("chain", "Each line of a log is as it was written and continues the one before it.", broken),)
