"""One-time links by which colleagues set their passwords: made, looked at, used."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from dashboard.actions.create_customer import token_hash
from dashboard.core.refusals import Refused
from dashboard.models.staff import Staff, StaffLink

LASTS = {"invite": timedelta(days=7), "reset": timedelta(hours=24)}


class Unknown(Refused):
    """There is no such link."""

    def __init__(self) -> None:
        super().__init__("This link is not known here. Look whether it was copied whole, or ask for a new one.")


class Ended(Refused):
    """The link was good once and is not any more."""


def make_link(session: Session, staff: Staff, at: datetime) -> tuple[str, datetime]:
    """A token for setting a password once, and until when; the database keeps only its hash.

    It is an invitation as long as the colleague has no password.
    """
    kind, token = "reset" if staff.password_hash else "invite", secrets.token_urlsafe(32)
    until = at + LASTS[kind]
    session.add(StaffLink(token_hash=token_hash(token), staff_id=staff.id, kind=kind, created_at=at, expires_at=until))
    return token, until


def use_up(session: Session, staff: Staff, at: datetime) -> None:
    """End every open link of this colleague."""
    open_links = update(StaffLink).where(StaffLink.staff_id == staff.id, StaffLink.used_at.is_(None))
    session.execute(open_links.values(used_at=at))


def holder(session: Session, token: str, at: datetime) -> tuple[StaffLink, Staff]:
    """The link of this token and whom it is for. Raises Unknown, or Ended for one used or out of date."""
    link = session.get(StaffLink, token_hash(token))
    if link is None:
        raise Unknown
    staff = session.get_one(Staff, link.staff_id)
    refuse_ended(link, staff, at)
    return link, staff


def refuse_ended(link: StaffLink, staff: Staff, at: datetime) -> None:
    """Raise Ended unless the link may still be used."""
    if not staff.active:
        raise Ended("This account is closed. Ask the owner of the store.")
    if link.used_at is not None:
        raise Ended("This link has done its work, or a newer one took its place. Ask for a new one if you need it.")
    if link.expires_at <= at:
        raise Ended("This link is out of date. Ask for a new one.")
