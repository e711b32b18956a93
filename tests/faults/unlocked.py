"""The test-only switch that takes the desk's locks off, so that the races can be seen to fail without them."""

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from dashboard import database
from dashboard.actions import change, once
from dashboard.core.refusals import Vanished
from dashboard.models import Customer, Order

claim, keep = once.claim, once.keep


def replacements(kind: str) -> list[tuple[ModuleType, str, Callable[..., Any]]]:
    """What to set before the application is made: module, name, and what stands there instead.

    SQLite's lock is the write transaction. The claim of the one-time key is its first write and would take it in
    time by luck, so there the key is claimed last.
    """
    unlocked = [(change, "lock_order", see_order), (change, "lock_customers", see_customers)]
    if kind != "sqlite":
        return unlocked
    return [
        *unlocked,
        (database, "prepare", leave_as_it_comes),
        (once, "claim", lambda session, submission: None),
        (once, "keep", claim_and_keep),
    ]


def see_order(session: Session, code: str) -> Order:
    """As actions.lock.lock_order, without taking the row."""
    order = session.scalar(select(Order).where(Order.code == code))
    if order is None:
        raise Vanished(f"There is no order {code} any more.")
    return order


def see_customers(session: Session, ids: Iterable[int | None]) -> dict[int, Customer]:
    """As actions.lock.lock_customers, without taking the rows."""
    wanted = sorted({number for number in ids if number is not None})
    found = session.scalars(select(Customer).where(Customer.id.in_(wanted)).order_by(Customer.id))
    return {customer.id: customer for customer in found}


def leave_as_it_comes(engine: Engine, serves: bool = False) -> None:
    """As database.prepare, but transactions begin as the driver has it: at the first write, not before reading."""

    def open_plain(connection: Any, record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", open_plain)


def claim_and_keep(session: Session, submission: once.Submission | None, result: dict[str, Any]) -> None:
    """Claim the key only after everything was done."""
    claim(session, submission)
    keep(session, submission, result)
