"""What else tells of somebody who is erased: messages, results of forms, imports, views, lines of other logs.

Looked for before the write lock is taken, since it takes reading whole tables; only what was found is written.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import JSON, ColumnElement, Table, Text, cast, delete, func, literal, or_, select, text, update
from sqlalchemy.orm import Session

from dashboard.actions.erase_order import blank
from dashboard.core.erasing import ERASED, FACTS, pattern, tells_of, without
from dashboard.core.post import MessageState
from dashboard.core.search import like_escape
from dashboard.models import personal
from dashboard.models.activity import Activity
from dashboard.models.batch import Batch, BatchOrder
from dashboard.models.buyer import OneTimeCode
from dashboard.models.credit import Credit
from dashboard.models.erasable import files_of, messages_of
from dashboard.models.import_run import ImportRun
from dashboard.models.known_person import KnownPerson
from dashboard.models.note import Note
from dashboard.models.order import Order
from dashboard.models.outbox import Message
from dashboard.models.personal import AnyColumn, Fate
from dashboard.models.saved_view import SavedView
from dashboard.models.search_index import index_order
from dashboard.models.source_facts import CustomerSource
from dashboard.models.staff import FailedAttempt

READ_WHOLE = ("saved_views", "import_mappings", "customer_groups")  # few, and read whole


@dataclass(frozen=True, slots=True)
class Traces:
    """Ids of what tells of somebody: lines of logs, messages to them or about their orders, credits, imports.

    `texts`: primary keys by table, of rows that name them anywhere; `noted`: codes of other orders with such a note.
    """

    lines: list[int]
    messages: list[int]
    credits: list[int]
    files: list[int]
    texts: dict[str, list[Any]]
    noted: list[str]


def traces(session: Session, known: KnownPerson) -> Traces:
    """Everything that is found of them now."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL statement_timeout = 0"))  # a whole table may take longer than a page
    texts = texts_naming(session, known) if known.names else {}
    noted = select(Order.code).join(Note, Note.order_id == Order.id).where(Note.id.in_(texts.get("notes", ())))
    return Traces(
        lines=lines_about(session, known),
        messages=list(session.scalars(select(Message.id).where(messages_of(known)))),
        credits=credits_of(session, known),
        files=files_of(session, known),
        texts=texts,
        noted=list(session.scalars(noted.where(~known.orders()).distinct())),
    )


def texts_naming(session: Session, known: KnownPerson) -> dict[str, list[Any]]:
    """Primary keys, by table, of the rows that name them."""
    found: dict[str, list[Any]] = {}
    for table, columns in personal.columns(Fate.ANYWHERE):
        if table.name not in READ_WHOLE:
            key = next(iter(table.primary_key))
            found[table.name] = list(session.scalars(select(key).where(naming_any(columns, known))))
    return found


def naming_any(columns: Any, known: KnownPerson) -> ColumnElement[bool]:
    """A condition: one of these columns names them. JSON is looked at as it is stored."""
    found = []
    for column in columns:
        stored = cast(column, Text) if isinstance(column.type, JSON) else column
        for name in known.names:
            spelled = {name, json.dumps(name)[1:-1]} if isinstance(column.type, JSON) else {name}
            for one in spelled:
                like = func.lower(literal(f"%{like_escape(one)}%", Text))
                found.append(func.lower(stored).like(like, escape="\\"))
    return or_(*found)


def lines_about(session: Session, known: KnownPerson) -> list[int]:
    """Lines of any log that are about them: moves of orders to and from them, and whatever names them."""
    moved = or_(Activity.from_customer_id.in_(known.accounts), Activity.to_customer_id.in_(known.accounts))
    query = select(Activity.id, Activity.text).where(Activity.text.is_not(None), Activity.verb.not_in(FACTS))
    found = {row.id for row in session.execute(query.where(or_(moved, Activity.customer_id.in_(known.accounts))))}
    if known.names:
        named = pattern(known.names)
        for row in session.execute(query.where(naming_any([Activity.text], known)).execution_options(yield_per=500)):
            if tells_of(json.loads(row.text), known.accounts, named):
                found.add(row.id)
    return sorted(found)


def credits_of(session: Session, known: KnownPerson) -> list[int]:
    """Credits without a sale that are theirs, by address or by number at the source."""
    numbered = select(Credit.id).join(
        CustomerSource,
        (CustomerSource.source == Credit.source) & (CustomerSource.source_id == Credit.customer_number),
    )
    ids = set(session.scalars(numbered.where(CustomerSource.customer_id.in_(known.accounts))))
    ids |= set(session.scalars(select(Credit.id).where(func.lower(Credit.customer_email).in_(known.emails))))
    return sorted(ids)


def erase_traces(session: Session, known: KnownPerson, found: Traces) -> list[str]:
    """Take them out of all that was found. Returns the names of kept files that are to be deleted, too."""
    blank_lines(session, found.lines)
    blank_messages(session, found.messages)
    nobody = {"customer_name": "", "customer_email": None, "customer_number": ""}
    session.execute(update(Credit).where(Credit.id.in_(found.credits)).values(nobody))
    forget_door(session, known)
    if (named := pattern(known.names)) is not None:
        for table, columns in personal.columns(Fate.ANYWHERE):
            take_out(session, table, columns, found.texts.get(table.name, []), named)
        session.execute(update(Message).where(Message.id.in_(found.texts.get("messages", ()))).values(source=None))
        refusals = naming_any([BatchOrder.sentence], known)
        session.execute(update(BatchOrder).where(BatchOrder.sentence.is_not(None), refusals).values(sentence=ERASED))
        take_out_of_views(session, named)
        for order in session.scalars(select(Order).where(Order.code.in_(found.noted))).all():
            session.expire(order, ["notes"])
            index_order(session, order)
    return forget_files(session, found.files)


def forget_door(session: Session, known: KnownPerson) -> None:
    """Delete what was counted and asked for at the doors by these addresses and numbers."""
    contacts = [*known.emails, *known.phones]
    keys = [f"{kind}:{key}" for kind in ("email", "buyer", "code", "guess") for key in contacts]
    session.execute(delete(FailedAttempt).where(FailedAttempt.key.in_(keys)))
    session.execute(delete(OneTimeCode).where(OneTimeCode.contact_key.in_(contacts)))


def blank_lines(session: Session, ids: list[int]) -> None:
    """Blank these lines of logs."""
    for start in range(0, len(ids), 500):
        blank(session, update(Activity).where(Activity.id.in_(ids[start : start + 500])))


def blank_messages(session: Session, ids: list[int]) -> None:
    """Empty these messages: that one was sent, when, and of which kind, stays."""
    for number in ids:
        message = session.get_one(Message, number)
        message.recipient, message.recipient_key = ERASED, f"{ERASED} {number}"  # one per activity, event and recipient
        message.subject, message.text, message.html, message.source = "", "", None, None
        message.first_subject, message.first_text = ("", "") if message.edits else (None, None)
        if message.state == MessageState.FAILED:
            message.state = MessageState.DROPPED.value
        message.failure = ""
    session.flush()


def take_out(session: Session, table: Table, columns: list[AnyColumn], ids: list[Any], named: Any) -> None:
    """Take their names out of these columns of these rows."""
    key = next(iter(table.primary_key))
    for row in session.execute(select(key, *columns).where(key.in_(ids))).all():
        left = {column.name: stripped(getattr(row, column.name), column, named) for column in columns}
        session.execute(update(table).where(key == row[0]).values(left))


def stripped(value: Any, column: AnyColumn, named: Any) -> Any:
    """A value without their names; the result of a form is JSON in a text."""
    if column.table.name == "once" and value:
        return json.dumps(without(json.loads(value), named), ensure_ascii=False)
    return without(value, named)


def take_out_of_views(session: Session, named: Any) -> None:
    """What looks for them looks for nobody; a view, mapping or group called after them has a number for a name."""
    for kept in (*session.scalars(select(SavedView)), *session.scalars(select(Batch).where(Batch.query.is_not(None)))):
        said = parse_qsl(kept.query or "", keep_blank_values=True)
        if (left := [(name, text) for name, text in said if not named.search(text)]) != said:
            kept.query = urlencode(left)
    for table in (personal.table(name) for name in READ_WHOLE):
        for row in session.execute(select(table.c.id, table.c.name)).all():
            if named.search(row.name):
                values = {"name": f"{ERASED} {row.id}", "name_key": f"{ERASED} {row.id}"}
                session.execute(update(table).where(table.c.id == row.id).values(values))


def forget_files(session: Session, runs: list[int]) -> list[str]:
    """Uploaded files that they stand in are kept no longer. Returns their names."""
    files = []
    for run in session.scalars(select(ImportRun).where(ImportRun.id.in_(runs))).all():
        if run.stored:
            files.append(run.stored)
            run.stored = None
    return files
