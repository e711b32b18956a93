"""Merge accounts: one takes the orders, carts and chosen details of others, which from then on lead to it.

Values are exchanged, not overwritten: what the account does not keep, the merged one keeps, as an alias by which the
account is found, and which nobody else can take. So a merge can be taken back whole (unmerge.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dashboard.actions import spend
from dashboard.actions.buyer_sign_out import end_sessions
from dashboard.actions.change import change
from dashboard.actions.change_customer import taken
from dashboard.actions.customer_facts import Carried, carry
from dashboard.actions.lot import lot
from dashboard.actions.merge_carts import take_carts
from dashboard.actions.once import Submission
from dashboard.actions.reassign import named
from dashboard.actions.record import record
from dashboard.actions.reindex_owned import ask_for
from dashboard.core.guards import Action
from dashboard.core.merging import FIELDS, MOST, MOST_ACCOUNTS, WORDS, orders, together
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Stale, WrongState
from dashboard.core.roles import require_permission
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models.customer import Customer, PasswordLink
from dashboard.models.order import Order
from dashboard.models.search_index import index_customer


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays: the account (id) whose value of each field of FIELDS is kept; none said: its own.

    `carts`: the carts (ids) that stay open where both have one of the same catalog; none said: its own.
    """

    fields: Mapping[str, int] = field(default_factory=dict)
    carts: frozenset[int] = frozenset()


def merge(
    number: int,
    others: Mapping[int, int | None],
    kept: Kept,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Merge these accounts (id: version seen) into the one of this id.

    Returns name, `others` as a sentence has them, how many orders moved, and the line to undo. Raises Replayed and the
    refusals of change_customer(); Invalid beside "q" or a field, WrongState where too many orders would move.
    """
    require_permission(by, Action.MERGE)
    refuse_choice(number, others, kept)
    at = at or now()
    codes = owned(db.session(), others)
    with lot(codes[:MOST], [number, *others], once=once) as under_way:
        session = under_way.session
        into = taken(session, number, seen)
        parts = [taken(session, other, version) for other, version in sorted(others.items())]
        refuse_orders(session, into, parts, codes)
        names = [named(one) or {} for one in (into, *parts)]  # as they are before anything is exchanged
        moved = move(session, codes, into, by=by, at=at)
        carts = take_carts(session, into, [part.id for part in parts], kept.carts)
        swapped = exchange_all(session, into, parts, kept)
        facts = carry(session, into, [part.id for part in parts])
        done = tell(session, into, parts, names, moved=moved, carts=carts, swapped=swapped, facts=facts, by=by, at=at)
        under_way.result = {
            "id": into.id,
            "name": into.name,
            "others": together([part["name"] for part in done["parts"]]),
            "orders": len(moved),
            "undo": done["seq"],
        }
    return under_way.result


def refuse_choice(number: int, others: Mapping[int, int | None], kept: Kept) -> None:
    """Raise Invalid for a choice that makes no merge."""
    if not others:
        raise Invalid("Choose the account that goes into this one.", "q")
    if number in others:
        raise Invalid("An account cannot be merged into itself. Choose another one.", "q")
    if len(others) > MOST_ACCOUNTS:
        raise Invalid(f"Merge {MOST_ACCOUNTS} accounts at a time at most.", "q")
    for name, whose in kept.fields.items():
        if name not in FIELDS or whose not in {number, *others}:
            raise Invalid(f"Choose whose {WORDS.get(name, name)} stays.", name)


def owned(session: Session, others: Mapping[int, int | None]) -> list[str]:
    """The codes of the orders that these accounts own, one more than may move at most."""
    return list(
        session.scalars(select(Order.code).where(Order.account_id.in_(others)).order_by(Order.id).limit(MOST + 1))
    )


def refuse_orders(session: Session, into: Customer, parts: list[Customer], codes: list[str]) -> None:
    """Raise WrongState where more orders would move than do in one go, Stale if there are others than we locked."""
    if not into.can_own:
        raise WrongState(f"{into.name} is deactivated. Reactivate the account first.")
    if len(codes) > MOST:
        raise WrongState(
            f"More than {MOST} orders would move, which is too many at once. Merge the other way round, or reassign "
            "some of them first."
        )
    if set(owned(session, {part.id: None for part in parts})) != set(codes):
        raise Stale((), "What these accounts own was")


def move(session: Session, codes: list[str], into: Customer, *, by: Person, at: datetime) -> list[tuple[str, int, int]]:
    """Give these orders to the account, each by a change of its own: (code, line of its log, old owner)."""
    owing: set[int] = set()
    moved = []
    for code in codes:
        with change(code, Action.MERGE, by=by, at=at, owing=owing) as under_way:
            order, old = under_way.order, under_way.order.owner
            if old is None:
                raise Stale((), f"{code} was")
            order.account_id = into.id
            line = under_way.record("merged", moved=(old.id, into.id), old=named(old), new=named(into))
            moved.append((code, line.seq, old.id))
    for customer_id in sorted(owing):
        spend.recompute(session, customer_id)
    return moved


def exchange_all(session: Session, into: Customer, parts: list[Customer], kept: Kept) -> dict[str, int]:
    """Exchange the fields of which another account's value stays: field and that account's id."""
    by_id = {part.id: part for part in parts}
    swapped = {name: whose for name, whose in kept.fields.items() if whose in by_id}
    for name, whose in swapped.items():
        exchange(session, into, by_id[whose], name)
    return swapped


def exchange(session: Session, one: Customer, other: Customer, name: str) -> None:
    """Exchange a field of two accounts; contacts are unique, so the other's is taken off first."""
    columns = FIELDS[name]
    here, there = ([getattr(who, column) for column in columns] for who in (one, other))
    if name in {"email", "phone"}:
        write(session, other, dict.fromkeys(columns))
    write(session, one, dict(zip(columns, there, strict=True)))
    write(session, other, dict(zip(columns, here, strict=True)))


def write(session: Session, customer: Customer, values: Mapping[str, Any]) -> None:
    """Write these columns at once, before any other statement."""
    for column, value in values.items():
        setattr(customer, column, value)
    session.flush()


def tell(
    session: Session,
    into: Customer,
    parts: list[Customer],
    names: list[dict[str, Any]],
    *,
    moved: list[tuple[str, int, int]],
    carts: list[tuple[int, int, str, str]],
    swapped: dict[str, int],
    facts: Carried,
    by: Person,
    at: datetime,
) -> dict[str, Any]:
    """Make them parts, each with a line in its log; all that taking it back needs stands in the account's own line."""
    own, *was = names
    for part in parts:
        record(session, part, "merged_away", {"into": own}, by=by, at=at)
        part.merged_into_id = into.id
    end_links(session, [into.id, *(part.id for part in parts)], at)
    end_sessions(session, [into.id, *(part.id for part in parts)], at)
    changes = [f"{orders(len(moved))} came with it"]
    changes += [f"{WORDS[name]} taken over" for name in swapped]
    text = {
        "others": together([part["name"] for part in was]),
        "changes": ", ".join(changes),
        "parts": was,
        "orders": moved,
        "carts": carts,
        "swapped": swapped,
        "facts": facts,
        "left": {name: shown(into, name) for name in swapped if name != "sign_in"},
    }
    line = record(session, into, "customers_merged", text, by=by, at=at)
    session.flush()
    for customer in (into, *parts):
        index_customer(session, customer)
    ask_for(session, into.id)
    return {"seq": line.seq, "parts": was}


def shown(customer: Customer, name: str) -> str | None:
    """A field as the account has it."""
    value: str | None = getattr(customer, name)
    return value


def end_links(session: Session, numbers: list[int], at: datetime) -> None:
    """End every open link by which a password of these accounts could be set."""
    links = update(PasswordLink).where(PasswordLink.customer_id.in_(numbers), PasswordLink.used_at.is_(None))
    session.execute(links.values(used_at=at))
