"""Offline buyer: a customer who orders by phone or paper and has no log-in; and back."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_customer import change_customer
from dashboard.actions.create_customer import link
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.letters import set_password
from dashboard.letters.shop import Shop


def offline_buyer(
    number: int,
    offline: bool,
    *,
    by: Person,
    shop: Shop,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Make the account of this id an offline buyer, or one that logs in.

    On: its password goes and its links end. Off: a link to set a password goes out, if there is an address or number
    to send it to. Returns name, `offline`, and the address of the letter, if any. Raises Replayed and the refusals of
    change_customer(); Invalid if it is so already.
    """
    with change_customer(number, by=by, seen=seen, once=once, at=at) as change:
        customer = change.customer
        if customer.offline_buyer == offline:
            said = "is an offline buyer already" if offline else "logs in already"
            raise Invalid(f"{customer.name} {said}.", "offline")
        customer.offline_buyer = offline
        change.end_links()
        if offline:
            customer.password_hash = None
            change.end_sessions()
        change.record("offline_buyer_on" if offline else "offline_buyer_off")
        letter = None
        if not offline and customer.can_own:
            token = link(change.session, customer, change.at)
            letter = set_password.letter(customer, token, shop, at=change.at)
            change.send(letter)
        change.result = {"name": customer.name, "offline": offline, "letter_to": letter.recipient if letter else None}
    return change.result
