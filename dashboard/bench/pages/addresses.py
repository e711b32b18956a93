"""The addresses that are measured, put together from what the store holds and from the desk's own lists of words."""

import html
import re
from itertools import product
from random import Random
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.bench.pages.desk_session import ask
from dashboard.bench.store.orders import BUSY, SPAN, TODAY
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus, Route
from dashboard.models import Order

SORTS = ("-placed", "placed", "-total", "total", "payment", "fulfilment")
# What makes a list begin near its end, so that the place there can be taken from its link to the page after.
NEAR_THE_END = {
    "-placed": {"placed_to": str((TODAY - SPAN * 0.99).date())},
    "placed": {"placed_from": str((TODAY - SPAN * 0.01).date())},
    "-total": {"total_max": "8"},
    "total": {"total_min": "280"},
    "payment": {"placed_to": str((TODAY - SPAN * 0.99).date())},
    "fulfilment": {"placed_to": str((TODAY - SPAN * 0.99).date())},
}
AFTER = re.compile(r'href="(/orders\?[^"]*\bafter=[^"]*)"')
Query = dict[str, str]


def orders(query: Query) -> str:
    """The address of a list."""
    return f"/orders?{urlencode(query)}" if query else "/orders"


def single_filters() -> list[Query]:
    """Every filter alone, with each of its words; days and totals once wide and once narrow."""
    words: list[tuple[str, str]] = [
        *(("payment", word.value) for word in PaymentStatus),
        *(("fulfilment", word.value) for word in FulfilmentStatus),
        *(("state", word.value) for word in OrderState),
        *(("route", word.value) for word in Route),
        *(("catalog", name) for name in ("1", "3", "none")),
        *((flag, word) for flag in ("guest", "test", "archived") for word in ("yes", "no")),
        *(("customer", number) for number in ("1", "200")),
        *(("tag", tag) for tag in ("gift", "recall", "unknown")),
    ]
    month = {"placed_from": "2025-03-01", "placed_to": "2025-03-31"}
    ranges = [month, {"placed_from": "2024-06-01"}, {"placed_to": "2024-06-01"}, {"total_min": "250"}]
    return [dict([word]) for word in words] + ranges + [{"total_max": "10"}, {"total_min": "20", "total_max": "21"}]


def combinations(count: int) -> list[Query]:
    """So many lists with two or three filters and any sort; the same ones every time."""
    dice, single = Random(7), single_filters()
    found = []
    for _ in range(count):
        query: Query = {}
        for part in dice.sample(single, dice.choice((2, 2, 3))):
            query |= part
        found.append({**query, "sort": dice.choice(SORTS)})
    return found


def lists() -> list[Query]:
    """Every filter with every sort, and none."""
    return [{**narrowed, "sort": sort} for narrowed, sort in product([{}, *single_filters()], SORTS)]


def deep(client: FlaskClient, query: Query) -> str | None:
    """The address of a page near the end of this list; None for a list that has none."""
    sort = query.get("sort", "-placed")
    near = {**query, **{name: value for name, value in NEAR_THE_END[sort].items() if name not in query}}
    found = AFTER.search(ask(client, orders(near)).body)
    if found is None:
        return None
    link = dict(parse_qsl(urlsplit(html.unescape(found[1])).query))
    return orders({**query, "after": link["after"]})


class Samples(NamedTuple):
    """Addresses of single pages."""

    orders: list[str]
    busy: list[str]
    reassign: list[str]
    customers: list[str]


def samples(session: Session, total: int, count: int) -> Samples:
    """So many pages of each kind: any orders, the busiest ones, accounts with more than twenty orders and with few."""
    dice = Random(11)
    codes = list(session.scalars(select(Order.code).where(Order.id.in_(numbers(dice, total, count)))))
    busy = [f"OD-{number}" for number in range(1, total + 1, BUSY)]
    owned = [account for account in range(1, 1 + max(1, total // 1000)) if account <= total * 0.3][: count // 2]
    few = numbers(dice, max(1, round(total * 0.3)), count - len(owned))
    return Samples(
        [f"/orders/{code}" for code in codes],
        [f"/orders/{code}" for code in dice.sample(busy, min(count, len(busy)))],
        [f"/orders/{code}/reassign" for code in codes if not code.startswith("TEST-")],
        [f"/customers/{number}" for number in dict.fromkeys((*owned, *few))],
    )


def numbers(dice: Random, highest: int, count: int) -> list[int]:
    """Some numbers, each once."""
    return dice.sample(range(1, highest + 1), min(count, highest))
