"""`flask import FILE`: bring in the orders that another shop system exported."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dashboard.actions.import_report import Report
from dashboard.actions.import_run import run_import
from dashboard.core import money
from dashboard.core.imports import things
from dashboard.core.person import COMMAND
from dashboard.core.refusals import Refused
from dashboard.import_runner import folder
from dashboard.importers import SOURCES

SHOWN = 20
EVERY = 1_000


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(import_file)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--prefix", help="what the new orders’ codes begin with, such as SH-")
@click.option("--source", type=click.Choice(sorted(SOURCES)), help="whose export it is; else the file tells")
@click.option("--currency", type=str.upper, help="of a file that names none, such as EUR")
@click.option("--encoding", help="of a text file, such as utf-8 or cp1252; else it is found")
@click.option("--dates", type=click.Choice(["dmy", "mdy", "ymd"]), help="the order of day, month and year in figures")
@click.option("--decimal", type=click.Choice([".", ","]), help="what stands before the cents; else it is found")
@with_appcontext
def import_file(file: Path, source: str | None, **choices: str | None) -> None:
    """Import FILE, an export of another shop system, plain or gzipped.

    Orders that are here already are brought up to date; nothing that was done with them here is undone. No messages
    are sent. The import stands on the page Imports, where it can be undone.
    """
    try:
        with told() as progress:
            report = run_import(
                file,
                by=COMMAND,
                source=source,
                folder=folder(current_app),
                reader=current_app.config["IMPORT_READER"],
                progress=progress,
                **choices,
            )
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from None
    for line in summary(report):
        click.echo(line)


@contextmanager
def told() -> Iterator[Callable[[int, int], None]]:
    """Yields what shows how many orders are done: a bar on a terminal, else a line now and then."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Teller().say
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Looking over the file", total=None)
        yield lambda done, orders: progress.update(task, description="Importing", completed=done, total=orders)


class Teller:
    """Tells how many orders are done where there is no terminal to draw a bar on."""

    told = 0

    def say(self, done: int, orders: int) -> None:
        """A line after every EVERY orders."""
        if done // EVERY > self.told:
            self.told = done // EVERY
            click.echo(f"{done:,} of {orders:,}", err=True)


def summary(report: Report) -> Iterator[str]:
    """What came of the file, line by line."""
    lines = f", {report.lines:,} lines" if report.kind == "orders" else ""
    yield (
        f"{things(report.orders, report.kind)}{lines}: {report.made:,} new, "
        f"{report.changed:,} brought up to date, {report.unchanged:,} unchanged, {report.refused:,} not imported."
    )
    if report.totals:
        yield f"Total {sums(report.totals)}, of which {sums(report.refunds)} refunded."
    if report.unknown_columns:
        yield f"Columns not used: {', '.join(report.unknown_columns)}."
    if report.problem_count:
        yield f"{report.problem_count:,} problems:"
    for problem in report.problems[:SHOWN]:
        yield f"  row {problem.row}: {problem.sentence}"
    if report.problem_count > SHOWN:
        yield f"  and {report.problem_count - SHOWN:,} more."


def sums(amounts: Counter[str]) -> str:
    """Amounts side by side: currencies are never added up."""
    found = [money.money(amount, currency) for currency, amount in sorted(amounts.items()) if amount]
    return " + ".join(found) or "nothing"
