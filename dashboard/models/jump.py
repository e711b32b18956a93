"""What the jump box finds: a few customers and a few orders."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus
from dashboard.core.whereabouts import Match, Piece, unseen
from dashboard.models.customer import Customer, CustomerSpend
from dashboard.models.customer_rows import Spend
from dashboard.models.full_text import newest_matches, terms
from dashboard.models.order import Order
from dashboard.models.order_evidence import originals, told
from dashboard.models.order_search import by_one_box, spelled
from dashboard.models.search_index import CustomerDoc, OrderDoc

SHOWN = 5  # of each kind
EXPLAINED = 2  # fields of an order at most
WEIGHED = 200  # of the newest customers that match, those come first whose name begins like the search


class CustomerHit(NamedTuple):
    """A customer that matches; `spend` one entry per currency."""

    id: int
    name: str
    email: str | None
    phone: str | None
    spend: Sequence[Spend] = ()


class OrderHit(NamedTuple):
    """An order that matches; `doc` is what was searched of it."""

    id: int
    code: str
    placed_at: datetime
    customer_name: str
    customer_email: str | None
    customer_phone: str | None
    owner_id: int | None
    owner_name: str | None
    state: OrderState
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    doc: str

    @property
    def customer_contact(self) -> str:
        """How to reach who ordered; empty where that is unknown."""
        return self.customer_email or self.customer_phone or ""

    @property
    def named_by(self) -> str:
        """The field of the document that it is shown by, beside its code."""
        contact = "email" if self.customer_email else "phone"
        return "owner" if self.owner_id else "customer" if self.customer_name else contact

    @property
    def written(self) -> Mapping[str, str | None]:
        """Fields of the document as they were written."""
        return {"customer": self.customer_name, "email": self.customer_email, "phone": self.customer_phone}


def customers(session: Session, q: str) -> list[CustomerHit]:
    """Accounts that match, at most SHOWN: whose name begins like the search, then the newest.

    One query after the search's own.
    """
    newest = newest_matches(session, CustomerDoc, terms(q), WEIGHED).keys
    begins = case((Customer.name_key.startswith(search.fold(q), autoescape=True), 0), else_=1).label("begins")
    found = (
        select(Customer.id, begins)
        .where(Customer.id.in_(newest), Customer.merged_into_id.is_(None), Customer.erased_at.is_(None))
        .order_by(begins, Customer.id.desc())
        .limit(SHOWN)
        .subquery()
    )
    query = (
        select(
            Customer.id, Customer.name, Customer.email, Customer.phone,
            CustomerSpend.amount, CustomerSpend.currency,
        )
        .join(found, found.c.id == Customer.id)
        .outerjoin(CustomerSpend, CustomerSpend.customer_id == Customer.id)
        .order_by(found.c.begins, Customer.id.desc(), CustomerSpend.currency)
    )  # fmt: skip
    hits: dict[int, CustomerHit] = {}
    for *columns, amount, currency in cast("Iterable[Sequence[Any]]", session.execute(query)):
        hit = hits.setdefault(columns[0], CustomerHit(*columns))
        if currency:
            hits[hit.id] = hit._replace(spend=(*hit.spend, Spend(amount, currency)))
    return list(hits.values())


class Orders(NamedTuple):
    """The orders that match, by which words, why by their codes, and whether the search was over in time.

    Why: the fields beyond what is shown, each with its text in pieces.
    """

    hits: list[OrderHit]
    words: Sequence[str]
    why: Mapping[str, Sequence[tuple[str, Sequence[Piece]]]]
    in_time: bool


def orders(session: Session, q: str) -> Orders:
    """Orders that match, at most SHOWN: those of just this code, else the newest.

    One query after the search's own, and one where what is shown does not explain a match.
    """
    search_ = by_one_box(session, q, terms(q), SHOWN)
    query = (
        select(
            Order.id, Order.code, Order.placed_at, Order.customer_name, Order.customer_email, Order.customer_phone,
            Order.account_id, Customer.name, Order.state, Order.payment_status, Order.fulfilment_status, OrderDoc.doc,
        )
        .join(OrderDoc, OrderDoc.order_id == Order.id)
        .outerjoin(Customer, Customer.id == Order.account_id)
        .where(OrderDoc.key.in_(search_.found.keys))
        .order_by(OrderDoc.key.desc())
    )  # fmt: skip
    hits = [OrderHit(*columns) for columns in cast("Iterable[Sequence[Any]]", session.execute(query))]
    return Orders(hits, search_.words, why(session, hits, search_.words), search_.found.in_time)


def why(
    session: Session, hits: Sequence[OrderHit], words: Sequence[str]
) -> Mapping[str, Sequence[tuple[str, Sequence[Piece]]]]:
    """The fields that explain why these were found, beyond what is shown, by code. One query, or none."""
    found = [(hit, match) for hit in hits for match in unexplained(hit, words)]
    texts = originals(session, (), {(hit.id, match.field) for hit, match in found if match.field not in hit.written})
    told_of: dict[str, list[tuple[str, Sequence[Piece]]]] = {hit.code: [] for hit in hits}
    for hit, match in found:
        written = hit.written.get(match.field)
        told_of[hit.code].append((match.field, told(match, [written] if written else texts[hit.id, match.field])))
    return told_of


def unexplained(hit: OrderHit, words: Sequence[str]) -> Sequence[Match]:
    """The fields of an order that matched and are not shown, the most telling ones."""
    return unseen(hit.doc, tuple(words), ("code", hit.named_by))[:EXPLAINED]


def is_code(code: str, q: str) -> bool:
    """Whether the search is just this code, in small letters or capitals, with its dash or without."""
    return code in spelled(bare_code(q))


def bare_code(q: str) -> str:
    """A search without the # that people put before a code."""
    return q.strip().removeprefix("#")
