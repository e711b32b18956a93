"""Invite a colleague: an account without a password, and the one-time link by which its holder sets one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.actions.change_store import change_store
from dashboard.actions.once import Submission
from dashboard.actions.staff_link import make_link
from dashboard.core import contacts, names
from dashboard.core.person import Person, Role
from dashboard.core.refusals import Invalid
from dashboard.letters import invited
from dashboard.letters.shop import Shop
from dashboard.models.staff import Staff


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom the link is for and its token, which is shown once and kept nowhere."""

    staff_id: int
    name: str
    token: str


def invite(
    name: str,
    email: str,
    role: str,
    *,
    by: Person,
    shop: Shop,
    once: Submission | None = None,
    at: datetime | None = None,
) -> Invited:
    """Make the account, the link and the letter. Raises Replayed and the refusals of change_store(), and Invalid."""
    with change_store("staff", by=by, once=once, at=at) as change:
        staff = add(change.session, colleague(name, email, role))
        token, until = make_link(change.session, staff, change.at)
        change.record("staff_invited", staff=staff.name, staff_id=staff.id, role=staff.role.label)
        change.send(invited.letter(staff, token, shop, by=by.name, until=until, at=change.at))
        change.result = {"staff_id": staff.id, "name": staff.name}
    return Invited(staff.id, staff.name, token)


def colleague(name: str, email: str, role: str) -> Staff:
    """The account that these entries describe, not stored yet. Raises Invalid beside the field."""
    if role not in set(Role):
        raise Invalid("Choose a role.", "role")
    named = names.required(name, "name", "Enter the name that colleagues will see.")
    key = contacts.email_key(email)
    return Staff(name=named, email=contacts.visible(email), email_key=key, password_hash=None, role=Role(role))


def add(session: Session, staff: Staff) -> Staff:
    """Store the account. Raises Invalid if the address has one."""
    try:
        with session.begin_nested():
            session.add(staff)
    except IntegrityError:
        holder = session.scalars(select(Staff).where(Staff.email_key == staff.email_key)).one()
        state = "works here already" if holder.active else "was here before: reactivate the account instead"
        raise Invalid(f"{holder.name} {state}, with this e-mail address.", "email") from None
    return staff
