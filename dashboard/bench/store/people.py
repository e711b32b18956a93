"""The accounts of the store, each made from its number alone, and who places an order."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache, partial
from random import Random

from dashboard.bench.store.vocabulary import person
from dashboard.core import search
from dashboard.core.documents import customer_document
from dashboard.core.person import COMMAND
from dashboard.core.search import digits
from dashboard.demo.chain import chain
from dashboard.demo.draft import Entry, Owner, Row
from dashboard.demo.past import Party
from dashboard.demo.story import Contact
from dashboard.demo.strangers import home

PER_ORDER, GUESTS, PHONES, EMAILS, KNOWN_GUESTS = 0.3, 0.3, 0.5, 0.9, 0.5
SPELLINGS = ("+49 15{} {} {}", "015{}/{} {}", "+4915{}{}{}", "0049 15{}-{}-{}", "(015{}) {} {}")
DOMAINS = ("post.example", "mail.example", "letters.example", "inbox.example")
SEED = 20_261_125


class Accounts(Mapping[str, Owner]):
    """The accounts by their number as text, made when asked for."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __getitem__(self, number: str) -> Owner:
        return account(int(number))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Accounts) and other.count == self.count

    def __hash__(self) -> int:
        return hash(self.count)

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[str]:
        return map(str, range(1, self.count + 1))


@lru_cache(50_000)
def account(number: int) -> Owner:
    """The account of this id. The keys are those of its spellings, as `check` sees to."""
    dice = Random(SEED + number)
    name = person(dice)
    email = mail(dice, name, number) if dice.random() < EMAILS else None
    phone, key = mobile(dice) if email is None or dice.random() < PHONES else (None, None)
    return Owner(number, name, email, email, phone, key)


def mail(dice: Random, name: str, number: int) -> str:
    """An address that is its own key: lower case and ASCII."""
    first, *_, last = search.fold(name).split()
    letters = [letter for letter in f"{first}.{last}" if letter.isascii() and (letter.isalnum() or letter == ".")]
    return f"{''.join(letters)}{number}@{dice.choice(DOMAINS)}"


def mobile(dice: Random) -> tuple[str, str]:
    """A German mobile number in one of its spellings, and its key."""
    digits = f"{dice.choice('1279')}{dice.randrange(10**8):08d}"
    parts = (digits[:1], digits[1:5], digits[5:])
    return dice.choice(SPELLINGS).format(*parts), f"+4915{digits}"


def rows(first: int, count: int, at: datetime) -> dict[str, list[Row]]:
    """The rows of these accounts with their log and search document."""
    found: dict[str, list[Row]] = {"customers": [], "activities": [], "customer_doc": []}
    for one in map(account, range(first, first + count)):
        entry = Entry(at, COMMAND, "customer_created", {"name": one.name})
        found["customers"].append({**one._asdict(), "name_key": search.fold(one.name), "created_at": at, "version": 2})
        found["activities"] += chain([entry], customer_id=one.id, salt=partial(salt, Random(-one.id)))
        found["customer_doc"].append({"key": one.id, "doc": customer_document(one)})
    return found


def salt(dice: Random) -> str:
    """The next salt of a log."""
    return dice.randbytes(16).hex()


def party(dice: Random, accounts: Accounts) -> Party:
    """Somebody who orders: an account, few of them far more often; or a guest, half of them not for the first time."""
    if dice.random() >= GUESTS:
        return Party(str(1 + int(len(accounts) * dice.random() ** 2)), None, home(dice))
    known = dice.random() < KNOWN_GUESTS
    guest = contact(dice.randrange(len(accounts)) if known else 10**9 + dice.randrange(10**9))
    return Party(None, guest, home(dice, guest.name))


def contact(number: int) -> Contact:
    """The guest of this number, with an e-mail address, a phone number, or both."""
    dice = Random(-SEED - number)
    name = person(dice)
    email = mail(dice, name, number) if dice.random() < EMAILS else ""
    return Contact(name, email, mobile(dice)[0] if not email or dice.random() < PHONES else "")


def guest(by: Party) -> Owner:
    """A guest with the keys of their contact, which `contacts` would take longer to find."""
    if by.contact is None:
        raise ValueError("A guest order needs its contact.")
    name, email, phone = by.contact
    rest = digits(phone).removeprefix("00").removeprefix("49").removeprefix("0")
    return Owner(0, name, email or None, email or None, phone or None, f"+49{rest}" if phone else None)
