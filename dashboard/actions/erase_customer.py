"""Erase a customer: what was known of them goes, whoever’s row it stands in; the books stay. There is no Undo."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from dashboard.actions.change_customer import changeable, taken
from dashboard.actions.customer_facts import forget
from dashboard.actions.erase_order import erase_order
from dashboard.actions.erase_traces import Traces, erase_traces, traces
from dashboard.actions.lot import lot
from dashboard.actions.once import Submission, look
from dashboard.actions.record import record
from dashboard.actions.reindex_owned import ask_for, reindex_owned
from dashboard.core.erasing import NOBODY, STEP, require_confirmed
from dashboard.core.person import Person
from dashboard.core.refusals import Stale, WrongState
from dashboard.core.roles import require_permission
from dashboard.core.search import fold
from dashboard.database import now, wipe
from dashboard.extensions import db
from dashboard.models.buyer import BuyerSession, OneTimeCode
from dashboard.models.cart import Cart
from dashboard.models.customer import Customer, PasswordLink
from dashboard.models.erasable import in_the_way, pending_codes
from dashboard.models.known_person import KnownPerson, known_account
from dashboard.models.order import Order
from dashboard.models.search_index import index_customer
from dashboard.models.source_facts import CustomerSource


def erase_customer(
    number: int,
    typed: str,
    folder: Path,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Erase the account of this id with all that was merged into it; `typed` is its name, to confirm.

    `folder` holds uploaded files. Returns how many orders lost whoever ordered. Of more than STEP orders the first are
    erased in transactions before: cut short, the same again goes on. Raises Replayed, Invalid beside "confirm", and the
    refusals of change_customer(); WrongState where something is still open.
    """
    require_permission(by, "erase")
    at = at or now()
    session: Session = db.session()
    look(session, once)
    customer = changeable(session, session.get(Customer, number), seen)
    require_confirmed(typed, customer.name)
    known = known_account(session, customer)
    refuse_open(session, known)
    found, codes = traces(session, known), pending_codes(session, known)
    erase_first(codes[:-STEP], known, by=by, at=at)
    with lot([*codes[-STEP:], *found.noted], known.accounts, once=once) as under_way:
        session = under_way.session
        taken(session, number, seen)
        refuse_open(session, known)
        refuse_moved(session, known, codes[-STEP:])
        erase_accounts(session, known, by=by, at=at)  # first: orders are found by what their owner is called
        files = erase_rest(session, known, found, codes[-STEP:], by=by, at=at)
        if others := owns_others(session, number, codes[-STEP:]):
            ask_for(session, number)
        under_way.result = {"id": number, "orders": len(codes)}
    while others and not reindex_owned(number):
        pass
    swept(folder, files)
    return under_way.result


def owns_others(session: Session, number: int, codes: list[str]) -> bool:
    """Whether the account owns more orders than these."""
    query = select(Order.id).where(Order.account_id == number, Order.code.not_in(codes))
    return session.scalar(query.limit(1)) is not None


def refuse_open(session: Session, known: KnownPerson) -> None:
    """Raise WrongState, saying all that is still open, if anything is."""
    if open_ones := in_the_way(session, known):
        raise WrongState(open_ones[0].sentence)


def refuse_moved(session: Session, known: KnownPerson, codes: list[str]) -> None:
    """Raise Stale if they have other orders than we locked."""
    if set(pending_codes(session, known)) != set(codes):
        raise Stale((), "What is known of them was")


def erase_first(codes: list[str], known: KnownPerson, *, by: Person, at: datetime) -> None:
    """Erase them from these orders in steps, each a transaction of its own."""
    for start in range(0, len(codes), STEP):
        with lot(codes[start : start + STEP], ()):
            for code in codes[start : start + STEP]:
                erase_order(code, known, by=by, at=at)


def erase_rest(
    session: Session, known: KnownPerson, found: Traces, codes: Iterable[str], *, by: Person, at: datetime
) -> list[str]:
    """Erase them from these orders and from all else. Returns the names of files that are to be deleted."""
    for code in codes:
        erase_order(code, known, by=by, at=at)
    return erase_traces(session, known, found)


def erase_accounts(session: Session, known: KnownPerson, *, by: Person, at: datetime) -> None:
    """Empty the account and those merged into it; they stay, as owner of its orders and as what went into it."""
    for gone in (PasswordLink, CustomerSource, BuyerSession, OneTimeCode):
        session.execute(delete(gone).where(gone.customer_id.in_(known.accounts)))
    open_carts = update(Cart).where(Cart.customer_id.in_(known.accounts), Cart.state == "open")
    session.execute(open_carts.values(state="closed"))
    for number in known.accounts:
        forget(session, number)
    accounts = [session.get_one(Customer, number) for number in known.accounts]
    for customer in accounts:
        customer.name, customer.name_key, customer.erased_at = NOBODY, fold(NOBODY), at
        for name in ("email", "email_key", "phone", "phone_key", "phone_verified_at", "password_hash"):
            setattr(customer, name, None)
        record(session, customer, "customer_erased", {}, by=by, at=at)
    for customer in accounts:
        index_customer(session, customer)


def swept(folder: Path, files: list[str]) -> None:
    """Delete these uploaded files; and let nothing that was erased stand in the database’s file."""
    for name in files:
        (folder / name).unlink(missing_ok=True)
    wipe(db.engine)
