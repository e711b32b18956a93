"""The budgets of pages, and whether what was measured keeps them: the lines of docs/speed.md."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dashboard.bench.pages.engine import SLOW, Spread
from dashboard.bench.pages.measure import SEVERAL, Measured

GROWTH, DEEPER = 1.3, 1.2
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PAGES_HEAD = (
    "| page | database | orders | ms | floor | ratio | budget | stack | queries | ms by the clock, p50 / p95 | kB "
    "| growth | |",
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
)
ENGINE_HEAD = (
    "| what | database | orders | addresses | p50 / p95 / most, ms | budget | |",
    "|---|---|---|---|---|---|---|",
)


class Budget(NamedTuple):
    """How many times the floor a page may cost, by how many queries."""

    ratio: float
    queries: int


class Limits(NamedTuple):
    """Milliseconds in the engine."""

    p50: float
    p95: float

    def __str__(self) -> str:
        return f"{self.p50:g} / {self.p95:g} / {SLOW:g}"


PAGES = {
    "orders page": Budget(2, 4), "order page": Budget(2.5, 8), "customer page": Budget(2.5, 6),
    "customers page": Budget(2, 4), "reassign dialog": Budget(3, 5),
}  # fmt: skip
TYPED = {"sqlite": Limits(1, 20), "postgresql": Limits(10, 60)}
UPKEEP = {"sqlite": 1.0, "postgresql": 3.0}


def verdict(*kept: bool) -> str:
    """Whether every bound is kept."""
    return "met" if all(kept) else "**missed**"


def pages(measured: Iterable[Measured]) -> Iterator[str]:
    """What pages cost. Growth is against the smaller store on the same database, in the same turns."""
    yield from PAGES_HEAD
    for one in measured:
        for kind, cost in one.costs.items():
            budget = PAGES[kind.partition(",")[0]]
            kept = (cost.ratio <= budget.ratio, cost.queries <= budget.queries, (cost.growth or 0) <= GROWTH)
            yield (
                f"| {kind} | {NAMES[one.store.kind]} | {one.store.orders:,} | {cost.desk:.2f} | {cost.floor:.2f} "
                f"| {cost.ratio:.2f} | ≤ {budget.ratio:g} | {cost.stack:.2f} | {cost.queries} of {budget.queries} "
                f"| {cost.p50:.1f} / {cost.p95:.1f} | {cost.size / 1000:.0f} "
                f"| {'' if cost.growth is None else f'{cost.growth:.2f}'} | {verdict(*kept)} |"
            )


def engine(measured: Iterable[Measured]) -> Iterator[str]:
    """What the engine takes for lists, for what is typed, and for the search index."""
    yield from ENGINE_HEAD
    for one in measured:
        where = f"{NAMES[one.store.kind]} | {one.store.orders:,}"
        for what, found in one.engine.items():
            lists = f"{found.addresses}, {found.given_up} given up"
            yield f"| {what} | {where} | {lists} | {found} | – / – / {SLOW:g} | {verdict(in_time(what, found))} |"
        yield (
            f"| pages near the end, against first pages | {where} | | {one.deep:.2f} × | {DEEPER:g} × "
            f"| {verdict(one.deep <= DEEPER)} |"
        )
        for place, found_by in (("orders", one.searches), ("jump box", one.jump), ("picker", one.picker)):
            for shape, found in found_by.items():
                yield f"| {place}: {shape} | {where} | {found.addresses} | {found} {limits(one.store.kind, found)}"
        yield (
            f"| search index, per order written | {where} | | {one.upkeep:.2f} | {UPKEEP[one.store.kind]:g} "
            f"| {verdict(one.upkeep <= UPKEEP[one.store.kind])} |"
        )


def in_time(what: str, found: Spread) -> bool:
    """Whether lists keep their bound: of several filters also those that are given up and say so."""
    return found.over == 0 if what == SEVERAL else found.most <= SLOW and found.given_up == 0


def limits(kind: str, found: Spread) -> str:
    """The cells for the bounds of what is typed, and whether they are kept."""
    bound = TYPED[kind]
    return f"| {bound} | {verdict(found.p50 <= bound.p50, found.p95 <= bound.p95, found.most <= SLOW)} |"


def misses(measured: Iterable[Measured]) -> Iterator[str]:
    """The worst address, and its longest statement, of everything in the engine that is over its bound."""
    for one in measured:
        for what, found in (*one.engine.items(), *one.searches.items(), *one.jump.items(), *one.picker.items()):
            if found.most > SLOW:
                where = f"{NAMES[one.store.kind]}, {one.store.orders:,}"
                yield f"{where}: {what}: {found.most:.0f} ms\n  {found.worst}\n  {found.statement[:3000]}"
