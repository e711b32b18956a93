"""A buyer edits their own details: a name counts at once, another address or number once its code is entered."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.actions.change_customer import change_customer
from dashboard.actions.create_customer import LONGEST_NAME
from dashboard.actions.edit_customer import different, shown
from dashboard.actions.reindex_owned import ask_for, reindex_owned
from dashboard.core import contacts, names, search
from dashboard.core.logins import Login, contact
from dashboard.core.refusals import Invalid
from dashboard.models.customer import Customer


@dataclass(frozen=True, slots=True)
class Profile:
    """What was entered, as text."""

    name: str
    email: str
    phone: str


def edit_profile(account: Customer, entered: Profile, *, region: str, at: datetime | None = None) -> list[Login]:
    """Keep what counts at once, and return the contacts that are to be proved by a code first.

    What is as it was is not written. Raises Invalid beside the field, and the refusals of change_customer().
    """
    name = names.required(entered.name, "name", "Enter your name.", LONGEST_NAME)
    email, phone = contacts.visible(entered.email), contacts.visible(entered.phone)
    new = [
        *changed(email, account.email, account.email_key, "email", region),
        *changed(phone, account.phone, account.phone_key, "phone", region),
    ]
    if unreachable(account, email, phone):
        raise Invalid("Keep an e-mail address or a verified number: without one you could not sign in.", "email")
    number, columns = account.id, kept(account, name, email, phone, new)
    if all(getattr(account, column) == value for column, value in columns.items()):
        return new
    with change_customer(number, by=account.person, permission=None, at=at) as change:
        before = shown(change.customer)
        for column, value in columns.items():
            setattr(change.customer, column, value)
        change.record("details_changed", changes=different(before, shown(change.customer)))
        ask_for(change.session, number)
    reindex_owned(number)
    return new


def changed(text: str, stored: str | None, stored_key: str | None, field: str, region: str) -> list[Login]:
    """The new contact of this field, if it is one; none where it is the old one or taken away. Raises Invalid."""
    if not text or text == stored:
        return []
    try:
        found = contact(text, region)
    except Invalid as invalid:
        raise Invalid(invalid.sentence, field) from None
    if (found.way == "email") != (field == "email"):
        raise Invalid("Enter an e-mail address." if field == "email" else "Enter a phone number.", field)
    return [] if found.key == stored_key else [found]


def unreachable(account: Customer, email: str, phone: str) -> bool:
    """Whether nobody could sign in any more: no address is left, and no number that was verified."""
    number_stays = bool(phone) and account.phone_verified_at is not None
    return not (email and account.email_key) and not number_stays


def kept(account: Customer, name: str, email: str, phone: str, new: list[Login]) -> dict[str, str | datetime | None]:
    """The columns as they are at once: the name, contacts spelt otherwise, contacts taken away."""
    ways = {login.way for login in new}
    columns: dict[str, str | datetime | None] = {"name": name, "name_key": search.fold(name)}
    if "email" not in ways:
        columns |= {"email": email or None, "email_key": account.email_key if email else None}
    if "sms" not in ways:
        verified = account.phone_verified_at if phone else None
        columns |= {
            "phone": phone or None,
            "phone_key": account.phone_key if phone else None,
            "phone_verified_at": verified,
        }
    return columns
