"""The people behind the generated orders: accounts and guests from people.py, with contact and address."""

from random import Random

from dashboard.demo.accounts import Account
from dashboard.demo.addresses import address
from dashboard.demo.past import Party
from dashboard.demo.people import PEOPLE, PHONES, PLACES, Invented
from dashboard.demo.story import Contact

GUESTS = 3  # every third of the invented people orders as a guest


def accounts() -> list[Account]:
    """The accounts to open."""
    return [Account(one.name, mail(one), phone(at, one)) for at, one in enumerate(PEOPLE) if at % GUESTS]


def party(dice: Random) -> Party:
    """Somebody who orders; guests give an e-mail address, a phone number, both or neither."""
    at = dice.randrange(len(PEOPLE))
    one = PEOPLE[at]
    if at % GUESTS:
        return Party(one.name, None, home(one))
    return Party(None, Contact(one.name, mail(one), phone(at, one)), home(one))


def mail(one: Invented) -> str:
    """The e-mail address, if there is one."""
    return f"{one.local}@post.example" if one.local else ""


def phone(at: int, one: Invented) -> str:
    """A number that is free for invented people in the country, if there is such a range."""
    return PHONES[one.country].format(f"{at:02d}") if one.country in PHONES else ""


def home(one: Invented) -> dict[str, str]:
    """Where the orders of this person go."""
    street, postcode, city = PLACES[one.country]
    return address(one.name, street, postcode, city, one.country)
