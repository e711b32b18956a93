"""`flask demo`: the demo store into an empty database; `--orders N`: that many generated orders more."""

import click
from flask import Flask
from flask.cli import with_appcontext

from dashboard.commands import bar, no_collector
from dashboard.core.refusals import Refused
from dashboard.demo import fill, load
from dashboard.extensions import db

MOST = 5_000_000


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(demo)


@click.command
@click.option("--orders", type=click.IntRange(0, MOST), default=0, metavar="N", help="add N generated orders more")
@with_appcontext
def demo(orders: int) -> None:
    """Fill an empty database with the demo store.

    With --orders it also adds N generated orders, and then the demo store may be there already.
    """
    try:
        if fill.is_empty(db.session()) or not orders:
            with bar("Demo store", fill.ORDERS) as advance:
                fill.fill(advance)
            click.echo(f"The demo store is in place: {fill.ORDERS} orders.")
        if orders:
            with bar("Generated orders", orders) as advance, no_collector():
                load.load(orders, advance)
            click.echo(f"{orders:,} generated orders were added.")
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from None
