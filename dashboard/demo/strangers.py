"""Any number of invented customers for load, their names put together from two lists."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.core.documents import customer_document
from dashboard.core.person import COMMAND
from dashboard.demo.addresses import address
from dashboard.demo.bulk import TABLES, insert_all
from dashboard.demo.chain import chain
from dashboard.demo.draft import Entry, Owner, Row
from dashboard.demo.furnish import hashed
from dashboard.demo.past import Party
from dashboard.demo.people import PLACES
from dashboard.demo.shop import BUYER_PASSWORD
from dashboard.demo.story import Contact
from dashboard.models.ids import take_ids

PER_ORDER, GUESTS, PHONES = 0.3, 0.3, 0.4
GIVEN = (
    "Adele Anouk Bastian Björn Cécile Dagmar Édouard Elif Emre Fenja Filippa Gašper Gérard Hafsa Håkon Ilse "
    "Jiří Jocelyn Katarzyna Kwame Laszlo Leïla Lotte Mehmet Mirjam Nadège Niamh Oisín Oleksandr Paloma "
    "Quentin Raúl Renske Ruža Sander Sigrún Stanisław Tamsin Théo Ursula Vígdís Wanda Ximena Yannick Zeynep"
).split()
FAMILY = (
    "Aaltonen Achebe Ackermann Albrecht Arslan Baumgartner Benítez Bianchi Blažek Boateng Castellanos Çetin "
    "Dąbrowski Delacroix Dietrich Dvořák Eriksen Escobar Farrugia Fitzgerald Fjeldstad Gärtner Gustafsson "
    "Haraldsson Hoffmann Horváth Ivanov Jansen Jónsdóttir Kavanagh Kowalczyk Lambert Lindqvist Løvland "
    "Mahlangu Marino Moreau Nakamura Nielsen Novák O’Sullivan Okonkwo Öztürk Papadakis Pereira Popescu "
    "Quispe Rasmussen Rodríguez Sánchez Schröder Silva Sørensen Šimić Takács Thorvaldsen Uzun Vermeulen "
    "Wiśniewski Yamamoto Zimmermann"
).split()
HOMES = tuple(PLACES.items())


def make(session: Session, dice: Random, orders: int, at: datetime) -> dict[str, Owner]:
    """Store the accounts for this many orders, made at this moment; by e-mail address."""
    count = max(1, round(orders * PER_ORDER))
    ids = take_ids(session, TABLES["customers"], count)
    made = [invented(dice, number) for number in ids]
    rows: dict[str, list[Row]] = {"customers": [], "activities": [], "customer_doc": []}
    for one in made:
        entry = Entry(at, COMMAND, "customer_created", {"name": one.name})
        rows["customers"].append(row(one, at))
        rows["activities"] += chain([entry], customer_id=one.id)
        rows["customer_doc"].append({"key": one.id, "doc": customer_document(one)})
    insert_all(session, rows)
    return {one.email or "": one for one in made}


def invented(dice: Random, number: int) -> Owner:
    """An account of this id; the number makes its address its own."""
    name, email = named(dice, number)
    phone = f"+44 7700 900{dice.randrange(1000):03d}" if dice.random() < PHONES else None
    return Owner(number, name, email, email, phone, phone and phone.replace(" ", ""))


def named(dice: Random, number: int) -> tuple[str, str]:
    """A name, and an address that is its own key: lower case and ASCII."""
    given, family = dice.choice(GIVEN), dice.choice(FAMILY)
    local = "".join(
        letter
        for letter in search.fold(f"{given}.{family}")
        if letter.isascii() and (letter.isalnum() or letter == ".")
    )
    return f"{given} {family}", f"{local}{number}@post.example"


def row(one: Owner, at: datetime) -> Row:
    """The row of an account, its first line of the log counted."""
    name_key, password = search.fold(one.name), hashed(BUYER_PASSWORD)
    return {**one._asdict(), "name_key": name_key, "password_hash": password, "created_at": at, "version": 2}


def guests(dice: Random, orders: int) -> list[Contact]:
    """Guests for this many orders; some of them order more than once."""
    return [Contact(*named(dice, dice.randrange(10**9))) for _ in range(max(1, round(orders * GUESTS / 2)))]


def party(dice: Random, owners: Sequence[str], strays: Sequence[Contact]) -> Party:
    """Somebody who orders: one of these accounts, or one of these guests."""
    if dice.random() < GUESTS:
        guest = dice.choice(strays)
        return Party(None, guest, home(dice, guest.name))
    return Party(dice.choice(owners), None, home(dice))


def home(dice: Random, name: str = "") -> dict[str, str]:
    """Where an order goes."""
    country, (street, postcode, city) = dice.choice(HOMES)
    return address(name, street, postcode, city, country)
