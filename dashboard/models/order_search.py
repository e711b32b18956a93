"""Orders found by a search box: by what the search looks like first, through an index of its own; else by full text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, String, literal, select, union
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.core.contacts import phone_key
from dashboard.core.criteria import Criteria
from dashboard.core.documents import PEOPLE
from dashboard.core.refusals import Invalid
from dashboard.core.search import Shape
from dashboard.core.whereabouts import matches
from dashboard.models.customer import Customer
from dashboard.models.full_text import MATCHES, Found, indexed, newest_matches, terms
from dashboard.models.import_run import ImportRun
from dashboard.models.order import Order
from dashboard.models.search_index import SECOND, OrderDoc
from dashboard.models.shipment import Shipment
from dashboard.models.store import Store

LAST = "\U0010ffff"
NUMBER = 3  # figures that may be the number of an order without its prefix
TRACKING = 8  # letters and figures that may be a whole tracking number


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found: documents, newest first; by which words; and whether only the newest were looked at."""

    found: Found
    words: Sequence[str]
    newest_only: bool = False

    @property
    def ids(self) -> list[int]:
        """The orders of these documents."""
        return [key & (1 << SECOND) - 1 for key in self.found.keys]


def searched(session: Session, criteria: Criteria, most: int, read: bool = False) -> Search:
    """The newest orders that the search and the customer's words find, at most so many.

    `read`: with their documents, where these are at hand.
    """
    given = [terms(text) for text in (criteria.q, criteria.who) if text]
    words = [word for part in given for word in part]
    if not all(given):  # signs that print nothing
        return Search(Found([], whole=True), words)
    if not criteria.who:
        return by_one_box(session, criteria.q, words, most, read)
    found = newest_matches(session, OrderDoc, words, MATCHES)
    return Search(of_people(session, found, given[-1]), words, of_newest(words))


def by_one_box(session: Session, q: str, words: Sequence[str], most: int, read: bool = False) -> Search:
    """What the search box alone finds: by its shape, by its words, by the end of a phone number."""
    if exact := by_shape(session, q):
        return Search(Found(exact[:most], whole=len(exact) <= most), words)
    found = newest_matches(session, OrderDoc, words, most, read)
    if not found.keys and found.whole and (tail := foreign(q)):
        return Search(newest_matches(session, OrderDoc, [tail], most, read), [tail])
    return Search(found, words, of_newest(words))


def of_newest(words: Sequence[str]) -> bool:
    """Whether only the newest documents are looked through for these words."""
    return not any(indexed(word) for word in words)


def foreign(q: str) -> str:
    """The end of a phone number, by which a national spelling of a foreign one is found; empty for other searches."""
    figures = search.digits(q)
    return figures[-7:] if search.shape(q) is Shape.PHONE and len(figures) > 7 else ""


def of_people(session: Session, found: Found, wanted: Sequence[str]) -> Found:
    """Those in which whoever ordered or owns has all of these words."""
    query = select(OrderDoc.key, OrderDoc.doc).where(OrderDoc.key.in_(found.keys)).order_by(OrderDoc.key.desc())
    kept = [key for key, doc in session.execute(query) if in_people(doc, wanted)]
    return Found(kept, found.whole, found.in_time)


def in_people(doc: str, wanted: Sequence[str]) -> bool:
    """Whether each of these words stands in a line about people."""
    told = {term for match in matches(doc, wanted) if match.field in PEOPLE for term in match.terms}
    return told == set(wanted)


def by_shape(session: Session, q: str) -> list[int]:
    """Keys of the orders that this is the code, e-mail, phone or tracking number of; none if there are too many."""
    ways = list(lookups(session, q.strip()))
    if not ways:
        return []
    ids = union(*ways).limit(MATCHES + 1)
    keys = select(OrderDoc.key).where(OrderDoc.order_id.in_(ids))
    found = list(session.scalars(keys.order_by(OrderDoc.key.desc())))
    return [] if len(found) > MATCHES else found


def lookups(session: Session, q: str) -> Iterator[Select[int]]:
    """Ids of orders by each index that may know what looks like this."""
    shape = search.shape(q)
    figures = q.removeprefix("#")
    if shape is Shape.CODE:
        yield select(Order.id).where(Order.code.in_(spelled(figures)))
    elif figures.isascii() and figures.isdigit() and len(figures) <= 18 and (len(figures) >= NUMBER or figures != q):
        yield numbered(figures)
    elif shape is Shape.EMAIL and not q.startswith("@"):
        yield from by_email(q.casefold().replace("\0", ""))  # which PostgreSQL's texts cannot hold
    if shape is Shape.PHONE:
        yield from by_phone(session, q)
    compact = search.fold(q).replace(" ", "")
    if len(compact) >= TRACKING and any(letter.isdigit() for letter in compact) and "@" not in compact:
        yield select(Shipment.order_id).where(Shipment.tracking_key == compact)


def spelled(code: str) -> list[str]:
    """A code as it may be written: in its own letters or capitals, with its dash or without."""
    letters = code.rstrip("0123456789").rstrip("-")
    dashed = f"{letters}-{code[len(letters) :].lstrip('-')}"
    return list(dict.fromkeys((code, code.upper(), dashed, dashed.upper())))


def numbered(figures: str) -> Select[int]:
    """Orders of this number, after any prefix that the desk or its imports put before theirs."""
    prefix = ImportRun.choices["prefix"].as_string()
    number = literal(figures, String)
    codes = union(
        select(number),
        select(literal("TEST-", String) + number),
        select(sql_cast(Store.code_prefix, String) + number),
        select(prefix + number).where(ImportRun.started_at.is_not(None)),
    )
    return select(Order.id).where(Order.code.in_(codes))


def by_email(start: str) -> Iterator[Select[int]]:
    """Orders with an address that begins like this, their own or their owner's."""
    yield select(Order.id).where(Order.customer_email_key >= start, Order.customer_email_key < start + LAST)
    owners = select(Customer.id).where(Customer.email_key >= start, Customer.email_key < start + LAST)
    yield select(Order.id).where(Order.account_id.in_(owners))


def by_phone(session: Session, q: str) -> Iterator[Select[int]]:
    """Orders with this number, their own or their owner's."""
    store = session.get(Store, 1)
    try:
        key = phone_key(q, store.region if store else "DE")
    except Invalid:
        return
    yield select(Order.id).where(Order.customer_phone_key == key)
    yield select(Order.id).where(Order.account_id.in_(select(Customer.id).where(Customer.phone_key == key)))
