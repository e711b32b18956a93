"""Ten thousand random orders with awkward ties, and what is found by looking at each of them: no database asked."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from flask import Flask
from sqlalchemy import insert

from dashboard.core import search
from dashboard.core.criteria import NO_CATALOG, Criteria, Sort
from dashboard.core.documents import PEOPLE, customer_document, order_document
from dashboard.core.statuses import CancelReason, FulfilmentStatus, OrderState, PaymentStatus, Route
from dashboard.core.whereabouts import matches
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Customer, OrderLine
from dashboard.models.search_index import key_of
from tests.core.test_scripts import NAMES

COUNT, ACCOUNTS = 10_000, 200
FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)
CATALOGS = {1: "Winter", 2: "Autumn", 3: "1"}
TAGS = ("Gift", "fragile", "VIP", "straße")
PRODUCTS = (("MUG-SG-300", "Stoneware mug"), ("CND-AM-180", "Beeswax candle"), ("TWL-HS-01", "Linen tea towel"))
DAY = date(2026, 1, 5)
WORDS = ("mug", "stone linen", "mail", "k", "a1", "käthe", "渡辺", "50%_", "wrap a", "d-7", "nobody", "x" * 80)
NOTES = ("", "", "", "Wrap the mugs apart.", "50%_off", "Käthe calls 渡辺")


@dataclass(frozen=True)
class Made:
    """One order: its row, its document, its tags."""

    row: dict[str, Any]
    doc: str
    tags: tuple[str, ...]
    owner: Customer | None

    @property
    def key(self) -> int:
        """The key of its document."""
        return key_of(self.row["placed_at"], self.row["id"])


@cache
def accounts() -> list[Customer]:
    """The accounts; every fifth has no e-mail."""
    names = list(NAMES.values())
    return [
        Customer(
            id=number, name=names[number % len(names)], name_key=search.fold(names[number % len(names)]),
            email=None if number % 5 == 0 else f"a{number}@mail.example",
            email_key=None if number % 5 == 0 else f"a{number}@mail.example",
            phone=f"+49 151 {number:07}", phone_key=f"+49151{number:07}",
        )
        for number in range(1, ACCOUNTS + 1)
    ]  # fmt: skip


@cache
def orders() -> list[Made]:
    """The orders by id: many at one moment, in one second, of one total; the ids in no order of time."""
    chance = random.Random(1)
    return [made(number, chance) for number in range(1, COUNT + 1)]


def made(number: int, chance: random.Random) -> Made:
    """One random order."""
    owner = chance.choice(accounts()) if chance.random() < 0.7 else None
    name = owner.name if owner and chance.random() < 0.8 else chance.choice(list(NAMES.values()))
    state = chance.choices(list(OrderState), (90, 5, 5))[0]
    total, currency = chance.choice((0, 100, 950, 1900, 1900, 1900, 4000)), chance.choice(("EUR", "EUR", "JPY"))
    test, moment = chance.random() < 0.01, chance.choice((0, 0, 1, 999_999))
    sku, product = chance.choice(PRODUCTS)
    email = f"Guest{number % 900}@Mail.example" if owner is None else owner.email
    row = {
        "id": number, "code": f"{'TEST' if test else 'OD'}-{number}", "source": "desk", "is_test": test,
        "placed_at": FIRST + timedelta(seconds=chance.randrange(3_000) * 97, microseconds=moment),
        "route": chance.choice(list(Route)), "catalog_id": chance.choice((None, 1, 1, 2, 3)),
        "customer_name": name, "customer_email": email, "customer_email_key": email and email.casefold(),
        "account_id": owner.id if owner else None, "state": state, "currency": currency, "total": total,
        "cancel_reason": CancelReason.OTHER if state is OrderState.CANCELED else None,
        "archived_at": FIRST if chance.random() < 0.05 else None,
        "total_sort": total * (10 if currency == "EUR" else 1_000), "item_count": 1,
        "payment_status": chance.choice(list(PaymentStatus)),
        "fulfilment_status": chance.choice(list(FulfilmentStatus)[:-1]) if state is not OrderState.CANCELED
        else FulfilmentStatus.CANCELED,
    }  # fmt: skip
    doc = order_document(
        code=row["code"], customer=name, email=email, phone=None, owner=owner, tracking=(), delivery=None, billing=None,
        lines=[OrderLine(sku=sku, name=product, variant="")], notes=[chance.choice(NOTES)],
    )  # fmt: skip
    return Made(row, doc, tuple(tag for tag in TAGS if chance.random() < 0.1), owner)


def populate(app: Flask) -> None:
    """Store them all."""
    tables = db.metadata.tables
    columns = [column.key for column in tables["customers"].columns]
    rows = {
        "catalogs": [{"id": number, "name": name} for number, name in CATALOGS.items()],
        "customers": [{name: getattr(one, name) for name in columns if getattr(one, name)} for one in accounts()],
        "orders": [order.row for order in orders()],
        "customer_doc": [{"key": one.id, "doc": customer_document(one)} for one in accounts()],
        "order_doc": [{"key": order.key, "order_id": order.row["id"], "doc": order.doc} for order in orders()],
        "order_tags": [
            {"order_id": order.row["id"], "key": search.fold(tag), "tag": tag}
            for order in orders()
            for tag in order.tags
        ],
    }
    rows["customers"] = [{"email": None, "email_key": None, **row} for row in rows["customers"]]
    with app.app_context(), writing() as session:
        for name, values in rows.items():
            session.execute(insert(tables[name]), values)


def expected(criteria: Criteria, words: list[str], people: list[str], exact: bool) -> list[int]:
    """The ids of all orders under these criteria, in order. `exact`: the search is a code or an e-mail address."""
    found = list(looked_for(criteria, words, people, exact))
    kept = [order for order in found if fits(order, criteria)]
    falls = criteria.sort not in (Sort.OLDEST, Sort.CHEAPEST)
    by_total = criteria.sort in (Sort.DEAREST, Sort.CHEAPEST)
    kept.sort(key=lambda order: (order.row["total_sort" if by_total else "placed_at"], order.row["id"]), reverse=falls)
    if criteria.sort is Sort.PAYMENT:
        kept.sort(key=lambda order: list(PaymentStatus).index(order.row["payment_status"]))
    if criteria.sort is Sort.FULFILMENT:
        kept.sort(key=lambda order: (in_cart(order), list(FulfilmentStatus).index(order.row["fulfilment_status"])))
        carts = [order for order in kept if in_cart(order)]
        carts.sort(key=lambda order: (order.row["placed_at"], order.row["id"]), reverse=True)
        kept = [order for order in kept if not in_cart(order)] + carts
    return [order.row["id"] for order in kept]


def in_cart(order: Made) -> bool:
    """Whether it went back to its cart."""
    return order.row["state"] is OrderState.RETURNED_TO_CART


def looked_for(criteria: Criteria, words: list[str], people: list[str], exact: bool) -> Iterator[Made]:
    """The orders that a search looks at: all without one, else the newest 2,000 that have all words."""
    if not (criteria.q or criteria.who):
        yield from orders()
        return
    newest = sorted(orders(), key=lambda order: -order.key)
    if exact:
        yield from (order for order in newest if is_exactly(order, criteria.q.casefold()))
        return
    if all(len(word) < 3 for word in words):
        newest = newest[:5_000]
    found = [order for order in newest if all(word in order.doc for word in words)][:2_000]
    yield from (order for order in found if of_people(order, people))


def is_exactly(order: Made, q: str) -> bool:
    """Whether the code is this, or an e-mail address begins with it."""
    own, account = order.row["customer_email_key"] or "", (order.owner.email_key if order.owner else "") or ""
    return order.row["code"].casefold() == q or ("@" in q and (own.startswith(q) or account.startswith(q)))


def of_people(order: Made, people: list[str]) -> bool:
    """Whether these words stand in the lines about people."""
    told = [match.terms for match in matches(order.doc, people) if match.field in PEOPLE]
    return set(people) == {term for terms in told for term in terms}


def fits(order: Made, asked: Criteria) -> bool:
    """Whether an order is what the filters ask for."""
    row, searched = order.row, bool(asked.q or asked.who)
    since, before = asked.placed_since, asked.placed_before
    wanted = {
        (asked.payment == () or row["payment_status"] in asked.payment),
        (asked.fulfilment == () or (row["fulfilment_status"] in asked.fulfilment and not in_cart(order))),
        (asked.state == () or row["state"] in asked.state),
        (asked.route == () or row["route"] in asked.route),
        (asked.account is None or row["account_id"] == asked.account),
        (asked.guest is None or (row["account_id"] is None) == asked.guest),
        (asked.test is None or row["is_test"] == asked.test),
        ((row["archived_at"] is not None) == asked.archived if asked.archived is not None
         else searched or row["archived_at"] is None),
        (since is None or row["placed_at"] >= since),
        (before is None or row["placed_at"] < before),
        (asked.total_min is None or row["total_sort"] >= asked.total_min),
        (asked.total_max is None or row["total_sort"] <= asked.total_max),
        (asked.tag == () or bool({search.fold(tag) for tag in asked.tag} & {search.fold(tag) for tag in order.tags})),
        (asked.catalog == () or in_catalog(row["catalog_id"], asked.catalog)),
    }  # fmt: skip
    return wanted == {True}


def in_catalog(number: int | None, asked: tuple[str, ...]) -> bool:
    """Whether a catalog is asked for by number or name, or none is."""
    return NO_CATALOG in asked if number is None else str(number) in asked or CATALOGS[number] in asked


def some(chance: random.Random, words: Iterable[Any], most: int = 3) -> tuple[Any, ...]:
    """A few of these words."""
    return tuple(chance.sample(list(words), chance.randint(1, min(most, len(list(words))))))


def drawn(chance: random.Random) -> Criteria:
    """Random criteria: some filters in any combination, a search of any kind or none, any sort."""
    first = DAY + timedelta(days=chance.randrange(3))
    filters: dict[str, Any] = {
        "payment": some(chance, PaymentStatus),
        "fulfilment": some(chance, FulfilmentStatus),
        "state": some(chance, OrderState, 2),
        "customer": chance.choice([str(chance.randrange(205)), "渡辺", "guest1", "a", "mug"]),
        "route": some(chance, Route),
        "catalog": some(chance, ("1", "2", "3", "Winter", "Autumn", NO_CATALOG, "7")),
        "guest": chance.random() < 0.5,
        "tag": some(chance, (*TAGS, "STRASSE", "nobody")),
        "placed_from": first,
        "placed_to": first + timedelta(days=chance.randrange(2)),
        "total_min": chance.choice((0, 950, 9_500, 19_000)),
        "total_max": chance.choice((9_500, 19_000, 100_000, 950_000)),
        "test": chance.random() < 0.5,
        "archived": chance.random() < 0.5,
    }
    asked = {name: value for name, value in filters.items() if chance.random() < 0.15}
    q = chance.choice(("", "", *WORDS, *chance.sample(list(NAMES.values()), 4)))
    return Criteria(q=q, sort=chance.choice(list(Sort)), zone=chance.choice(("UTC", "Europe/Berlin")), **asked)
