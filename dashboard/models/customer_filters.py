"""What a list of customers is narrowed to beside its shelves: a search, tags and groups."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, String, bindparam, false, select, union
from sqlalchemy.orm import Session

from dashboard.models.customer_group import Membership
from dashboard.models.customer_note import CustomerTag
from dashboard.models.customer_search import MATCHES, codes_of
from dashboard.models.full_text import terms
from dashboard.models.order import Order
from dashboard.models.search_index import CustomerDoc
from dashboard.models.word_search import Way, keys, words


class Shape(NamedTuple):
    """Of which form the query for the accounts is; what is looked for are its values.

    `way`: how words are found, so many of them, by so many texts; None where nothing is searched for. How many codes,
    tags and groups.
    """

    way: Way | None
    words: int
    asked: int
    codes: int
    tags: int
    groups: int


def narrowed(
    session: Session, q: str, tags: Sequence[str], groups: Sequence[int]
) -> tuple[Shape, dict[str, Any]] | None:
    """How the accounts are found that the search finds and that have all tags (keys) and groups; None: of all.

    The values are those of matched().
    """
    if not (q or tags or groups):
        return None
    wanted, codes = terms(q), codes_of(q)
    found = words(session, CustomerDoc, wanted, MATCHES) if wanted else None
    way, asked = (found.way, found.asked) if found else (Way.NEWEST if q else None, 0)
    shape = Shape(way, len(wanted), asked, len(codes), len(tags), len(groups))
    values = dict(found.values) if found else {}
    for name, many in (("code", codes), ("tag", tags), ("group", groups)):
        values |= {f"{name}_{at}": value for at, value in enumerate(many)}
    return shape, values


def matched(shape: Shape) -> Select[int]:
    """The query for the ids (`key`) of these accounts.

    At most MATCHES, the newest, so that a tag on everybody costs no more than a search for a common name.
    """
    having: list[Select[Any]] = [
        select(CustomerTag.customer_id).where(CustomerTag.key == bindparam(f"tag_{at}", type_=CustomerTag.key.type))
        for at in range(shape.tags)
    ]
    group = Membership.group_id
    having += [
        select(Membership.customer_id).where(group == bindparam(f"group_{at}", type_=group.type))
        for at in range(shape.groups)
    ]
    if shape.way is not None:
        found = searched(shape, shape.way).subquery()
        return select(found.c.key).where(*(found.c.key.in_(part) for part in having))
    first, *rest = having
    column = first.selected_columns.customer_id
    newest = first.where(*(column.in_(part) for part in rest)).order_by(column.desc()).limit(MATCHES).subquery()
    return select(newest.c.customer_id.label("key"))


def searched(shape: Shape, way: Way) -> Select[Any]:
    """Ids (`key`) of the newest accounts whose document has every word; of a code, its owner too. No word: nobody."""
    nobody = select(CustomerDoc.key).where(false())
    found = keys(CustomerDoc, way, shape.words, shape.asked, MATCHES) if shape.words else nobody
    if not shape.codes:
        return found
    codes = [bindparam(f"code_{at}", type_=String()) for at in range(shape.codes)]
    owner = select(Order.account_id).where(Order.code.in_(codes), Order.account_id.is_not(None))
    both = union(select(found.subquery().c.key), owner).subquery()
    return select(both.c.key)
