"""How many documents a search looks through, as far as ids tell; read now and then."""

from time import monotonic
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from dashboard.models.search_index import CustomerDoc, OrderDoc

KEPT = 600  # seconds
Doc = type[OrderDoc] | type[CustomerDoc]
COUNTED: WeakKeyDictionary[Engine, dict[Doc, tuple[int, float]]] = WeakKeyDictionary()


def last_number(session: Session, doc: Doc) -> int:
    """The highest number of what these documents are of, as it was KEPT seconds ago at most; there are few gaps."""
    counted = COUNTED.setdefault(session.get_bind().engine, {})
    if doc not in counted or monotonic() - counted[doc][1] > KEPT:
        counted[doc] = session.scalar(select(func.max(number_of(doc)))) or 0, monotonic()
    return counted[doc][0]


def number_of(doc: Doc) -> InstrumentedAttribute[int]:
    """The column of that number."""
    return OrderDoc.order_id if doc is OrderDoc else doc.key
