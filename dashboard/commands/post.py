"""`flask post`: send what is due in the outbox."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from dashboard.core.post import MessageState
from dashboard.extensions import db
from dashboard.models import Message, Store
from dashboard.post import Post, missing, work_off

WAITS = (MessageState.HELD, MessageState.SENDING)


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(post)


@click.command
@click.option("--stay", is_flag=True, help="go on sending until stopped, as a process of its own")
@with_appcontext
def post(stay: bool) -> None:
    """Send the messages of the outbox whose time has come.

    The desk sends them itself while it runs; any number of senders may work at once.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    for sentence in missing(app, db.session.get(Store, 1)).values():
        click.echo(sentence, err=True)
    if stay:
        Post(app).run()
    tally = work_off(app)
    waiting = db.session.scalar(select(func.count()).where(Message.state.in_(WAITS))) or 0
    if tally.cut:
        click.echo(tally.cut, err=True)
    click.echo(f"{tally.sent:,} sent, {tally.failed:,} failed, {waiting:,} waiting.")
