"""Import a customer: make the account, or recognise the one that is here and leave it as it is."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.actions.create_customer import LONGEST_NAME
from dashboard.actions.import_plan import Known, Origin, Outcome, Plan
from dashboard.actions.import_rows import email_key, phone_key
from dashboard.actions.lock import lock_customers
from dashboard.actions.record import record
from dashboard.core import contacts, search
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Vanished
from dashboard.database import writing
from dashboard.importers.incoming import IncomingCustomer
from dashboard.models.customer import Customer
from dashboard.models.merged import went_into
from dashboard.models.search_index import index_customer
from dashboard.models.source_facts import CustomerSource

PLACE = ("company", "address1", "zip", "city")  # ends of the facts that tell one address from another
LONGEST_PHONE = 40
LONGEST_EMAIL = 254


def look_up(session: Session, customers: Sequence[IncomingCustomer], known: Known, origin: Origin) -> None:
    """Put those of these customers that have an account here into `known`."""
    if not customers:
        return
    ids = [source_id for incoming in customers if (source_id := id_of(incoming, origin))]
    here = select(CustomerSource.source_id, Customer).join(Customer, Customer.id == CustomerSource.customer_id)
    for source_id, customer in session.execute(
        here.where(CustomerSource.source == origin.source, CustomerSource.source_id.in_(ids))
    ):
        known.customers["id", source_id] = customer
    keys = {email_key(incoming.email) for incoming in customers if incoming.email} - {None}
    for customer in session.scalars(select(Customer).where(Customer.email_key.in_(keys))):
        known.customers["email", str(customer.email_key)] = went_into(session, customer)


def plan_customer(incoming: IncomingCustomer, known: Known, origin: Origin, *, by: Person, at: datetime) -> Plan:
    """What will come of one customer, and how. Raises Invalid for an id that is too long to be kept."""
    if len(incoming.source_id) > 80:
        raise Invalid("its Customer ID has more than 80 characters.")
    if ("id", id_of(incoming, origin)) in known.customers:
        return Plan(Outcome.UNCHANGED)
    here = known.customers.get(("email", email_key(incoming.email or "") or ""))
    if here is None:
        return Plan(Outcome.MADE, lambda: make(incoming, known, origin, by, at))
    if not incoming.source_id:
        return Plan(Outcome.UNCHANGED)
    return Plan(Outcome.CHANGED, lambda: recognise(incoming, here.id, known, origin, by, at))


def make(incoming: IncomingCustomer, known: Known, origin: Origin, by: Person, at: datetime) -> None:
    """Store the account. Nobody knows a password, and no letter goes out."""
    customer = account(incoming, origin, at)
    try:
        with writing() as session:
            session.add(customer)
            session.flush()
            keep(session, incoming, customer, origin, at)
            text = {"source": origin.label, "number": incoming.number}
            record(session, customer, "imported", text, by=by, at=at)
            index_customer(session, customer)
    except IntegrityError:
        raise Invalid("its account was made by somebody else at the same moment. Import the file again.") from None
    if source_id := id_of(incoming, origin):
        known.customers["id", source_id] = customer
    if customer.email_key:
        known.customers["email", customer.email_key] = customer


def recognise(
    incoming: IncomingCustomer, customer_id: int, known: Known, origin: Origin, by: Person, at: datetime
) -> None:
    """Keep who the account is at the source. Nothing that stands here is overwritten."""
    with writing() as session:
        customer = lock_customers(session, [customer_id]).get(customer_id)
        if customer is None:
            raise Vanished("The account with this e-mail address is gone.")
        keep(session, incoming, customer, origin, at)
        text = {"source": origin.label, "number": incoming.number}
        record(session, customer, "recognised", text, by=by, at=at)


def keep(session: Session, incoming: IncomingCustomer, customer: Customer, origin: Origin, at: datetime) -> None:
    """Store what the source says of the customer."""
    source_id = id_of(incoming, origin)
    if source_id or incoming.facts:
        session.add(
            CustomerSource(
                customer_id=customer.id,
                source=origin.source,
                source_id=source_id or f"customer {customer.id}",
                facts=dict(incoming.facts),
                imported_at=at,
            )
        )


def id_of(incoming: IncomingCustomer, origin: Origin) -> str:
    """The customer's id at the source; of one with neither that nor an e-mail address, what stands for it: a digest.

    It is made of name and phone, or of name and address where there is no phone that can be used.
    """
    if incoming.source_id or email_key(incoming.email or ""):
        return incoming.source_id
    reached = phone_key(incoming.phone or "", incoming.region, origin.region)
    place = [text for name, text in sorted(incoming.facts.items()) if name.endswith(PLACE)]
    told = [search.fold(incoming.name), *([reached] if reached else [incoming.email or "", *map(search.fold, place)])]
    return f"row {hashlib.sha256(json.dumps(told).encode()).hexdigest()[:40]}"


def account(incoming: IncomingCustomer, origin: Origin, at: datetime) -> Customer:
    """The account, not stored yet: with neither e-mail nor phone that can be used, an offline buyer."""
    email, phone = contacts.visible(incoming.email or ""), contacts.visible(incoming.phone or "")
    email_found = email_key(email) if 0 < len(email) <= LONGEST_EMAIL else None
    phone_found = phone_key(phone, incoming.region, origin.region) if 0 < len(phone) <= LONGEST_PHONE else None
    name = contacts.visible(incoming.name) or email or phone or f"Customer {incoming.number}"
    name = name[:LONGEST_NAME].strip()
    return Customer(
        name=name,
        name_key=search.fold(name),
        email=email if email_found else None,
        email_key=email_found,
        phone=phone if phone_found else None,
        phone_key=phone_found,
        offline_buyer=not (email_found or phone_found),
        created_at=at,
    )
