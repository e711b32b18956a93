"""`flask check`: every invariant over the whole database; exit code 1 if one is broken."""

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy import func, select

from dashboard.checks.invariant import Finding
from dashboard.checks.processes import shared_out, useful
from dashboard.checks.run import INVARIANTS, Report, run
from dashboard.commands import bar, no_collector
from dashboard.extensions import db
from dashboard.models import Order

FEW = 5_000  # orders that are looked at sooner than several processes begin


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(check)


@click.command
@with_appcontext
def check() -> None:
    """Check that the database keeps all its promises.

    Each broken one is named with the first orders that break it; then the exit code is 1.
    """
    orders = db.session.scalar(select(func.count()).select_from(Order)) or 0
    db.session.rollback()  # the check reads in a transaction of its own kind
    with no_collector():
        report = together(orders) if orders > FEW and useful() > 1 else alone(orders)
    seen = f"{report.orders:,} orders, {report.activities:,} activities"
    if not report.broken:
        click.echo(f"{seen}: all {len(INVARIANTS)} invariants hold.")
        return
    for finding in report.broken:
        click.echo(shown(finding))
    raise click.ClickException(f"{seen}: {len(report.broken)} of {len(INVARIANTS)} invariants are broken.")


def alone(orders: int) -> Report:
    """Look at everything in this process."""
    with bar("Orders", orders) as advance:
        return run(db.session(), advance)


def together(orders: int) -> Report:
    """Look at everything in a process for each core; these are there before the bar, which has a thread."""
    with shared_out(db.session(), useful()) as work, bar("Orders", orders) as advance:
        return run(db.session(), advance, work)


def shown(finding: Finding) -> str:
    """A broken invariant in two lines."""
    more = f" and {finding.count - len(finding.first):,} more" if finding.count > len(finding.first) else ""
    return f"{finding.name}: {finding.sentence}\n  broken by {', '.join(finding.first)}{more}"
