"""What the tests of verbs on customers ask: an account's log in words, and its open links."""

import json

from sqlalchemy import func, select

from dashboard.actions.create_customer import link
from dashboard.core.sentences import plain
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, PasswordLink
from tests import world


def told(name: str) -> list[str]:
    """The account's log, the first line first."""
    query = select(Activity).where(Activity.customer_id == world.customer(name).id).order_by(Activity.seq)
    return [plain(line.verb, line.actor_name, json.loads(line.text or "{}")) for line in db.session.scalars(query)]


def open_link(name: str) -> None:
    """Make a link by which the account's password could be set."""
    with writing() as session:
        link(session, world.customer(name), now())


def open_links(name: str) -> int:
    """How many links could still be used."""
    query = select(func.count()).where(
        PasswordLink.customer_id == world.customer(name).id, PasswordLink.used_at.is_(None)
    )
    return db.session.scalar(query) or 0
