"""Create a customer's account, with the link by which its holder sets a password."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.actions.change_customer import change_customer
from dashboard.actions.once import Submission
from dashboard.actions.record import record
from dashboard.core import contacts, names, search
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.letters import set_password
from dashboard.letters.set_password import LINK_LASTS
from dashboard.letters.shop import Shop
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer, PasswordLink
from dashboard.models.merged import went_into
from dashboard.models.search_index import index_customer

LONGEST_NAME = 200  # an e-mail address that stands for a name can be longer


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """What staff enter for a new account. One of `email` and `phone` is required, but for an offline buyer with a
    name, who never logs in, and where a password is set at once.

    `password_hash` None: nobody knows a password yet, the holder sets one by link. Hashing is slow, so it is done
    before the transaction begins.
    """

    email: str = ""
    phone: str = ""
    name: str = ""
    password_hash: str | None = None
    offline_buyer: bool = False

    @property
    def reachable(self) -> bool:
        """Whether there is an address or a number, to log in by and to write to."""
        return bool(self.email.strip() or self.phone.strip())


class Taken(Invalid):
    """The contact already belongs to an account: `.customer_id`."""

    def __init__(self, sentence: str, field: str, customer_id: int) -> None:
        super().__init__(sentence, field)
        self.customer_id = customer_id


@dataclass(frozen=True, slots=True)
class Created:
    """A new account, its first activity and, where the password was generated, the token of the link to set one."""

    customer: Customer
    activity: Activity
    token: str | None


def add_customer(
    new: NewCustomer, *, by: Person, shop: Shop, once: Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Make the account as a change of its own, and send its holder the link to set a password where one is needed.

    Returns id, name, and the address that the link goes to, if any. Raises Replayed and the refusals of
    change_customer(); Invalid beside the field, Taken if the contact has an account.
    """
    with change_customer(None, by=by, once=once, at=at) as change:
        made = create_customer(change.session, new, by=by, at=change.at, region=shop.region)
        change.created(made.customer, made.activity)
        letter = set_password.letter(made.customer, made.token, shop, at=change.at) if made.token else None
        change.send(letter)
        letter_to = letter.recipient if letter else None
        change.result = {"id": made.customer.id, "name": made.customer.name, "letter_to": letter_to}
    return change.result


def create_customer(session: Session, new: NewCustomer, *, by: Person, at: datetime, region: str) -> Created:
    """Make the account inside the running change. Raises Invalid beside the field, Taken if the contact has one."""
    customer = account(session, new, region)
    try:
        with session.begin_nested():
            session.add(customer)
    except IntegrityError:  # somebody else made an account with this contact since we looked
        refuse_taken(session, customer.email_key, customer.phone_key)
        raise
    activity = record(session, customer, "customer_created", {"name": customer.name}, by=by, at=at)
    index_customer(session, customer)
    needs_link = not (new.password_hash or new.offline_buyer)
    return Created(customer, activity, link(session, customer, at) if needs_link else None)


def account(session: Session, new: NewCustomer, region: str) -> Customer:
    """The account that these entries describe, not stored yet."""
    if not new.reachable and not (names.one_line(new.name) and (new.offline_buyer or new.password_hash)):
        raise Invalid("Enter an e-mail address or a mobile number for the account.", "email")
    email_key = checked(contacts.email_key, "email", new.email)
    phone_key = checked(lambda text: contacts.phone_key(text, region), "phone", new.phone)
    refuse_taken(session, email_key, phone_key)
    email, phone = contacts.visible(new.email), contacts.visible(new.phone)
    name = names.bounded(names.one_line(new.name), "name", LONGEST_NAME) or (email or phone)[:LONGEST_NAME]
    return Customer(
        name=name,
        name_key=search.fold(name),
        email=email or None,
        email_key=email_key,
        phone=phone or None,
        phone_key=phone_key,
        password_hash=None if new.offline_buyer else new.password_hash,
        offline_buyer=new.offline_buyer,
    )


def checked(key: Callable[[str], str], field: str, text: str) -> str | None:
    """The key of an entered contact, None if nothing was entered. Raises Invalid beside its field."""
    if not text.strip():
        return None
    try:
        return key(text)
    except Invalid as refusal:
        raise Invalid(refusal.sentence, field) from None


def refuse_taken(session: Session, email_key: str | None, phone_key: str | None) -> None:
    """Raise Taken if an account already has this e-mail address, or this number verified."""
    if email_key and (holder := session.scalar(select(Customer).where(Customer.email_key == email_key))):
        raise taken(session, holder, "this e-mail address", "email")
    same = select(Customer).where(Customer.phone_key == phone_key).order_by(Customer.phone_verified_at.is_(None))
    if phone_key and (holder := session.scalars(same).first()):
        raise taken(session, holder, "this number", "phone")


def taken(session: Session, holder: Customer, what: str, field: str) -> Taken:
    """The refusal of a contact that this account has; a former one keeps it for the account that it went into."""
    if holder.merged_into_id is None:
        return Taken(f"{holder.name} already has an account with {what}.", field, holder.id)
    now = went_into(session, holder)
    return Taken(f"{what.capitalize()} is kept as a former one of {now.name}, from a merge.", field, now.id)


def link(session: Session, customer: Customer, at: datetime) -> str:
    """A token for setting a password once, within LINK_LASTS; the database keeps only its hash."""
    token = secrets.token_urlsafe(24)
    session.add(
        PasswordLink(token_hash=token_hash(token), customer_id=customer.id, created_at=at, expires_at=at + LINK_LASTS)
    )
    return token


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
