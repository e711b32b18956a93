"""Why a search found these orders, where their rows do not show it: the text that matched, as it was written."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Dialect, Select, String, Text, bindparam, literal, select, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.core.documents import place
from dashboard.core.whereabouts import Match, Piece, snippet, unseen
from dashboard.models.customer import Customer
from dashboard.models.line import OrderLine
from dashboard.models.looked_up import Ids, listed
from dashboard.models.note import Note
from dashboard.models.order import Order
from dashboard.models.order_rows import OrderRow
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
    """By order, the texts that matched beyond what its row shows. One query where there are such texts, else none."""
    terms = tuple(words)
    found = {row.id: matches for row in rows if (matches := unseen(row.doc or "", terms, SHOWN))}
    fields = {match.field for matches in found.values() for match in matches}
    texts = originals(session, list(found), fields)
    return {
        order_id: tuple(
            Evidence(TITLES[match.field], tuple(told(match, texts[order_id, match.field]))) for match in matches
        )
        for order_id, matches in found.items()
    }


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


def originals(session: Session, ids: Sequence[int], fields: set[str]) -> Mapping[tuple[int, str], list[str]]:
    """The texts behind these fields of orders as they were written, by order and field. One query, or none."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    query = sources(frozenset(fields), session.get_bind().dialect) if fields else None
    rows: Iterable[Any] = () if query is None else session.execute(query, {"ids": ids})
    for order_id, field, text in rows:
        if text:
            found[order_id, field].append(place(json.loads(text)) if field in ("delivery", "billing") else text)
    return found


@lru_cache(64)
def sources(fields: frozenset[str], dialect: Dialect) -> CompoundSelect[Any]:
    """The query for the texts of these fields of the orders `ids`: order, field, text."""
    return union_all(*(source(field, dialect) for field in sorted(fields)))


def source(field: str, dialect: Dialect) -> Select[Any]:
    """The query for the texts of one field."""
    order_id, text = SOURCES[field]
    those = listed(order_id, bindparam("ids", type_=Ids()), dialect)
    query = select(order_id, literal(field, String), sql_cast(text, Text)).where(those)
    return query.join(Customer, Customer.id == Order.account_id) if field.startswith("owner") else query


SOURCES: Mapping[str, tuple[Any, Any]] = {
    "email": (Order.id, Order.customer_email),
    "phone": (Order.id, Order.customer_phone),
    "owner_email": (Order.id, Customer.email),
    "owner_phone": (Order.id, Customer.phone),
    "sku": (OrderLine.order_id, OrderLine.sku),
    "product": (OrderLine.order_id, OrderLine.name + literal(" ", String) + OrderLine.variant),
    "tracking": (Shipment.order_id, Shipment.tracking_number),
    "note": (Note.order_id, Note.text),
    "delivery": (Order.id, Order.shipping_address),
    "billing": (Order.id, Order.billing_address),
}
