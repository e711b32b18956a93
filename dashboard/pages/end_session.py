"""Sign out that tablet, and whatever else one is signed in on."""

from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dashboard.actions.end_session import end_session
from dashboard.core.refusals import Refused
from dashboard.core.roles import may
from dashboard.extensions import db
from dashboard.models.staff import StaffSession
from dashboard.pages import settings, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("end_session", __name__)


@pages.get("/settings/sessions/<int18:number>/end")
def show(number: int) -> ResponseReturnValue:
    """The question."""
    return page(wanted(number))


@pages.post("/settings/sessions/<int18:number>/end")
def submit(number: int) -> ResponseReturnValue:
    """End it, or say that it has ended."""
    row = wanted(number)

    def act() -> dict[str, Any]:
        return end_session(number, by=who.person(), once=verb.submission(request.form))

    return verb.answer(act, confirm, lambda refused: page(wanted(number), refused), place(row))


def wanted(number: int) -> StaffSession:
    """The session of this address: one's own, or for who may manage staff anybody's."""
    query = select(StaffSession).where(StaffSession.id == number).options(joinedload(StaffSession.staff))
    row = db.session.scalar(query)
    if row is None or not (row.staff_id == who.person().id or may(who.person(), "staff")):
        abort(404)
    return row


def place(row: StaffSession) -> str:
    """Where its list is."""
    if row.staff_id == who.person().id:
        return settings.lands("own_account.show")
    return settings.lands("staff.show", number=row.staff_id)


def page(row: StaffSession, refused: Refused | None = None) -> str:
    """The question in its layout."""
    own = row.staff_id == who.person().id
    return verb.draw_at("settings/end_session.html", place(row), settings.PART, row=row, own=own, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    whose = "" if result["own"] else f" of {result['name']}"
    return Flash(f"Signed out {result['device']}{whose}", "It cannot show or do anything any more.")
