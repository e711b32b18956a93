"""A chunk of the store as rows ready to be stored: made in a process of its own, from its number alone."""

from collections.abc import Iterator, Mapping
from functools import partial
from random import Random
from typing import Any, NamedTuple, cast

from sqlalchemy.orm import Session

from dashboard.bench.store import people
from dashboard.bench.store.orders import SPAN, TODAY, drafts
from dashboard.demo.bulk import Bulk
from dashboard.demo.chain import ENCODED, chain
from dashboard.demo.draft import Draft, Row, Setting
from dashboard.demo.numbers import Numbers

CHUNK = 1_000
ROOM = {"order_lines": 8, "refunds": 4, "shipments": 4, "goods_returns": 4}  # ids per order


class Plan(NamedTuple):
    """What a chunk is made from: how many orders the store has, what it already holds, how codes begin."""

    total: int
    known: Setting
    prefix: str


class Numbered(NamedTuple):
    """The numbers of shipments and invoices of one chunk."""

    counts: dict[str, int]

    def take(self, series: str) -> int:
        """The next number of a series."""
        self.counts[series] += 1
        return self.counts[series]


class Chunk(Bulk):
    """The rows of one chunk; ids, numbers and salts follow from where it begins."""

    def __init__(self, first: int, found: list[Draft]) -> None:
        self.first, self.dice = first, Random(first)
        self.sums: dict[int, Row] = {}
        self.texts: dict[int, str] = {}
        super().__init__(cast(Session, None), found)

    def ids(self, table: str, count: int) -> Iterator[int]:
        """The ids of a table that are this chunk's."""
        room = ROOM.get(table, 1)
        if count > room * CHUNK:
            raise ValueError(f"{count} {table} are more than a chunk has room for.")
        return iter(range((self.first - 1) * room + 1, (self.first - 1) * room + 1 + count))

    def derived(self, draft: Draft) -> Row:
        """The derived columns of an order: those of its twins, with which it shares its lines."""
        if (key := id(draft.lines)) not in self.sums:
            self.sums[key] = super().derived(draft)
        return self.sums[key]

    def log(self, draft: Draft, order_id: int) -> list[Row]:
        """The rows of an order's log, their salts thrown by the chunk's dice."""
        return chain(draft.log, order_id=order_id, salt=partial(people.salt, self.dice), encode=self.encode)

    def encode(self, text: Mapping[str, Any]) -> str:
        """What a line of the log says; twins say the same."""
        if (key := id(text)) not in self.texts:
            self.texts[key] = ENCODED(text)
        return self.texts[key]


def orders(first: int, plan: Plan) -> dict[str, list[Row]]:
    """The rows of the orders from this number on, by table."""
    count = min(CHUNK, plan.total - first + 1)
    start = (first - 1) * ROOM["shipments"]
    numbers = cast(Numbers, Numbered({"shipments": start, "invoices": first - 1}))
    known = plan.known._replace(numbers=numbers)
    chunk = Chunk(first, list(drafts(first, count, plan.total, known, plan.prefix)))
    for draft in chunk.drafts:
        chunk.add(draft)
    return chunk.rows


def accounts(first: int, plan: Plan) -> dict[str, list[Row]]:
    """The rows of the accounts from this number on, by table."""
    count = min(CHUNK, len(plan.known.accounts) - first + 1)
    return people.rows(first, count, TODAY - SPAN)
