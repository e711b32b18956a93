"""Settings > Staff: everybody who works here, and one of them with their sessions."""

from flask import Blueprint, abort, current_app, session
from flask.typing import ResponseReturnValue

from dashboard.actions.invite import Invited
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models.staff import StaffSession
from dashboard.models.staff_list import Colleague, colleague, colleagues, sessions_of
from dashboard.pages import settings

pages = Blueprint("staff", __name__)

SHOWN_ONCE = "invited"


@pages.get("/settings/staff")
def index() -> ResponseReturnValue:
    """Everybody, and the link that was made just now."""
    settings.require("staff")
    return settings.frame("staff.html", "staff", colleagues=colleagues(db.session()), link=made_just_now())


@pages.get("/settings/staff/<int18:number>")
def show(number: int) -> ResponseReturnValue:
    """One colleague: role, state, sessions, and what can be done."""
    return settings.frame("colleague.html", who=wanted(number), sessions=sessions(number), link=made_just_now())


def wanted(number: int) -> Colleague:
    """The colleague of this address, for somebody who may manage staff."""
    settings.require("staff")
    return colleague(db.session(), number) or abort(404)


def sessions(number: int) -> list[StaffSession]:
    """The running sessions of the colleague of this id."""
    config = current_app.config
    return sessions_of(db.session(), number, now(), config["SESSION_IDLE"], config["SESSION_LENGTH"])


def show_once(made: Invited) -> None:
    """Keep the link in this browser's cookie until the next page of settings has shown it; it is stored nowhere."""
    session[SHOWN_ONCE] = {"name": made.name, "url": f"{current_app.config['BASE_URL']}/set-password/{made.token}"}


def made_just_now() -> dict[str, str] | None:
    """The link to show now, with whose it is; it is shown once."""
    return session.pop(SHOWN_ONCE, None)
