"""Erase a guest: whoever placed the guest orders with one contact. The orders stay in the books, without a name."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from dashboard.actions.erase_customer import erase_first, erase_rest, refuse_moved, refuse_open, swept
from dashboard.actions.erase_traces import traces
from dashboard.actions.lot import lot
from dashboard.actions.once import Submission, look
from dashboard.core.erasing import STEP, require_confirmed
from dashboard.core.person import Person
from dashboard.core.refusals import Stale, Vanished, WrongState
from dashboard.core.roles import require_permission
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models.erasable import pending_codes
from dashboard.models.known_person import KnownPerson, account_of_guest, known_guest
from dashboard.models.order import Order
from dashboard.models.order_view import order_by_code


def erase_guest(
    code: str,
    typed: str,
    folder: Path,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Erase the guest of this order from all orders with the same contact; `typed` is the contact, to confirm.

    Returns the code and how many orders. Raises as erase_customer() does; WrongState for an order that an account owns,
    and for a contact that an account has.
    """
    require_permission(by, "erase")
    at = at or now()
    session: Session = db.session()
    look(session, once)
    order = order_by_code(session, code)
    if order is None:
        raise Vanished(f"There is no order {code} any more.")
    if seen is not None and seen != order.version:
        raise Stale((), "This order was")
    known = known_guest(session, order)
    refuse_account(session, order, known)
    require_confirmed(typed, confirms(order))
    refuse_open(session, known)
    found, codes = traces(session, known), pending_codes(session, known)
    erase_first(codes[:-STEP], known, by=by, at=at)
    with lot([*codes[-STEP:], *found.noted], (), once=once) as under_way:
        refuse_open(under_way.session, known)
        refuse_moved(under_way.session, known, codes[-STEP:])
        files = erase_rest(under_way.session, known, found, codes[-STEP:], by=by, at=at)
        under_way.result = {"code": code, "orders": len(codes)}
    swept(folder, files)
    return under_way.result


def refuse_account(session: Session, order: Order, known: KnownPerson) -> None:
    """Raise WrongState unless this is a guest’s order, of a guest of whom anything is known and who has no account."""
    if order.account_id is not None:
        raise WrongState(f"{order.code} belongs to an account. Erase that customer instead.")
    if not pending_codes(session, known) or not confirms(order):
        raise WrongState("Nothing is known of this guest.")
    if (account := account_of_guest(session, known)) is not None:
        raise WrongState(
            f"{account.name} has an account with this contact. Erase that customer: it takes these guest orders along."
        )


def confirms(order: Order) -> str:
    """What is typed to confirm: the contact that the guest’s orders share, else the name."""
    return order.customer_email or order.customer_phone or order.customer_name
