"""Edit a customer's details: name, e-mail and phone of the account. Orders keep what was given with them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.actions.change_customer import CustomerChange, change_customer
from dashboard.actions.create_customer import LONGEST_NAME, checked, refuse_taken
from dashboard.actions.once import Submission
from dashboard.actions.reindex_owned import ask_for, reindex_owned
from dashboard.core import contacts, names, search
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.models.customer import Customer


@dataclass(frozen=True, slots=True)
class Details:
    """What was entered, as text."""

    name: str
    email: str
    phone: str


def edit_customer(
    number: int,
    entered: Details,
    *,
    by: Person,
    region: str,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Give the account of this id these details. Returns its name and whether older orders follow a moment later.

    A new address or number ends links that went to the old one; a new number counts once it is verified. The newest of
    its orders are found by the new details at once, the others in short steps after. Raises Replayed and the refusals
    of change_customer(); Invalid beside a field or where nothing is different, Taken if another has the contact.
    """
    with change_customer(number, by=by, seen=seen, once=once, at=at) as change:
        before = shown(change.customer)
        apply(change, entered, region)
        after = shown(change.customer)
        changes = different(before, after)
        if not changes:
            raise Invalid("These are the details that the account has. Nothing was changed.")
        change.record("details_changed", changes=changes)
        ask_for(change.session, change.customer.id)
        change.result = {"name": change.customer.name}
    return {**change.result, "later": not reindex_owned(number)}


def apply(change: CustomerChange, entered: Details, region: str) -> None:
    """Set what was entered, if it may be so."""
    customer = change.customer
    name = names.required(entered.name, "name", "Enter the customer’s name.", LONGEST_NAME)
    email, phone = contacts.visible(entered.email), contacts.visible(entered.phone)
    email_key = checked(contacts.email_key, "email", email)
    # A number that stays as it was is not read again: the store may have another country by now.
    phone_key = (
        customer.phone_key
        if same(phone, customer.phone)
        else checked(lambda text: contacts.phone_key(text, region), "phone", phone)
    )
    refuse_unreachable(customer, email_key, phone_key)
    refuse_taken(
        change.session,
        email_key if email_key != customer.email_key else None,
        phone_key if phone_key != customer.phone_key else None,
    )
    if (email_key, phone_key) != (customer.email_key, customer.phone_key):
        change.end_links()
    if phone_key != customer.phone_key:
        customer.phone_verified_at = None
    store(change.session, customer, name=name, name_key=search.fold(name), email=email or None, email_key=email_key,
          phone=phone or None, phone_key=phone_key)  # fmt: skip


def same(text: str, stored: str | None) -> bool:
    """Whether what was entered is what is stored."""
    return text == (stored or "")


def refuse_unreachable(customer: Customer, email_key: str | None, phone_key: str | None) -> None:
    """Raise Invalid where the last contact of an account that logs in would go."""
    if (customer.email_key or customer.phone_key) and not (email_key or phone_key or customer.offline_buyer):
        raise Invalid("Keep an e-mail address or a number: without one nobody could log in.", "email")


def store(session: Session, customer: Customer, **columns: str | None) -> None:
    """Set these columns. Raises Taken if somebody else took the contact since we looked."""
    try:
        with session.begin_nested():
            for name, value in columns.items():
                setattr(customer, name, value)
    except IntegrityError:
        refuse_taken(session, columns["email_key"], None)
        raise


def shown(customer: Customer) -> dict[str, str]:
    """The details as the log has them."""
    return {"name": customer.name, "e-mail": customer.email or "none", "phone": customer.phone or "none"}


def different(before: dict[str, str], after: dict[str, str]) -> str:
    """What is different, in words; "" for nothing."""
    return "; ".join(f"{what} from {before[what]} to {after[what]}" for what in before if before[what] != after[what])
