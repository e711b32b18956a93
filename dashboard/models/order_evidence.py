"""Why a search found these orders, where their rows do not show it: the text that matched, as it was written."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Integer, Select, String, literal, select, union_all
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.core.documents import place
from dashboard.core.whereabouts import Match, Piece, snippet, unseen
from dashboard.models.by_driver import Query, compiled
from dashboard.models.customer import Customer
from dashboard.models.line import OrderLine
from dashboard.models.looked_up import given
from dashboard.models.note import Note
from dashboard.models.order import Order
from dashboard.models.order_rows import WRITTEN, OrderRow
from dashboard.models.shipment import Shipment

SHOWN = ("code", "customer", "owner")  # in every row
TITLES = {
    "email": "E-mail",
    "phone": "Phone",
    "owner_email": "Account’s e-mail",
    "owner_phone": "Account’s phone",
    "sku": "SKU",
    "product": "Product",
    "tracking": "Tracking number",
    "note": "Note",
    "delivery": "Delivery address",
    "billing": "Billing address",
}


class Evidence(NamedTuple):
    """A text that matched: what it is, and its pieces, those marked that were searched for."""

    title: str
    pieces: Sequence[Piece]


def evidence(session: Session, rows: Sequence[OrderRow], words: Sequence[str]) -> Mapping[int, Sequence[Evidence]]:
    """By order, the texts that matched beyond what its row shows. One query where rows do not hold them, else none."""
    found = {row.id: matches for row in rows if (matches := unseen(row.doc or "", tuple(words), SHOWN))}
    texts = originals(session, rows, {(order_id, match.field) for order_id in found for match in found[order_id]})
    return {
        order_id: tuple(
            Evidence(TITLES[match.field], tuple(told(match, texts[order_id, match.field]))) for match in matches
        )
        for order_id, matches in found.items()
    }


def unshown(docs: Iterable[str], words: Sequence[str]) -> tuple[str, ...]:
    """The fields whose texts evidence() will ask of orders with these documents, as far as rows may hold them."""
    fields = {match.field for doc in docs for match in unseen(doc, tuple(words), SHOWN)}
    return tuple(field for field in WRITTEN if field in fields)


def told(match: Match, texts: Sequence[str]) -> Sequence[Piece]:
    """The first of these texts that shows the match; a number that is spelled otherwise, marked whole."""
    for text in texts:
        if pieces := snippet(text, match.terms):
            return pieces
    for text in texts:
        if any(term in spelled(text) for term in match.terms):
            return [Piece(text, True)]
    return snippet(match.text, match.terms)


def spelled(text: str) -> str:
    """A number without its spaces, and its digits alone."""
    folded = search.fold(text)
    return f"{folded.replace(' ', '')} {search.spellings(folded)}"


def originals(
    session: Session, rows: Sequence[OrderRow], wanted: Set[tuple[int, str]]
) -> Mapping[tuple[int, str], list[str]]:
    """The texts behind these fields of orders as they were written, by order and field. One query, or none."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    held = {(row.id, field): text for row in rows for field, text in row.written}
    lacking = [one for one in wanted if one not in held]
    for order_id, field, text in chain(((*one, held[one]) for one in wanted & held.keys()), asked(session, lacking)):
        if text:
            found[order_id, field].append(place(json.loads(text)) if field in ("delivery", "billing") else text)
    return found


def asked(session: Session, wanted: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, str | None]]:
    """These fields of orders in the database: order, field, text. One query where there are any."""
    orders: dict[str, list[int]] = defaultdict(list)
    for order_id, field in sorted(wanted):
        orders[field].append(order_id)
    if not orders:
        return iter(())
    query = sources(tuple(sorted(orders)), session.get_bind().dialect)
    found = query.rows(session.connection(), {f"of_{field}": ids for field, ids in orders.items()})
    return ((order_id, FIELDS[at], text) for order_id, at, text in found)


@lru_cache(256)
def sources(fields: tuple[str, ...], dialect: Dialect) -> Query:
    """The query for the texts of these fields."""
    return compiled(union_all(*(source(field, dialect) for field in fields)), dialect, kept=True)


def source(field: str, dialect: Dialect) -> Select[Any]:
    """The query for the texts of one field: order, the field’s place among FIELDS, text."""
    order_id, text = SOURCES[field]
    query = select(order_id, literal(FIELDS.index(field), Integer), text)
    query = query.where(given(order_id, f"of_{field}", dialect))
    return query.join(Customer, Customer.id == Order.account_id) if field.startswith("owner") else query


SOURCES: Mapping[str, tuple[Any, Any]] = {
    **{field: (Order.id, text) for field, text in WRITTEN.items()},
    "sku": (OrderLine.order_id, OrderLine.sku),
    "product": (OrderLine.order_id, OrderLine.name + literal(" ", String) + OrderLine.variant),
    "tracking": (Shipment.order_id, Shipment.tracking_number),
    "note": (Note.order_id, Note.text),
}
FIELDS = tuple(SOURCES)
