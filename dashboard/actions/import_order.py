"""Import an order: make it as a guest order, or bring the one here up to date without undoing what was done here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.actions.import_rows import code_of, order_of, shipment
from dashboard.actions.place import place
from dashboard.actions.reimport_order import reimport
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.importers.incoming import IncomingOrder
from dashboard.models.order import Order


@dataclass(frozen=True, slots=True)
class Origin:
    """Where orders come from and what they are called here: `source` "shopify", its `label`, the codes' `prefix`."""

    source: str
    label: str
    prefix: str
    region: str  # the store's own country


class Outcome(StrEnum):
    """What came of an order."""

    MADE = "made"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def import_order(
    session: Session, incoming: IncomingOrder, known: Order | None, origin: Origin, *, by: Person, at: datetime
) -> Outcome:
    """Bring in one order, within `writing()`; `known` is the one here with its key or code, if any.

    Raises Invalid where the code is another order's, or can be none, and the refusals of change().
    """
    code = code_of(incoming, origin.prefix)
    if known is None:
        make(incoming, code, origin, by, at)
        return Outcome.MADE
    refuse_other(incoming, known, origin)
    changed = reimport(session, incoming, known, origin.label, origin.region, by=by, at=at)
    return Outcome.CHANGED if changed else Outcome.UNCHANGED


def make(incoming: IncomingOrder, code: str, origin: Origin, by: Person, at: datetime) -> None:
    """Store the order with all that happened to it at its source."""
    order = order_of(incoming, code, origin.source, origin.label, origin.region)
    try:
        with place(order, by=by, at=at, whole=True) as placed:
            sent = zip(order.lines, incoming.lines, strict=True)
            if pieces := {line.id: line.quantity for line, given in sent if given.sent}:
                order.shipments.append(shipment(order, incoming, pieces, origin.region))
            placed.record("imported", source=origin.label, number=incoming.number)
    except IntegrityError:
        raise Invalid(f"{code} was stored by somebody else at the same moment. Import the file again.") from None


def refuse_other(incoming: IncomingOrder, known: Order, origin: Origin) -> None:
    """Raise Invalid if the order found here is not this one but only has its code."""
    same_id = incoming.source_id is not None and known.source_id == incoming.source_id
    one_unknown = incoming.source_id is None or known.source_id is None
    same_number = one_unknown and known.placed_at == incoming.placed_at
    if known.source != origin.source or not (same_id or same_number):
        raise Invalid(f"{known.code} is another order here already. Import the file with another --prefix.")
