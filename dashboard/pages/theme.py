"""Light, dark, or as the system has it: kept in a cookie, so that the first paint is right without a script."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.pages.next import own_path

pages = Blueprint("theme", __name__)

THEMES = ("system", "light", "dark")
YEAR = 365 * 24 * 3600


def theme() -> str:
    """The chosen theme."""
    chosen = request.cookies.get("theme", "system")
    return chosen if chosen in THEMES else "system"


@pages.post("/theme")
def choose() -> ResponseReturnValue:
    """Keep the choice and show the same page again."""
    chosen = request.form.get("theme", "")
    if chosen not in THEMES:
        abort(400)
    answer = redirect(own_path(request.form.get("next"), url_for("orders.index")), 303)
    answer.set_cookie("theme", chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer
