"""What the orders list offers: what can be ticked in its menus, its sorts, and sentences about what bounds it."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from dashboard.core.criteria import NO_CATALOG, Criteria, Sort
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus, Route, Status
from dashboard.models.full_text import MATCHES, NEWEST
from dashboard.models.order_list import Bound
from dashboard.models.order_names import Names
from dashboard.pages.order_criteria import KEPT

# What a click on a column's head sorts by: first, and once it does.
HEADS = {
    "Placed": (Sort.NEWEST, Sort.OLDEST),
    "Payment": (Sort.PAYMENT, Sort.PAYMENT),
    "Fulfilment": (Sort.FULFILMENT, Sort.FULFILMENT),
    "Total": (Sort.DEAREST, Sort.CHEAPEST),
}
FALLING = {Sort.NEWEST: "descending", Sort.DEAREST: "descending"}
BOUNDS = {
    Bound.MATCHES: f"More than {MATCHES:,} orders match. These are among the newest {MATCHES:,}: refine your search.",
    Bound.NEWEST: f"Words of one or two letters are looked for in the newest {NEWEST:,} orders only.",
    Bound.SEARCH: "This search takes too long, so not all orders were looked through. Refine your search.",
    Bound.FILTERS: "These filters take too long together. Narrow the filters, for example by the days placed.",
}


class Choice(NamedTuple):
    """Something that can be ticked: its value, its words, and its badge if it is a status."""

    value: str
    words: str
    badge: Status | None = None


class Head(NamedTuple):
    """The head of a column: where it leads, and which way it is sorted now, if it is."""

    href: str
    sorted: str | None


PAYMENTS = tuple(Choice(word, word.label, word) for word in PaymentStatus)
FULFILMENTS = tuple(Choice(word, word.label, word) for word in FulfilmentStatus)
STATES = tuple(Choice(word, word.label) for word in OrderState)
ROUTES = tuple(Choice(word, word.label) for word in Route)


class Menus(NamedTuple):
    """What can be ticked in each menu."""

    catalog: tuple[Choice, ...]
    tag: tuple[Choice, ...]
    payment: tuple[Choice, ...] = PAYMENTS
    fulfilment: tuple[Choice, ...] = FULFILMENTS
    state: tuple[Choice, ...] = STATES
    route: tuple[Choice, ...] = ROUTES


def menus(criteria: Criteria, offered: Names) -> Menus:
    """The menus of this store; what is ticked stands in them, too."""
    tags = dict.fromkeys((*offered.tags, *criteria.tag))
    catalogs = {**offered.catalogs, NO_CATALOG: "No catalog"}
    return Menus(
        catalog=tuple(Choice(word, title) for word, title in catalogs.items()),
        tag=tuple(Choice(word, word) for word in tags),
    )


@lru_cache(KEPT)
def heads(criteria: Criteria, address: Callable[[Criteria], str]) -> tuple[tuple[str, Head], ...]:
    """The heads of the columns that can be sorted by, with their names; `address` says where criteria are shown."""
    return tuple((name, head(criteria, HEADS[name], address)) for name in HEADS)


def head(criteria: Criteria, sorts: tuple[Sort, Sort], address: Callable[[Criteria], str]) -> Head:
    """One of them: a click sorts by its first way, and by the other one where that is so already."""
    first, then = sorts
    now_by = criteria.sort if criteria.sort in sorts else None
    href = address(replace(criteria, sort=then if now_by is first else first))
    return Head(href, FALLING.get(now_by, "ascending") if now_by else None)
