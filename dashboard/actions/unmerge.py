"""Unmerge: take a merge of accounts back whole, within 30 days, if what it moved is still as it left it."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions import customer_facts, spend
from dashboard.actions.buyer_sign_out import end_sessions
from dashboard.actions.change import change
from dashboard.actions.change_customer import taken
from dashboard.actions.lot import lot
from dashboard.actions.merge import end_links, exchange, shown
from dashboard.actions.merge_carts import give_back
from dashboard.actions.once import Submission
from dashboard.actions.reassign import named
from dashboard.actions.record import record
from dashboard.actions.reindex_owned import ask_for
from dashboard.core.guards import Action
from dashboard.core.merging import LASTS, OF_SIGN_IN, orders
from dashboard.core.person import Person
from dashboard.core.refusals import Vanished, WrongState
from dashboard.core.roles import require_permission
from dashboard.core.sentences import plain
from dashboard.core.undoing import OWNER, touches
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.search_index import index_customer


def unmerge(
    number: int, seq: int, *, by: Person, once: Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Take line `seq` of the account's log back: the merged accounts are there again, with what came from them.

    Returns name, others, and how many orders went back. Raises Replayed and the refusals of merge(); WrongState, naming
    what came after, where something is no longer as the merge left it, and after 30 days.
    """
    require_permission(by, Action.MERGE)
    at = at or now()
    done, text = merge_line(db.session(), number, seq)
    here = set(db.session.scalars(select(Order.code).where(Order.code.in_([code for code, _, _ in text["orders"]]))))
    moved = [(code, place, whose) for code, place, whose in text["orders"] if code in here]
    others = [part["id"] for part in text["parts"]]
    with lot([code for code, _, _ in moved], [number, *others], once=once) as under_way:
        session = under_way.session
        into = taken(session, number, None)
        parts = {other: session.get_one(Customer, other) for other in others}
        refuse_undone(into, parts, done, at)
        refuse_orders(session, into, moved)
        refuse_details(session, into, done, text)
        apart(session, into, parts, text)  # first, so that the orders' logs say their names
        back(session, moved, into, parts, by=by, at=at)
        tell(session, into, parts, done, text, count=len(moved), by=by, at=at)
        under_way.result = {"id": into.id, "name": into.name, "others": text["others"], "orders": len(moved)}
    return under_way.result


def merge_line(session: Session, number: int, seq: int) -> tuple[Activity, dict[str, Any]]:
    """The line of a merge with its text. Raises Vanished if there is none, or nothing is left in it."""
    found = session.scalar(select(Activity).filter_by(customer_id=number, seq=seq, verb="customers_merged"))
    if found is None or found.text is None:
        raise Vanished("There is nothing to take back here any more.")
    return found, json.loads(found.text)


def refuse_undone(into: Customer, parts: dict[int, Customer], done: Activity, at: datetime) -> None:
    """Raise WrongState unless the merge still stands and is young enough."""
    if any(part.merged_into_id != into.id for part in parts.values()):
        raise WrongState("This was taken back already.")
    if at > done.at + LASTS:
        raise WrongState(f"A merge can be taken back for {LASTS.days} days, and they are over.")


def refuse_orders(session: Session, into: Customer, moved: list[tuple[str, int, int]]) -> None:
    """Raise WrongState, naming what came after, if an order that moved has another owner by now."""
    places = {code: place for code, place, _ in moved}
    gone = select(Order).where(Order.code.in_(places), Order.account_id.is_distinct_from(into.id)).order_by(Order.id)
    order = session.scalars(gone).first()
    if order is None:
        return
    later = select(Activity).where(Activity.order_id == order.id, Activity.seq > places[order.code])
    for line in session.scalars(later.order_by(Activity.seq.desc())):
        details = json.loads(line.text) if line.text else None
        if OWNER in touches(line.verb, details) or (details or {}).get("undoes"):
            raise after(f"{order.code}: {plain(line.verb, line.actor_name, details)}")
    raise after(f"{order.code} has another owner")


def refuse_details(session: Session, into: Customer, done: Activity, text: dict[str, Any]) -> None:
    """Raise WrongState, naming what came after, if a field that the merge exchanged is another by now."""
    verbs = set(OF_SIGN_IN) if "sign_in" in text["swapped"] else set()
    if any(shown(into, name) != value for name, value in text["left"].items()):
        verbs.add("details_changed")
    query = select(Activity).where(
        Activity.customer_id == into.id, Activity.seq > done.seq, Activity.verb.in_([*verbs, "customers_merged"])
    )
    exchanged = set(text["swapped"])
    for line in session.scalars(query.order_by(Activity.seq)):
        details = json.loads(line.text) if line.text else {}
        if line.verb != "customers_merged":
            raise after(plain(line.verb, line.actor_name, details))
        # A later merge that exchanged the same is taken back first; one that was, is no matter.
        parts = [session.get_one(Customer, part["id"]) for part in details.get("parts", [])]
        if exchanged & set(details.get("swapped", {})) and any(part.merged_into_id == into.id for part in parts):
            raise after(plain(line.verb, line.actor_name, details))


def after(what: str) -> WrongState:
    """The refusal that names what came after."""
    return WrongState(f"Nothing was taken back, since this came after: {what}.")


def back(
    session: Session,
    moved: list[tuple[str, int, int]],
    into: Customer,
    parts: dict[int, Customer],
    *,
    by: Person,
    at: datetime,
) -> None:
    """Give the orders back, each by a change of its own."""
    owing: set[int] = set()
    for code, place, whose in moved:
        with change(code, Action.MERGE, by=by, at=at, owing=owing) as under_way:
            under_way.order.account_id = whose
            under_way.record("unmerged", moved=(into.id, whose), old=named(into), new=named(parts[whose]), undoes=place)
    for customer_id in sorted(owing):
        spend.recompute(session, customer_id)


def apart(session: Session, into: Customer, parts: dict[int, Customer], text: dict[str, Any]) -> None:
    """Carts and details as they were, and the accounts by themselves again."""
    give_back(session, into, text["carts"])
    for name, whose in reversed(text["swapped"].items()):
        exchange(session, into, parts[whose], name)
    for part in parts.values():
        part.merged_into_id = None
    session.flush()
    customer_facts.give_back(session, into, text.get("facts", {}))


def tell(
    session: Session,
    into: Customer,
    parts: dict[int, Customer],
    done: Activity,
    text: dict[str, Any],
    *,
    count: int,
    by: Person,
    at: datetime,
) -> None:
    """A line in the log of each, and found as they are now."""
    end_links(session, [into.id], at)
    end_sessions(session, [into.id], at)
    said = {"others": text["others"], "changes": f"{orders(count)} went back", "undoes": done.seq}
    record(session, into, "customers_unmerged", said, by=by, at=at)
    for part in parts.values():
        record(session, part, "merged_back", {"into": named(into)}, by=by, at=at)
    session.flush()
    for customer in (into, *parts.values()):
        index_customer(session, customer)
        ask_for(session, customer.id)
