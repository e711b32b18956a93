"""Enter the code that was sent to a new address or number: from then on it counts, in place of the old one."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.actions import sign_in as door
from dashboard.actions.edit_customer import different, shown
from dashboard.actions.enter_code import digits, use
from dashboard.actions.lock import lock_customers
from dashboard.actions.record import record
from dashboard.actions.reindex_owned import ask_for, reindex_owned
from dashboard.core.codes import TRIES, Over, Purpose, Wrong, token_hash
from dashboard.core.logins import Login
from dashboard.database import now, writing
from dashboard.letters import address_changed
from dashboard.letters.letter import recipient
from dashboard.letters.shop import Shop
from dashboard.models.buyer import OneTimeCode, account_of
from dashboard.models.customer import Customer, PasswordLink
from dashboard.models.search_index import index_customer

PURPOSES = (Purpose.EMAIL, Purpose.PHONE)


def pending(session: Session, customer_id: int, token: str, at: datetime) -> OneTimeCode | None:
    """The code that this account waits for under this token, if it may still be entered."""
    row = session.get(OneTimeCode, token_hash(token))
    stands = row is not None and row.customer_id == customer_id and row.used_at is None and row.expires_at > at
    return row if stands else None


def prove_contact(customer_id: int, token: str, typed: str, *, shop: Shop, at: datetime | None = None) -> str:
    """Make the contact of this token count for this account, and tell a former address so. Returns it.

    Raises Invalid for what is no code, Wrong with the tries that are left, Over, Unknown, and Locked after too many
    wrong ones.
    """
    at, code = at or now(), digits(typed)
    keys = {"guess": f"guess:{customer_id}"}
    with writing() as session:
        door.refuse_locked(session, keys)
        account = lock_customers(session, [customer_id])[customer_id]
        row = use(session, token, code, PURPOSES, at)
        if row.customer_id != customer_id:
            raise Over
        proved, left, contact = row.used_at == at, TRIES - row.tries, row.contact
        if proved:
            replace(session, account, row, shop, at)
    if not proved:
        door.fail(keys)
        raise Wrong(left)
    reindex_owned(customer_id)
    return contact


def replace(session: Session, account: Customer, row: OneTimeCode, shop: Shop, at: datetime) -> None:
    """Give the account this contact. Links that went to the old one end. Raises Over if another has it by now."""
    before, former = shown(account), recipient(account)
    other = account_of(session, Login(row.way, row.contact_key, row.contact))
    if other is not None and other is not account:
        raise Over
    try:
        with session.begin_nested():
            if row.purpose is Purpose.EMAIL:
                account.email, account.email_key = row.contact, row.contact_key
            else:
                account.phone, account.phone_key, account.phone_verified_at = row.contact[:40], row.contact_key, at
    except IntegrityError:  # somebody else took it since we looked
        raise Over from None
    links = update(PasswordLink).where(PasswordLink.customer_id == account.id, PasswordLink.used_at.is_(None))
    session.execute(links.values(used_at=at))
    changes = different(before, shown(account)) or "phone verified"
    line = record(session, account, "details_changed", {"changes": changes}, by=account.person, at=at)
    if row.purpose is Purpose.EMAIL and former is not None and former.way == "email":
        letter = address_changed.letter(account.name, former, shop, at=at)
        if letter is not None:
            letter.activity_id, letter.customer_id = line.id, account.id
            session.add(letter)
    index_customer(session, account)
    ask_for(session, account.id)


def drop(customer_id: int, token: str) -> None:
    """Keep the old contact: the code of this token works no more."""
    with writing() as session:
        row = session.get(OneTimeCode, token_hash(token))
        if row is not None and row.customer_id == customer_id:
            row.used_at = row.used_at or now()
