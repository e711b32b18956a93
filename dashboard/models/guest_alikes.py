"""Accounts that have the very e-mail or phone of guests in a list: shown to staff, never acted on by themselves.

What else may make a guest look like an account (lookalikes.py) is asked on the guest's own order only, since a list
must cost the same however many accounts there are.
"""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dashboard.models.customer import Customer
from dashboard.models.customer_list import can_own
from dashboard.models.guest_list import Guest
from dashboard.models.lookalikes import Lookalike


def alike(session: Session, guests: Sequence[Guest]) -> dict[str, Lookalike]:
    """By the key of a guest, the account with the same contact, if one could own an order. One query, or none."""
    emails, phones = ([guest.key[2:] for guest in guests if guest.way == way] for way in ("email", "phone"))
    if not emails and not phones:
        return {}
    query = select(Customer.id, Customer.name, Customer.email_key, Customer.phone_key)
    query = query.where(or_(Customer.email_key.in_(emails), Customer.phone_key.in_(phones)), *can_own())
    found: dict[str, Lookalike] = {}
    for number, name, email, phone in session.execute(query.order_by(Customer.id)):
        for key, reason in ((f"e:{email}", "same e-mail"), (f"p:{phone}", "same phone")):
            found.setdefault(key, Lookalike(number, name, reason))
    return found
