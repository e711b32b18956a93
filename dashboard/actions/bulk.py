"""Do the same to many orders as one batch: begin it, and do the first of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.batch_lease import new_token, take
from dashboard.actions.batch_work import work_on
from dashboard.actions.reassign import refuse_gone
from dashboard.core import guards, tags
from dashboard.core.batches import AT_ONCE, BatchVerb, Outcome, require_count
from dashboard.core.parcels import Outgoing, Point
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Vanished
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.letters.shop import Shop
from dashboard.models.batch import Batch, BatchOrder
from dashboard.models.customer import Customer
from dashboard.models.selection import Selected, begun_since, changed_since

STALE = "Somebody changed it after you looked at it, so it was left alone."


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall be done: the new owner for reassign and link, with or without a letter; the tag; how it goes out."""

    verb: BatchVerb
    customer_id: int | None = None
    tag: str = ""
    notify: bool = False
    outgoing: Outgoing | None = None


def bulk(
    wish: Wish,
    chosen: Sequence[Selected],
    *,
    by: Person,
    shop: Shop,
    as_of: int,
    query: str | None = None,
    once: keys.Submission | None = None,
) -> dict[str, Any]:
    """Begin a batch on these orders as they were at line `as_of` of the logs, and do the first AT_ONCE of them.

    `query` is the list's, where all that match were chosen. Returns {"batch": its id}. Raises Replayed, KeyReused,
    NotPermitted, Invalid and Vanished; what is refused to one order is that order's outcome.
    """
    guards.require_permission(by, wish.verb.action)
    chosen = chosen if query is None else seen_of(chosen, as_of)
    require_count(len(chosen))
    line = tags.tag(wish.tag)[1] if wish.verb is BatchVerb.TAG else None
    way = asdict(outgoing(wish)) if wish.verb is BatchVerb.FULFIL else None
    token = new_token()
    with writing() as session:
        keys.claim(session, once)
        refuse_owner(session, wish)
        batch = Batch(
            verb=wish.verb,
            query=query,
            customer_id=wish.customer_id if wish.verb.moves else None,
            tag=line,
            way=way,
            notify=wish.notify and wish.verb.moves,
            as_of=as_of,
            count=len(chosen),
            by_kind=by.kind,
            by_id=by.id,
            by_name=by.name,
            tries=0,
        )
        take(batch, token)
        session.add(batch)
        session.flush()
        batch.stale = keep_orders(session, batch, chosen)
        result = {"batch": batch.id}
        keys.keep(session, once, result)
    work_on(result["batch"], token, shop, most=AT_ONCE)
    return result


def outgoing(wish: Wish) -> Outgoing:
    """How it goes out, as it shall be kept. Raises Invalid beside a field."""
    wanted = wish.outgoing or Outgoing(Point.LOCAL)
    return replace(wanted, carrier=wanted.by.carrier)


def seen_of(chosen: Sequence[Selected], as_of: int) -> list[Selected]:
    """Of all that match, those that there were when the preview was drawn."""
    newer = begun_since(db.session(), as_of)
    return [order for order in chosen if order.id not in newer]


def refuse_owner(session: Session, wish: Wish) -> None:
    """Raise Invalid or Vanished beside "q" unless there is an account to give the orders to, where one is needed."""
    if not wish.verb.moves:
        return
    if wish.customer_id is None:
        raise Invalid("Choose the customer who shall own these orders.", "q")
    owner = session.get(Customer, wish.customer_id)
    if owner is None:
        raise Vanished("That customer is gone. Choose another one.", "q")
    refuse_gone(owner)


def keep_orders(session: Session, batch: Batch, chosen: Sequence[Selected]) -> int:
    """Write down the batch's orders; returns how many changed since its preview. Tags never go stale."""
    changed = set() if batch.verb is BatchVerb.TAG else changed_since(session, batch.as_of)
    session.execute(
        insert(BatchOrder),
        [
            {
                "batch_id": batch.id,
                "position": position,
                "order_id": order.id,
                "code": order.code,
                "version": order.version,
                "outcome": Outcome.STALE if order.id in changed else Outcome.WAITING,
                "sentence": STALE if order.id in changed else None,
            }
            for position, order in enumerate(chosen, 1)
        ],
    )
    return sum(order.id in changed for order in chosen)
