"""Register: the account comes into being once the code is entered. Contact details alone move no order (DOMAIN 6)."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.actions.create_customer import LONGEST_NAME
from dashboard.actions.record import record
from dashboard.core import names, search
from dashboard.core.codes import Over
from dashboard.core.logins import Login
from dashboard.models.buyer import OneTimeCode, account_of
from dashboard.models.customer import Customer
from dashboard.models.search_index import index_customer


def open_account(session: Session, asked: OneTimeCode, *, at: datetime) -> Customer:
    """Make the account that was asked for, inside the running change. Raises Over if the contact has one by now.

    A number that other accounts name is no hindrance as long as none of them has verified it.
    """
    if account_of(session, Login(asked.way, asked.contact_key, asked.contact)) is not None:
        raise Over
    by_mail = asked.way == "email"
    customer = Customer(
        name=asked.name,
        name_key=search.fold(asked.name),
        email=asked.contact if by_mail else None,
        email_key=asked.contact_key if by_mail else None,
        phone=None if by_mail else asked.contact[:40],
        phone_key=None if by_mail else asked.contact_key,
        phone_verified_at=None if by_mail else at,
        password_hash=asked.password_hash,
    )
    try:
        with session.begin_nested():
            session.add(customer)
    except IntegrityError:  # somebody else took the contact since we looked
        raise Over from None
    record(session, customer, "registered", {}, by=customer.person, at=at)
    index_customer(session, customer)
    return customer


def name_of(typed: str) -> str:
    """The name of an account to be. Raises Invalid beside "name"."""
    return names.required(typed, "name", "Enter your name.", LONGEST_NAME)
