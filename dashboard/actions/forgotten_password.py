"""Send a link to set a new password to whoever forgot theirs. Nothing tells whether the address is known."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions import sign_in
from dashboard.actions.change_store import change_store
from dashboard.actions.staff_link import make_link
from dashboard.core.person import COMMAND
from dashboard.letters import new_password
from dashboard.letters.shop import Shop
from dashboard.models.staff import Staff


def forgotten_password(session: Session, email_key: str, *, host: str, shop: Shop, at: datetime | None = None) -> None:
    """Queue the link for an active colleague with this address; for anybody else do nothing that shows.

    Each request counts like a failure at the door. Raises Locked.
    """
    keys = {"email": f"forgotten:{email_key}", "host": f"forgotten-host:{host}"}
    sign_in.refuse_locked(session, keys)
    sign_in.fail(keys)
    # A password's work for known and unknown alike: the few milliseconds of the letter are lost in it.
    sign_in.matches(sign_in.nobody(), secrets.token_hex())
    number = session.scalar(select(Staff.id).where(Staff.email_key == email_key, Staff.active))
    if number is not None:
        send_link(number, shop, at)


def send_link(number: int, shop: Shop, at: datetime | None) -> None:
    """Make the link of the colleague of this id and queue it."""
    with change_store(None, by=COMMAND, at=at) as change:
        staff = change.staff(number)
        token, until = make_link(change.session, staff, change.at)
        change.record("link_asked", staff=staff.name, staff_id=staff.id)
        change.send(new_password.letter(staff, token, shop, until=until, at=change.at))
