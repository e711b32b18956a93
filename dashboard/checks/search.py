"""Invariants: orders and customers are found by what they are now."""

import json
from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.checks.case import Case, Holder
from dashboard.checks.invariant import Overall, PerOrder
from dashboard.core.documents import customer_document, order_document
from dashboard.models import Customer, CustomerDoc
from dashboard.models.merged import all_parts
from dashboard.models.search_index import key_of

Address = Mapping[str, str] | None


def document(case: Case) -> bool:
    """The order's search document is in step with it, under the key of when it was placed."""
    if case.catching_up:
        return True
    row = case.row
    delivery, billing = addresses(row.shipping_address, row.billing_address)
    wanted = order_document(
        code=row.code,
        customer=row.customer_name,
        email=row.customer_email,
        phone=row.customer_phone_key or row.customer_phone,
        owner=case.owner,
        lines=case.lines,
        tracking=case.tracking,
        notes=case.notes,
        delivery=delivery,
        billing=billing,
    )
    return (row.doc_key, row.doc) == (key_of(row.placed_at, row.id), wanted)


def addresses(delivery: str | None, billing: str | None) -> tuple[Address, Address]:
    """Both addresses from their JSON; the same text is read once."""
    found = json.loads(delivery) if delivery else None
    return found, found if billing == delivery else json.loads(billing) if billing else None


def customer_documents(session: Session) -> Iterator[str]:
    """Accounts whose search document is missing or old."""
    query = select(
        Customer.id, Customer.name, Customer.email, Customer.phone, Customer.phone_key, CustomerDoc.doc
    ).outerjoin(CustomerDoc, CustomerDoc.key == Customer.id)
    former = all_parts(session)
    for row in session.execute(query.order_by(Customer.id).execution_options(yield_per=1_000)):
        if row.doc != customer_document(Holder._make(row[:5]), former.get(row.id, ())):
            yield f"customer {row.id}"


ORDERS_FOUND = (PerOrder("order_document", "Every order is found by what it is now.", document),)
CUSTOMERS_FOUND = (Overall("customer_document", "Every customer is found by what they are now.", customer_documents),)
