"""Customers and guests as lists give them, against a plain scan of everything, over 10,000 random orders."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

import pytest
from sqlalchemy import insert, select

from dashboard.core import search
from dashboard.core.statuses import OrderState, Route
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Customer, CustomerDoc, CustomerSpend, Order, OrderDoc
from dashboard.models.candidates import candidates
from dashboard.models.customer import NEVER
from dashboard.models.customer_list import ONLY, SORTS, Criteria, counted, customers_page, decode, encode
from dashboard.models.customer_rows import row_of, rows_of
from dashboard.models.guest_list import COUNTED_EACH, SHOWN, guests_page
from dashboard.models.guest_list import counted as counted_guests
from dashboard.models.guest_list import decode as decode_guest
from dashboard.models.guest_list import encode as encode_guest
from dashboard.models.guest_search import guests_found
from dashboard.models.search_index import key_of

ORDERS, ACCOUNTS = 10_000, 250
DAY = datetime(2026, 3, 1, tzinfo=UTC)
NAMES = (
    "Kate Wong", "kate wong", "Kàte Wong", "Łukasz Kühn", "Ørsted Ærø", "Ñuño Ñandú", "王小明", "Кате Вонг", "कविता",
    "Zoë 50%", "O'Neil_x", "İstanbul Işık", "ΣΊΣΥΦΟΣ", "a", "Straße", "\u200fשלום",
)  # fmt: skip
EMAILS = ("kate@mail.example", "KATE@mail.example", "o_neil@b%r.example", "x" * 50 + "@long.example", None)
PHONES = ("+491512345678", "+81901234567", "+4420794600", None, None)
SEARCHES = (
    "kate",
    "KÀTE wong",
    "kühn",
    "王小明",
    "o_neil",
    "50%",
    "1512345678",
    "zoe",
    "a",
    "strasse",
    "nobody",
    "%",
    "σισυφοσ",
)


@pytest.fixture
def crowd(app):
    """Awkward accounts and guests, in rows."""
    dice = Random(7)
    with app.app_context(), writing() as session:
        first = max(session.scalars(select(Customer.id))) + 1
        accounts = [account(dice, first + at) for at in range(ACCOUNTS)]
        orders = [order(dice, 10_000 + at, first) for at in range(ORDERS)]
        come_to(accounts, orders)
        session.execute(insert(Customer.__table__), accounts)
        session.execute(insert(Order.__table__), orders)
        spend = [
            {"customer_id": row["id"], "currency": "EUR", "amount": row["spend_sort"], "orders": 1}
            for row in accounts if row["spend_sort"]
        ]  # fmt: skip
        session.execute(insert(CustomerSpend.__table__), spend)
        session.execute(insert(CustomerDoc.__table__), [{"key": row["id"], "doc": told(row)} for row in accounts])
        docs = [
            {"key": key_of(row["placed_at"], row["id"]), "order_id": row["id"], "doc": ordered(row)} for row in orders
        ]
        session.execute(insert(OrderDoc.__table__), docs)
    with app.app_context():
        yield


def account(dice, number):
    name, closed = dice.choice(NAMES), dice.random() < 0.1
    email = f"{number}.{dice.choice(EMAILS[:2])}" if dice.random() < 0.7 else None
    return {
        "id": number, "name": name, "name_key": search.fold(name), "email": email, "email_key": email and email.lower(),
        "phone_key": dice.choice(PHONES), "offline_buyer": dice.random() < 0.2,
        "deactivated_at": DAY if closed else None, "merged_into_id": 1 if dice.random() < 0.05 else None,
        "created_at": DAY + timedelta(days=dice.randrange(30)),
    }  # fmt: skip


def order(dice, number, first):
    owner = first + dice.randrange(ACCOUNTS) if dice.random() < 0.6 else None
    email, phone = dice.choice(EMAILS), dice.choice(PHONES)
    if dice.random() < 0.5:
        email = f"{dice.randrange(60)}{email}" if email else None
    return {
        "id": number, "code": f"GUE-{number}", "placed_at": DAY + timedelta(minutes=dice.randrange(3_000)),
        "route": Route.ONLINE_STORE, "currency": dice.choice(("EUR", "JPY")), "total": 100, "paid": dice.randrange(100),
        "refunded": 0, "state": OrderState.OPEN, "account_id": owner, "customer_name": dice.choice(NAMES),
        "customer_email": email, "customer_email_key": email and email.lower(), "customer_phone": phone,
        "customer_phone_key": phone,
    }  # fmt: skip


def come_to(accounts, orders):
    """What lists sort by, summed up here."""
    owned = defaultdict(list)
    for one in orders:
        owned[one["account_id"]].append(one)
    for row in accounts:
        own = owned[row["id"]]
        row["order_count"] = len(own)
        row["last_order_at"] = max((one["placed_at"] for one in own), default=NEVER)
        row["spend_sort"] = sum(one["paid"] for one in own if one["currency"] == "EUR")


def told(row):
    return search.document({"name": row["name"], "email": row["email"] or "", "phone": row["phone_key"] or ""})


def ordered(row):
    return search.document(
        {"code": row["code"], "customer": row["customer_name"], "email": row["customer_email"] or "",
         "phone": row["customer_phone_key"] or ""}
    )  # fmt: skip


def holds(doc, q):
    words = [search.digits(q).lstrip("0")] if search.shape(q) is search.Shape.PHONE else search.words(q)
    return bool(words) and all(word in doc for word in words)


def walked(page_of, encode, decode):
    """All rows, page by page to the end, which going back page by page gives again."""
    pages, place = [], None
    while True:
        page = page_of(place)
        pages.append(page.rows)
        if not page.after:
            break
        place = decode(encode(page.rows[-1]), False)
    for expected in pages[-2::-1]:
        page = page_of(decode(encode(page.rows[0]), True))
        assert (page.rows, page.after) == (expected, True)
    assert not page.before
    return [row for rows in pages for row in rows]


def scanned(criteria):
    """The ids of the accounts in the list's order, from a scan of them all."""
    docs = dict(db.session.execute(select(CustomerDoc.key, CustomerDoc.doc)).all())
    tests = {
        "offline": lambda one: one.offline_buyer,
        "deactivated": lambda one: bool(one.deactivated_at or one.erased_at),
        "no_email": lambda one: one.email_key is None,
    }
    column = SORTS[criteria.sort].key
    found = [
        one for one in db.session.scalars(select(Customer))
        if one.merged_into_id is None and all(tests[word](one) for word in criteria.only)
        and (not criteria.q or holds(docs[one.id], criteria.q))
    ]  # fmt: skip
    plain = lambda value: value.encode() if isinstance(value, str) else value  # noqa: E731 - byte by byte, as stored
    found.sort(key=lambda one: (plain(getattr(one, column)), one.id), reverse=criteria.descending)
    return [one.id for one in found]


@pytest.mark.feature("L1", "L5", "T5")
def test_accounts_candidates_and_guests_are_those_of_a_scan(crowd):
    """One test, for the crowd takes longer than what is asked of it."""
    accounts_in_every_order_filter_and_search()
    candidates_of_every_search()
    guests_of_every_search()


def test_a_row_is_the_same_however_it_is_read(app):
    with app.app_context():
        session = db.session()
        ids = session.scalars(select(Customer.id).order_by(Customer.id.desc())).all()
        rows = rows_of(session, ids)
        assert rows == [row_of(session.get_one(Customer, number)) for number in ids]
        assert any(row.spend for row in rows)
        assert rows_of(session, []) == []


def accounts_in_every_order_filter_and_search():
    session = db.session()
    every = [Criteria(sort=sort, descending=down) for sort in SORTS for down in (False, True)]
    every += [Criteria(only=(word,), sort="spend", descending=True) for word in ONLY]
    every += [Criteria(only=("offline", "no_email"), sort="last_order"), Criteria(only=tuple(ONLY))]
    every += [Criteria(q=q, sort="orders", descending=True) for q in SEARCHES]
    every += [Criteria(q="kate", only=("no_email",), sort="created")]
    for criteria in every:
        found = walked(
            lambda place, criteria=criteria: customers_page(session, criteria, place),
            lambda row, criteria=criteria: encode(criteria, row),
            lambda text, back, criteria=criteria: decode(criteria, text, back),
        )
        wanted = scanned(criteria)
        assert [row.id for row in found] == wanted, criteria
        assert session.scalar(counted(session, criteria)) == len(wanted)


def candidates_of_every_search():
    docs = dict(db.session.execute(select(CustomerDoc.key, CustomerDoc.doc)).all())
    every = db.session.scalars(select(Customer).order_by(Customer.id.desc())).all()
    able = [one for one in every if one.can_own]
    addresses = [one.email_key[: one.email_key.index("@") + 2] for one in every if one.email_key]
    numbers = {one.phone_key for one in every if one.phone_key}
    for q in (*SEARCHES, *addresses[:8], *numbers):
        begins = sorted(
            (one for one in able if one.name_key.startswith(search.fold(q))),
            key=lambda one: (one.name_key.encode(), one.id),
        )
        others = sorted((one.id for one in able if holds(docs[one.id], q)), reverse=True)
        ids = [one.id for one in begins]
        wanted = [*ids, *(number for number in others if number not in ids)][:7]
        exact = [one for one in every if q == one.phone_key or ("@" in q and (one.email_key or "").startswith(q))][:7]
        if exact and all(one.can_own for one in exact):
            wanted = [one.id for one in exact]
        assert [row.id for row in candidates(db.session(), q, 7)] == wanted, q


def guests_of_every_search():
    session = db.session()
    docs = dict(session.execute(select(OrderDoc.order_id, OrderDoc.doc)).all())
    every = sorted(session.scalars(select(Order)), key=lambda one: (one.placed_at, one.id), reverse=True)
    groups = by_contact(every)
    for q in ("", "kate", "王小明", "1512345678"):
        matched = by_contact([one for one in every if holds(docs[one.id], q)] if q else every)
        page_of = partial(guests_found, session, q) if q else partial(guests_page, session)
        found = walked(page_of, encode_guest, decode_guest)
        wanted = [
            (key, min(len(groups[key]), COUNTED_EACH + 1), [one.code for one in orders[:SHOWN]])
            for key, orders in matched.items()
        ]
        assert [(guest.key, guest.count, [row.code for row in guest.orders]) for guest in found] == wanted, q
        first, count = page_of(None), sum(map(len, matched.values()))
        told_of = first.orders if q else session.scalar(counted_guests())
        assert told_of < count if first.at_least else told_of == min(count, 1_001)


def by_contact(orders):
    """Guest orders by what they share, whose newest comes first."""
    groups = {}
    for one in (one for one in orders if one.account_id is None):
        contact = (one.customer_email_key and f"e:{one.customer_email_key}") or (
            one.customer_phone_key and f"p:{one.customer_phone_key}"
        )
        groups.setdefault(contact or f"o:{one.id}", []).append(one)
    return groups
