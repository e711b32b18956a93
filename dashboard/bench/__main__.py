"""The command: measures, prints the tables, and writes them into docs/speed.md."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import desk
from dashboard.bench import databases, refusals
from dashboard.bench.export_file import write_export
from dashboard.settings import ROOT

PAGE = ROOT / "docs" / "speed.md"
HEAD = (
    "| database | orders | orders a second | a second of processor time | rehearsed before, the same | memory | file "
    "| time per order to a tenth |",
    "|---|---|---|---|---|---|---|---|",
)
Place = Callable[[], AbstractContextManager[tuple[str, Path]]]


def main(arguments: list[str]) -> None:
    """Measure an import on each database, and how soon harmful files are refused."""
    parser = argparse.ArgumentParser(prog="desk.py bench", description="Measure, and write docs/speed.md.")
    parser.add_argument("--orders", type=int, default=10_000, metavar="N", help="orders in the file (10,000)")
    parser.add_argument("--no-write", action="store_true", help="only print")
    parser.add_argument("--only", choices=("import", "refusals", "browser"), help="one table (import and refusals)")
    chosen = parser.parse_args(arguments)
    if not 1 <= chosen.orders <= 5_000_000:
        sys.exit("desk.py: --orders is a number from 1 to 5,000,000.")
    tables: dict[str, Callable[[], Iterator[str]]] = {
        "import": partial(table, chosen.orders),
        "refusals": refusals.table,
        "browser": browsed,
    }
    for mark in [chosen.only] if chosen.only else ("import", "refusals"):
        rows = []
        lines = tables[mark]()
        for row in lines:
            rows.append(row)
            print(row, flush=True)
        if not chosen.no_write:
            write(mark, rows)


def browsed() -> Iterator[str]:
    """The table of the browser; it needs packages that the desk itself does not."""
    from dashboard.bench import browser

    yield from browser.table()


def table(orders: int) -> Iterator[str]:
    """The table's lines, as they are measured."""
    yield from HEAD
    for name, place in places().items():
        with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as folder:
            small, large = (measured(place, Path(folder), count) for count in (max(1, orders // 10), orders))
        growth = (large["seconds"] / large["orders"]) / (small["seconds"] / small["orders"])
        pace, busy, rehearsed, thought = (
            f"{large['orders'] / large[clock]:,.0f}" for clock in ("seconds", "cpu", "rehearsal", "rehearsal_cpu")
        )
        yield (
            f"| {name} | {large['orders']:,} | {pace} | {busy} | {rehearsed}; {thought} | "
            f"{large['memory'] / 1000:.0f} MB | "
            f"{large['file'] / 1_000_000:.1f} MB | {growth:.2f} |"
        )


def places() -> dict[str, Place]:
    """The databases to measure on."""
    found: dict[str, Place] = {"SQLite": databases.sqlite}
    if programs := desk.postgresql():
        found["PostgreSQL"] = partial(databases.postgresql, programs)
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
