"""The store made: furnished by the desk's own functions, filled by chunks from several processes."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import chain, islice
from typing import Any, NamedTuple, cast

import flask_migrate
from flask import Flask
from sqlalchemy import select

from dashboard.bench.store import chunk, columns
from dashboard.bench.store.chunk import CHUNK, Plan
from dashboard.bench.store.load import LOADERS, Ending, Loader
from dashboard.bench.store.orders import SPAN, TODAY
from dashboard.bench.store.people import PER_ORDER, Accounts
from dashboard.bench.store.sums import settle
from dashboard.commands import bar, no_collector
from dashboard.database import writing
from dashboard.demo.furnish import COUNTERS, furnish
from dashboard.demo.numbers import Numbers
from dashboard.demo.setting import setting
from dashboard.extensions import db
from dashboard.models import Counter, Store

AHEAD = 3  # chunks that are made before they are asked for, per process
NONE = cast(Numbers, None)  # every chunk has its own
PREPARED: dict[str, Callable[[list[list[Any]]], Any]] = {"sqlite": columns.tuples, "postgresql": columns.lines}


class Made(NamedTuple):
    """A chunk ready to be stored: how many things it is, and by table the columns, and the rows for each kind."""

    size: int
    tables: dict[str, tuple[tuple[str, ...], dict[str, Any]]]

    def add_to(self, loader: Loader, kind: str) -> None:
        """Store it in a database of this kind."""
        for table, (names, rows) in self.tables.items():
            loader.add(table, names, rows[kind])


class Filling(NamedTuple):
    """A database that is being filled: its application, its loader, and what closes that."""

    app: Flask
    opened: ExitStack
    loader: Loader


def make(apps: Sequence[Flask], orders: int) -> None:
    """Fill the empty databases of these applications with the same store of so many orders, made once."""
    plans: list[Plan] = []
    fillings: dict[str, Filling] = {}
    with no_collector(), ExitStack() as stack:
        for app in apps:
            with app.app_context():
                plans.append(furnished(orders))
                url, kind = db.engine.url.render_as_string(hide_password=False), db.engine.dialect.name
                db.engine.dispose()
            opened = stack.enter_context(ExitStack())
            fillings[kind] = Filling(app, opened, opened.enter_context(LOADERS[kind](url)))
        if any(one != plans[0] for one in plans):
            raise ValueError("The furnished stores are not the same.")
        fill({kind: filling.loader for kind, filling in fillings.items()}, plans[0])
        finish(orders, list(fillings.values()))


def finish(orders: int, fillings: Sequence[Filling]) -> None:
    """Make the indexes, then write what follows from the orders; no database waits for another."""
    strands = [filling.loader.endings() for filling in fillings]
    steps = sum(len(strand) for strand in chain(*strands)) + len(fillings)
    with ThreadPoolExecutor(len(fillings)) as threads, bar("Indexes, full text, sums", steps) as advance:

        def follow(filling: Filling, strands: list[list[Ending]]) -> None:
            with ThreadPoolExecutor(len(strands)) as more:
                list(more.map(lambda strand: end(strand, advance), strands))
            filling.opened.close()
            conclude(orders, filling.app)
            advance(1)

        list(threads.map(follow, fillings, strands))


def conclude(orders: int, app: Flask) -> None:
    """Write what follows from the orders, on one database."""
    with app.app_context(), writing() as session:
        settle(session)
        for name in COUNTERS:
            session.merge(Counter(name=name, next=orders * chunk.ROOM["shipments"] + 1))


def furnished(orders: int) -> Plan:
    """What the chunks are made from, on the store that is furnished for them."""
    flask_migrate.upgrade()
    with writing() as session:
        furnish(session, TODAY - SPAN)
        known = setting(session)._replace(accounts=Accounts(max(1, round(orders * PER_ORDER))), numbers=NONE)
        planned = Plan(orders, known, session.scalars(select(Store.code_prefix)).one())
    db.session.remove()
    return planned


def fill(loaders: Mapping[str, Loader], planned: Plan) -> None:
    """Store all accounts, then all orders, each database by a thread of its own."""
    things = len(planned.known.accounts) + planned.total
    with ThreadPoolExecutor(len(loaders)) as threads, bar("Accounts and orders", things) as advance:
        for chunk_ in made(tuple(loaders), planned):
            list(threads.map(lambda kind: chunk_.add_to(loaders[kind], kind), loaders))  # noqa: B023 - waited for
            advance(chunk_.size)


def end(strand: Sequence[Ending], advance: Callable[[int], None]) -> None:
    """What is left to do, one after the other."""
    for ending in strand:
        ending()
        advance(1)


def made(kinds: Sequence[str], planned: Plan) -> Iterator[Made]:
    """The chunks in their order, made by a process for each core where there are many."""
    firsts = {"accounts": len(planned.known.accounts), "orders": planned.total}
    jobs = chain.from_iterable(
        (partial(prepared, kinds, what, first) for first in range(1, count + 1, CHUNK))
        for what, count in firsts.items()
    )
    if planned.total <= 2 * CHUNK:
        yield from (job(planned) for job in jobs)
        return
    workers = os.cpu_count() or 1
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=gc.disable) as pool:
        waiting: list[Future[Made]] = [pool.submit(job, planned) for job in islice(jobs, workers * AHEAD)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(job, planned) for job in islice(jobs, 1)]


def prepared(kinds: Sequence[str], what: str, first: int, planned: Plan) -> Made:
    """One chunk's rows as these kinds of database take them."""
    main, make_rows = {"orders": ("orders", chunk.orders), "accounts": ("customers", chunk.accounts)}[what]
    rows = {name: found for name, found in make_rows(first, planned).items() if found}
    tables = {}
    for name, found in rows.items():
        kept = columns.kept(name, found)
        tables[name] = columns.names(name, found), {kind: PREPARED[kind](kept) for kind in kinds}
    return Made(len(rows[main]), tables)
