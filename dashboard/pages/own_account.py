"""Settings > Your account: one's own name, password and sessions."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_login import current_user

from dashboard.pages import settings, staff, who

pages = Blueprint("own_account", __name__)


@pages.get("/settings/account")
def show() -> ResponseReturnValue:
    """The account of whoever is signed in."""
    me = current_user.row
    sessions = staff.sessions(who.person().id or 0)
    return settings.frame("account.html", me=me.staff, sessions=sessions, this=me.session.id)
