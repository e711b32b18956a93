"""Import a credit that names no sale: kept by itself for somebody to look at, in no order's sums."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.actions.import_plan import Known, Origin, Outcome, Plan
from dashboard.core import money
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.database import writing
from dashboard.importers.incoming import IncomingCredit
from dashboard.models.credit import Credit, CreditLine

LONGEST_CODE = 80


def look_up(session: Session, credits: Sequence[IncomingCredit], known: Known, origin: Origin) -> None:
    """Put those of these credits that are here into `known`."""
    if codes := [origin.prefix + incoming.number for incoming in credits]:
        query = select(Credit.code, Credit.amount).where(Credit.source == origin.source, Credit.code.in_(codes))
        known.credits.update((code, amount) for code, amount in session.execute(query))


def plan_credit(incoming: IncomingCredit, known: Known, origin: Origin, *, by: Person, at: datetime) -> Plan:
    """What will come of one credit, and how. Raises Invalid where its code is that of another one."""
    code = origin.prefix + incoming.number
    if len(code) > LONGEST_CODE:
        raise Invalid(f"“{code[:60]}” is longer than {LONGEST_CODE} characters.")
    if code not in known.credits:
        return Plan(Outcome.MADE, lambda: make(incoming, code, known, origin, by, at))
    if known.credits[code] != incoming.amount:
        amount = money.money(known.credits[code], incoming.currency)
        raise Invalid(f"{code} is another credit here already, of {amount}. Choose another prefix.")
    return Plan(Outcome.UNCHANGED)


def make(incoming: IncomingCredit, code: str, known: Known, origin: Origin, by: Person, at: datetime) -> None:
    """Store the credit."""
    try:
        with writing() as session:
            session.add(credit(incoming, code, origin, by, at))
    except IntegrityError:
        raise Invalid(f"{code} was stored by somebody else at the same moment. Import the file again.") from None
    known.credits[code] = incoming.amount


def credit(incoming: IncomingCredit, code: str, origin: Origin, by: Person, at: datetime) -> Credit:
    """The rows of the credit."""
    return Credit(
        source=origin.source,
        code=code,
        placed_at=incoming.placed_at,
        currency=incoming.currency,
        amount=incoming.amount,
        customer_name=incoming.name[:200],
        customer_email=incoming.email[:320] if incoming.email else None,
        customer_number=incoming.customer_number[:80],
        run_id=origin.run_id,
        imported_at=at,
        imported_by=by.name,
        lines=[
            CreditLine(
                position=position,
                sku=line.sku[:120],
                name=line.name[:500],
                quantity=line.quantity,
                unit_price=line.unit_price,
                total=money.line_total(line.quantity, line.unit_price, incoming.currency),
            )
            for position, line in enumerate(incoming.lines, start=1)
        ],
    )
