"""Bring an imported order up to date: money and goods go forward as the source says, nothing done here is undone."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.actions.change import Change, change
from dashboard.actions.import_rows import payment
from dashboard.actions.reimport_goods import Step, captured, given_back, imported, sent
from dashboard.core import money
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.refusals import WrongState
from dashboard.core.statuses import CancelReason, OrderState, ShipmentStatus
from dashboard.importers.incoming import IncomingOrder, Problem
from dashboard.models.order import Order


def steps_of(session: Session, incoming: IncomingOrder, known: Order, region: str) -> list[Step]:
    """What happened at the source since, as steps to take; none if nothing did.

    Owner, contact, notes, tags and lines stay as they are here. Raises WrongState for an order returned to its cart.
    """
    steps = [
        *paid(incoming, known),
        *sent(session, incoming, known, region),
        *given_back(session, incoming, known),
        *canceled(incoming, known),
    ]
    if steps and known.state is OrderState.RETURNED_TO_CART:
        raise WrongState(f"{known.code} was returned to the buyer’s cart, so it is no longer brought up to date.")
    return steps


def bring_up_to_date(code: str, steps: list[Step], label: str, *, by: Person, at: datetime) -> None:
    """Take these steps. Raises the refusals of change()."""
    with change(code, Action.IMPORT, by=by, at=at) as under_way:
        told = [step(under_way) for step in steps]
        under_way.record("reimported", source=label, changes=", ".join(told))


def differing(incoming: IncomingOrder, known: Order) -> Iterator[Problem]:
    """Word of a total in the file that is not the one here: what was ordered is never changed by a file."""
    if incoming.total is not None and incoming.total != known.total:
        file, here = (money.money(total, known.currency) for total in (incoming.total, known.total))
        sentence = f"#{incoming.number}: its total is {file} in the file and {here} here. It stays as it is here."
        yield Problem(incoming.row, sentence)


def paid(incoming: IncomingOrder, known: Order) -> Iterator[Step]:
    """Money that came in since, or an attempt that came to nothing. What staff recorded counts as come in."""
    missing = incoming.payment.captured - captured(known)
    opened = [p for p in known.payments if p.state == "open" and p.provider == incoming.payment.provider]

    def receive(under_way: Change) -> str:
        for attempt in opened:
            under_way.order.payments.remove(attempt)
        under_way.order.payments.append(payment(incoming.payment, missing, "captured", incoming.placed_at))
        return f"payment of {money.money(missing, known.currency)}"

    def fail(under_way: Change) -> str:
        for attempt in opened:
            attempt.state = "failed"
        return "payment not received"

    if missing > 0:
        yield receive
    elif opened and not incoming.payment.attempted:
        yield fail


def canceled(incoming: IncomingOrder, known: Order) -> Iterator[Step]:
    """The order was canceled at the source; not here, if a parcel was sent from here meanwhile."""

    def cancel(under_way: Change) -> str:
        under_way.order.state, under_way.order.cancel_reason = OrderState.CANCELED, CancelReason.OTHER
        return "canceled"

    ours = [s for s in known.shipments if not imported(known, s.number) and s.status is not ShipmentStatus.CANCELED]
    if incoming.canceled_at and known.state is OrderState.OPEN and not ours:
        yield cancel
