"""`flask batches`: go on with batches of the order list that wait, as the desk does by itself while it is open."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from dashboard.batch_runner import work_off


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(batches)


@click.command("batches")
@with_appcontext
def batches() -> None:
    """Go on with what was begun for many orders at once, until nothing waits.

    Only where no desk is open: one that is does so by itself.
    """
    worked = 0
    while work_off(current_app):
        worked += 1
    click.echo("Nothing waits." if not worked else "1 batch is done." if worked == 1 else f"{worked} batches are done.")
