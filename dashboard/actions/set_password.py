"""Set an account's password by a one-time link. Its holder does it; nobody else ever sees the password."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dashboard.actions.buyer_sign_out import end_sessions
from dashboard.actions.create_customer import token_hash
from dashboard.actions.lock import lock_customers
from dashboard.actions.record import record
from dashboard.core.person import Person
from dashboard.core.refusals import Refused
from dashboard.database import now, writing
from dashboard.models.customer import Customer, PasswordLink


class Unknown(Refused):
    """There is no such link."""

    def __init__(self) -> None:
        super().__init__("This link is not known here. Look whether it was copied whole, or ask us for a new one.")


class Ended(Refused):
    """The link was good once and is not any more."""


def holder(session: Session, token: str, at: datetime) -> Customer:
    """The account that this link sets a password for. Raises Unknown, or Ended for a link used or out of date."""
    link = session.get(PasswordLink, token_hash(token))
    if link is None:
        raise Unknown
    customer = session.get_one(Customer, link.customer_id)
    refuse_ended(link, customer, at)
    return customer


def set_password(token: str, password_hash: str, *, at: datetime | None = None) -> None:
    """Give the link's account this password and use up all its open links. Raises Unknown or Ended.

    Hashing is slow, so it is done before.
    """
    at = at or now()
    with writing() as session:
        link = session.get(PasswordLink, token_hash(token))
        if link is None:
            raise Unknown
        customer = lock_customers(session, [link.customer_id])[link.customer_id]
        session.refresh(link)  # whoever held the account's lock before may have used it
        refuse_ended(link, customer, at)
        customer.password_hash = password_hash
        open_links = update(PasswordLink).where(PasswordLink.customer_id == customer.id, PasswordLink.used_at.is_(None))
        session.execute(open_links.values(used_at=at))
        end_sessions(session, [customer.id], at)
        verify_number(session, customer, at)
        record(session, customer, "password_set", {}, by=Person("buyer", customer.id, customer.name), at=at)


def verify_number(session: Session, customer: Customer, at: datetime) -> None:
    """The number counts from now on where the link went to it, unless it is another account’s: there was no address."""
    if customer.email_key is not None or customer.phone_key is None or customer.phone_verified_at is not None:
        return
    same = Customer.phone_key == customer.phone_key, Customer.phone_verified_at.is_not(None)
    if session.scalar(select(Customer.id).where(*same)) is None:
        customer.phone_verified_at = at


def refuse_ended(link: PasswordLink, customer: Customer, at: datetime) -> None:
    """Raise Ended unless the link may still be used."""
    if link.used_at is not None:
        raise Ended("This link has done its work: it sets a password once. Ask us for a new one if you need it.")
    if link.expires_at <= at:
        raise Ended("This link is out of date. Ask us for a new one.")
    if not customer.can_own:
        raise Ended("This account is closed. Ask us if you think that it should not be.")
