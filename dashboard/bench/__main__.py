"""The command: measures, prints the tables, and writes them into docs/speed.md."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import desk
from dashboard import settings
from dashboard.bench import databases, refusals
from dashboard.bench.export_file import write_export
from dashboard.bench.pages import tables
from dashboard.bench.pages.measure import Measured, measure
from dashboard.bench.store.kept import Kept, stores
from dashboard.settings import ROOT

PAGE = ROOT / "docs" / "speed.md"
HEAD = (
    "| database | orders | orders a second | a second of processor time | rehearsed before, the same | memory | file "
    "| time per order to a tenth |",
    "|---|---|---|---|---|---|---|---|",
)
Place = Callable[[], AbstractContextManager[tuple[str, Path]]]


PARTS = ("imports", "files", "pages", "browser")
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
QUICK = 10_000  # orders; what grows is measured against as many
LONGEST_IMPORT = 100_000


def main(arguments: list[str]) -> None:
    """Measure imports, how soon harmful files are refused, and pages; print the tables and write them."""
    chosen = options(arguments)
    for mark, lines in tables_of(chosen):
        rows = []
        for row in lines:
            rows.append(row)
            print(row, flush=True)
        if not chosen.no_write:
            write(mark, rows)


def browsed() -> Iterator[str]:
    """The table of the browser; it needs packages that the desk itself does not."""
    from dashboard.bench import browser

    yield from browser.table()


def options(arguments: list[str]) -> argparse.Namespace:
    """What the command line asks for. A mistake is told in one line."""
    parser = desk.Options(prog="desk.py bench", description="Measure, and write docs/speed.md.")
    parser.add_argument("--orders", type=int, default=QUICK, metavar="N", help="orders to measure with (10,000)")
    parser.add_argument("--only", choices=PARTS, help="only this part")
    parser.add_argument("--database", choices=KINDS, help="only this kind of database")
    parser.add_argument("--no-write", action="store_true", help="only print")
    chosen = parser.parse_args(arguments)
    if not 1 <= chosen.orders <= 5_000_000:
        sys.exit("desk.py: --orders is a number from 1 to 5,000,000.")
    return chosen


def tables_of(chosen: argparse.Namespace) -> Iterator[tuple[str, Iterable[str]]]:
    """The tables that are asked for, by their mark; each is measured as its lines are read."""
    wanted = [chosen.only] if chosen.only else PARTS[:3]  # a browser is asked for by its name
    found = {kind: place for kind, place in places().items() if chosen.database in (None, kind)}
    if "imports" in wanted:
        yield "import", table(min(chosen.orders, LONGEST_IMPORT), found)
    if "files" in wanted:
        yield "refusals", refusals.table()
    if "browser" in wanted:
        yield "browser", browsed()
    if "pages" in wanted:
        sizes = sorted({min(QUICK, chosen.orders), chosen.orders})
        measured = list(measured_pages(settings.load()["INSTANCE"], tuple(found), sizes))
        yield "pages", tables.pages(measured)
        yield "engine", tables.engine(measured)
        for miss in tables.misses(measured):
            print(miss, file=sys.stderr)


def measured_pages(folder: Path, kinds: Sequence[str], sizes: Sequence[int]) -> Iterator[Measured]:
    """The pages measured on stores of these sizes, the smallest first, which are kept in this folder."""
    with ExitStack() as open_now:
        smallest: dict[str, Kept] = {}
        for orders in sizes:
            kept = open_now.enter_context(stores(folder, kinds, orders))
            yield from (measure(store, smallest.get(store.kind)) for store in kept)
            smallest = smallest or {store.kind: store for store in kept}


def table(orders: int, found: Mapping[str, Place]) -> Iterator[str]:
    """The table's lines, as they are measured."""
    yield from HEAD
    for kind, place in found.items():
        with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as folder:
            small, large = (measured(place, Path(folder), count) for count in (max(1, orders // 10), orders))
        growth = (large["seconds"] / large["orders"]) / (small["seconds"] / small["orders"])
        pace, busy, rehearsed, thought = (
            f"{large['orders'] / large[clock]:,.0f}" for clock in ("seconds", "cpu", "rehearsal", "rehearsal_cpu")
        )
        yield (
            f"| {KINDS[kind]} | {large['orders']:,} | {pace} | {busy} | {rehearsed}; {thought} | "
            f"{large['memory'] / 1000:.0f} MB | "
            f"{large['file'] / 1_000_000:.1f} MB | {growth:.2f} |"
        )


def places() -> dict[str, Place]:
    """The kinds of database to measure on."""
    found: dict[str, Place] = {"sqlite": databases.sqlite}
    if programs := desk.postgresql():
        found["postgresql"] = partial(databases.postgresql, programs)
    return found


def measured(place: Place, folder: Path, orders: int) -> dict[str, Any]:
    """What an import of so many orders into an empty database takes."""
    file = folder / f"orders_{orders}.csv"
    write_export(file, orders)
    with place() as (url, instance):
        environ = {**os.environ, "DATABASE_URL": url, "DESK_INSTANCE": str(instance), "FLASK_RUN_FROM_CLI": "true"}
        command = [sys.executable, "-m", "dashboard.bench.import_once", str(file)]
        done = subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE, cwd=ROOT)
    return {**json.loads(done.stdout), "file": file.stat().st_size}


def write(mark: str, rows: list[str]) -> None:
    """Put a table between its marks on the page."""
    begins, ends = f"<!-- bench: {mark} -->", f"<!-- /bench: {mark} -->"
    table_ = "\n".join([begins, *rows, ends])
    PAGE.write_text(re.sub(f"{begins}.*?{ends}", lambda _: table_, PAGE.read_text(), flags=re.DOTALL))


if __name__ == "__main__":
    main(sys.argv[1:])
