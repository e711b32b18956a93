"""What buyers sign in by: an e-mail address or a mobile number, as typed and as compared."""

from typing import NamedTuple

from dashboard.core import contacts, search
from dashboard.core.refusals import Invalid

LONGEST = 320


class Login(NamedTuple):
    """What somebody typed to say who they are: `way` "email" or "sms", "" for what is neither; `key` what all spellings
    of it share."""

    way: str
    key: str
    typed: str


def login(text: str, region: str) -> Login:
    """What was typed, `region` being the country of numbers without +. What is no contact has a key, too."""
    typed = contacts.visible(text)[:LONGEST]
    try:
        return contact(typed, region)
    except Invalid:
        return Login("", search.fold(typed)[:LONGEST], typed)


def contact(typed: str, region: str) -> Login:
    """An address or a number that can be written to. Raises Invalid."""
    if "@" in typed:
        return Login("email", contacts.email_key(typed), typed)
    return Login("sms", contacts.phone_key(typed, region), typed)
