"""Somebody as the whole database knows them: an account with its parts, or a guest; their orders and names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import Session, aliased

from dashboard.core.search import digits
from dashboard.models.customer import Customer
from dashboard.models.merged import parts_of
from dashboard.models.order import Order, guest_key

SHORTEST_NAME, SHORTEST_NUMBER = 6, 7


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Ids of the account and its parts (none: a guest), keys of its contacts, and what texts call it.

    `names` are e-mail addresses, numbers, and names of two words or more: a first name alone is everybody’s.
    """

    name: str
    accounts: tuple[int, ...]
    emails: frozenset[str]
    phones: frozenset[str]
    names: tuple[str, ...]
    alone: int | None = None  # the order of a guest of whom nothing else is known

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all contacts."""
        return self.emails | self.phones

    def orders(self) -> ColumnElement[bool]:
        """A condition: orders that the account owns, and those that give its contact, whoever owns them.

        A guest’s are those with the contact, but for an account’s that has this contact itself.
        """
        given = or_(
            Order.customer_email_key.in_(self.emails) if self.emails else false(),
            self.numbered() if self.phones else false(),
            Order.id == self.alone if self.alone is not None else false(),
        )
        if self.accounts:
            return or_(Order.account_id.in_(self.accounts), given)
        own = or_(Customer.email_key.in_(self.emails), Customer.phone_key.in_(self.phones))
        return given & or_(Order.account_id.is_(None), Order.account_id.not_in(select(Customer.id).where(own)))

    def numbered(self) -> ColumnElement[bool]:
        """A condition: orders that give one of its numbers, and no e-mail address, which would tell more."""
        return Order.customer_phone_key.in_(self.phones) & Order.customer_email_key.is_(None)


def known_account(session: Session, customer: Customer) -> KnownPerson:
    """The account with all that was merged into it."""
    numbers = [customer.id, *(part.id for part in parts_of(session, customer.id))]
    both = session.scalars(select(Customer).where(Customer.id.in_(numbers)).order_by(Customer.id)).all()
    known = KnownPerson(
        name=customer.name,
        accounts=tuple(numbers),
        emails=frozenset(one.email_key for one in both if one.email_key),
        phones=frozenset(one.phone_key for one in both if one.phone_key),
        names=(),
    )
    return named(session, known, [text for one in both for text in (one.name, one.email, one.phone) if text])


def known_guest(session: Session, order: Order) -> KnownPerson:
    """The guest of this order: everything with its e-mail address, else with its number, else the order alone."""
    way, _, key = guest_key(order).partition(":")
    known = KnownPerson(
        name=order.customer_name or order.customer_email or order.customer_phone or "",
        accounts=(),
        emails=frozenset({key} if way == "e" else ()),
        phones=frozenset({key} if way == "p" else ()),
        names=(),
        alone=order.id if way == "o" else None,
    )
    return named(session, known, [])


def named(session: Session, known: KnownPerson, said: list[str]) -> KnownPerson:
    """The same, with what its orders call it. What another account has as its own contact is not theirs."""
    other = aliased(Customer)
    foreign = exists().where(
        or_(other.email_key == Order.customer_email_key, other.phone_key == Order.customer_phone_key),
        other.id.not_in(known.accounts),
    )
    given = select(
        Order.customer_name,
        Order.customer_email,
        Order.customer_email_key,
        Order.customer_phone,
        Order.customer_phone_key,
    ).where(known.orders())
    if known.accounts:
        given = given.where(~foreign)
    texts = [*said, *known.keys, *(text for row in session.execute(given.distinct()) for text in row if text)]
    return KnownPerson(
        known.name,
        known.accounts,
        known.emails,
        known.phones,
        tuple(sorted(set(telling(texts)), key=longest)),
        known.alone,
    )


def longest(text: str) -> tuple[int, str]:
    """What sorts longer texts before those that they contain."""
    return -len(text), text


def telling(texts: Iterable[str]) -> Iterable[str]:
    """Those that mean one person: addresses, numbers, whole names."""
    for text in texts:
        plain = " ".join(text.split())
        of_number, of_name = number(plain), " " in plain and len(plain) >= SHORTEST_NAME
        if "@" in plain or (len(digits(plain)) >= SHORTEST_NUMBER if of_number else of_name):
            yield plain


def number(text: str) -> bool:
    """Whether this is written as a phone number."""
    return re.fullmatch(r"[+(]?[0-9 ()/.\-]+", text) is not None


def account_of_guest(session: Session, known: KnownPerson) -> Customer | None:
    """The account that has a guest’s contact as its own, if any."""
    verified = Customer.phone_key.in_(known.phones) & Customer.phone_verified_at.is_not(None)
    same = or_(
        Customer.email_key.in_(known.emails) if known.emails else false(),
        verified if known.phones else false(),
    )
    return session.scalars(select(Customer).where(same).order_by(Customer.id)).first()
