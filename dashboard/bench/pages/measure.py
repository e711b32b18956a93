"""All that is measured of pages on one store, as lines of the tables of docs/speed.md."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient

from dashboard.bench.pages import addresses, typed
from dashboard.bench.pages.addresses import orders
from dashboard.bench.pages.cost import Cost, Visit, costs
from dashboard.bench.pages.desk_session import Answer, ask, recording, signed_in
from dashboard.bench.pages.engine import NONE, Spread, asked, spread
from dashboard.bench.pages.upkeep import upkeep
from dashboard.bench.store.kept import Kept
from dashboard.commands import bar
from dashboard.extensions import db

SAMPLES, COMBINED, SEARCHES = 12, 120, 15
TOGETHER = "all together"
ONE, DEEP, SEVERAL = "any one filter, any sort", "the same, near the end", "two or three filters, any sort"
CUSTOMER_SORTS = ("name", "-spend", "-orders", "-last_order", "-created")
DEEP_LISTS: tuple[dict[str, str], ...] = tuple({"sort": sort} for sort in addresses.SORTS)
FILTERS: tuple[dict[str, str], ...] = (
    {"payment": "unpaid"}, {"fulfilment": "unfulfilled"}, {"state": "canceled"}, {"route": "api"}, {"catalog": "3"},
    {"guest": "yes"}, {"tag": "gift"}, {"placed_to": "2024-06-01"}, {"total_min": "250"},
)  # fmt: skip


class Measured(NamedTuple):
    """What was measured on one store."""

    store: Kept
    costs: dict[str, Cost]
    engine: dict[str, Spread]
    searches: dict[str, Spread]
    jump: dict[str, Spread]
    picker: dict[str, Spread]
    upkeep: float
    deep: float


@contextmanager
def visit(store: Kept) -> Iterator[tuple[Flask, FlaskClient, Visit]]:
    """The application on a store, a client who is signed in there, and what is asked of it."""
    app = recording(store)
    with signed_in(app) as (client, cookie):
        yield app, client, Visit(store, cookie, kinds(app, client, store.orders))


def measure(store: Kept, smaller: Kept | None = None) -> Measured:
    """Measure the pages on this store; `smaller`: what their growth is told by."""
    with (
        visit(smaller) if smaller else nullcontext((None, None, None)) as (_, _, beside),
        visit(store) as (app, client, here),
        bar(f"Pages, {store.orders:,} orders, {store.kind}", 6) as advance,
    ):
        found = costs(client, here, beside)
        advance(1)
        engine = {ONE: spread(asked(client, map(orders, addresses.lists())))}
        advance(1)
        deep = [path for query in addresses.lists() if (path := addresses.deep(client, query))]
        engine[DEEP] = spread(asked(client, deep or ["/orders"]))
        advance(1)
        engine[SEVERAL] = spread(asked(client, map(orders, addresses.combinations(COMBINED))))
        advance(1)
        with app.app_context():
            words = typed.searches(db.session(), store.orders, SEARCHES)
            people = typed.people(db.session(), store.orders, SEARCHES)
        searches = by_shape(client, words, "/orders?")
        jump = by_shape(client, words, "/jump?", {"HX-Request": "true"})
        advance(1)
        picker = by_shape(client, people, f"{here.kinds['reassign dialog'][0]}?")
        advance(1)
        return Measured(
            store, found, engine, searches, {TOGETHER: jump[TOGETHER]}, picker, upkeep(app), found_deep(found)
        )


def found_deep(found: dict[str, Cost]) -> float:
    """Pages near the end of lists, against their first pages."""
    return found["orders page, near the end"].desk / found["orders page, any sort"].desk


def kinds(app: Flask, client: FlaskClient, total: int) -> dict[str, list[str]]:
    """The addresses of each kind of page."""
    with app.app_context():
        single = addresses.samples(db.session(), total, SAMPLES)
    ends = [path for query in DEEP_LISTS if (path := addresses.deep(client, query))]
    return {
        "orders page, any sort": list(map(orders, DEEP_LISTS)),
        "orders page, one filter": list(map(orders, FILTERS)),
        "orders page, near the end": ends or ["/orders"],
        "orders page, search": [orders({"q": word}) for word in ("mug", "emre", "haljan")],
        "order page": single.orders,
        "order page, 3 lines, 2 shipments, 20 activities": single.busy,
        "customer page": single.customers,
        "customers page, any sort": [f"/customers?sort={sort}" for sort in CUSTOMER_SORTS],
        "customers page, search": [f"/customers?q={word}" for word in ("emre", "haljan")],
        "reassign dialog": single.reassign,
    }


def by_shape(
    client: FlaskClient, found: list[typed.Typed], page: str, headers: Mapping[str, str] = NONE
) -> dict[str, Spread]:
    """How long the engine takes for what is typed, shape by shape, and for all of it.

    What the page sends without a search too (who asks, what menus hold) is no part of it.
    """
    shapes: dict[str, list[Answer]] = defaultdict(list)
    always = {one.statement for one in ask(client, page.rstrip("?"), headers).sent}
    for shape, text in found:
        answers = asked(client, [page + urlencode({"q": text})], headers)
        shapes[shape] += [answer.without(always) for answer in answers]
    everything = [answer for answers in shapes.values() for answer in answers]
    return {shape: spread(answers) for shape, answers in (*shapes.items(), (TOGETHER, everything))}
