"""E-mail addresses and phone numbers: the keys that spellings of the same contact share."""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from dashboard.core.refusals import Invalid
from dashboard.core.search import digits

TAIL = 7
# What needs no closer look; the rest of an address is checked by its domain.
PLAIN_EMAIL = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?P<domain>[a-z0-9-]+(?:\.[a-z0-9-]+)+)")
SURELY_SHORT = 60
LONGEST_EMAIL, SHORTEST_PHONE, LONGEST_PHONE = 254, 4, 40
# What an address is made of before and after its @.
LOCAL, DOMAIN = "abcdefghijklmnopqrstuvwxyz0123456789.-_+'!#$%&*/=?^`{|}~", "abcdefghijklmnopqrstuvwxyz0123456789.-"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody as compared by `looks_like`: keys of e-mail and phone, name and postcode folded; empty if unknown."""

    email_key: str = ""
    phone_key: str = ""
    name_key: str = ""
    postcode: str = ""


def visible(text: str) -> str:
    """Text without space around it and without the marks that print nothing, as come along when pasting."""
    if text.isascii():
        return text.strip()
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf").strip()


def email_key(text: str) -> str:
    """What all spellings of an address share: NFC, case-folded, its domain in ASCII. Raises Invalid."""
    plain = unicodedata.normalize("NFC", visible(text))[: LONGEST_EMAIL + 1]  # one too many, so refused as too long
    if len(plain) <= SURELY_SHORT and (simple := PLAIN_EMAIL.fullmatch(plain)) and is_domain(simple["domain"]):
        return plain.casefold()
    try:
        found = validate_email(plain, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError:
        raise Invalid(f"“{plain[:60]}” is no e-mail address. Write it like name@shop.example.", "email") from None
    return f"{found.local_part}@{found.ascii_domain}".casefold()


@lru_cache(maxsize=4096)
def is_domain(name: str) -> bool:
    """Whether a plain address may end like this; few of them end many addresses."""
    try:
        return validate_email(f"a@{name}", check_deliverability=False, test_environment=True).ascii_domain == name
    except EmailNotValidError:
        return False


def phone_key(text: str, region: str) -> str:
    """The number in E.164, `region` being the country of numbers without +. Raises Invalid."""
    plain = unicodedata.normalize("NFKC", visible(text))
    number = None
    # Letters would be dialled as on a keypad, and figures found amid words.
    if SHORTEST_PHONE <= len(plain) <= LONGEST_PHONE and not any(letter.isalpha() for letter in plain):
        with suppress(phonenumbers.NumberParseException):
            number = phonenumbers.parse(plain, region)
    if number is None or not is_whole(number):
        raise Invalid(f"“{plain[:40]}” is no phone number. Write it like +49 151 2345 6789.", "phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_whole(number: phonenumbers.PhoneNumber) -> bool:
    """Whether it can be dialled from anywhere: no extension, nor what only neighbours dial (253-2222 in the USA)."""
    possible = phonenumbers.is_possible_number_with_reason(number)
    return possible == phonenumbers.ValidationResult.IS_POSSIBLE and not number.extension


def phone_tail(text: str) -> str:
    """The last digits of a number, by which a national spelling of a foreign one is found."""
    return digits(text)[-TAIL:]


def looks_like(one: Contact, other: Contact) -> str | None:
    """Why the two may be the same person, the strongest reason; None if nothing says so."""
    if one.email_key and one.email_key == other.email_key:
        return "same e-mail"
    if one.phone_key and one.phone_key == other.phone_key:
        return "same phone"
    if one.name_key and one.postcode and (one.name_key, one.postcode) == (other.name_key, other.postcode):
        return "same name and postcode"
    if one.email_key and other.email_key and one_letter_off(one.email_key, other.email_key):
        return "e-mail one letter off"
    return None


def one_letter_off(one: str, other: str) -> bool:
    """Whether two texts differ by one letter: changed, missing, added, or two neighbours swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest_one, rest_other = one[start:], other[start:]
    swapped = len(one) == len(other) and rest_one[:2] == rest_other[:2][::-1] and rest_one[2:] == rest_other[2:]
    return rest_one[1:] == rest_other[1:] or rest_one[1:] == rest_other or rest_one == rest_other[1:] or swapped


def neighbours(key: str) -> list[str]:
    """Every address that `one_letter_off` says is one letter off this e-mail key: some 2,000 for one of 22 letters.

    Looking for such accounts is so many look-ups in an index, however many accounts there are.
    """
    found = set()
    middle = key.find("@")
    for at in range(len(key) + 1):
        head, rest = key[:at], key[at:]
        letters = LOCAL if at <= middle else DOMAIN
        found |= {head + letter + rest for letter in letters}
        if rest and at != middle:
            found.add(head + rest[1:])
            found |= {head + letter + rest[1:] for letter in letters}
        if len(rest) > 1:
            found.add(head + rest[1] + rest[0] + rest[2:])
    return sorted(found - {key})


def postcode_key(address: Mapping[str, Any] | None) -> str:
    """The postcode of an address as it is compared: "ex1 1aa" is "EX11AA"; empty where there is none."""
    return "".join(letter for letter in str((address or {}).get("postcode") or "") if letter.isalnum()).upper()
