"""Who is at the desk: Flask-Login over our own session rows, and the rule that every page needs a person."""

from datetime import timedelta

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.actions.first_run import works_here
from dashboard.actions.sign_in import token_hash
from dashboard.core.person import Person
from dashboard.database import now
from dashboard.extensions import db, login_manager
from dashboard.letters.shop import Shop
from dashboard.models.signed_in import SignedIn, signed_in
from dashboard.models.store import Store

# Endpoints that answer without a session; every other one, also one added later, is closed.
PUBLIC = {
    "sign_in.show", "sign_in.submit", "theme.choose", "health.ready", "account.password", "static", None,
    "first_run.show", "first_run.submit", "forgotten_password.show", "forgotten_password.submit",
    "staff_password.password", "logo.show", "guest_order.show",
    "order_form.show", "order_form.submit", "order_form.thanks", "order_sheet.show", "order_sheet.submit",
    "order_sheet.take",
}  # fmt: skip
BUYERS = "account_"  # what the names of the buyers’ blueprints begin with
# What answers before anybody works here; everything else leads to the first run.
BEFORE_ALL = {"first_run.show", "first_run.submit", "theme.choose", "health.ready", None}


class Desk:
    """Flask-Login's user: somebody signed in at the desk. Its id is the session's token."""

    is_authenticated, is_active, is_anonymous = True, True, False

    def __init__(self, token: str, row: SignedIn) -> None:
        self.token, self.row = token, row
        self.person = row.staff.person

    def get_id(self) -> str:
        """The token, which is all that the cookie holds."""
        return self.token


def asks_again() -> bool:
    """Whether an open page sent this by itself: it gets the part that changes, and is nobody's sign of life."""
    drawn_whole = "HX-Request" not in request.headers or "HX-History-Restore-Request" in request.headers
    return not drawn_whole and bool(request.if_none_match)


def load(token: str) -> Desk | None:
    """The session behind the cookie's token, if it still runs."""
    config = current_app.config
    times = config["SESSION_IDLE"], config["SESSION_LENGTH"]
    with_list = request.endpoint == "orders.index" and not asks_again()
    row = signed_in(db.session(), token_hash(token), now(), *times, with_list=with_list)
    return Desk(token, row) if row else None


def begin_with_the_first_run() -> WerkzeugResponse | None:
    """Lead every page to the first run as long as nobody works here."""
    if request.endpoint in BEFORE_ALL or current_user.is_authenticated or works_here(db.session()):
        return None
    return redirect(url_for("first_run.show"), 303)


def of_buyers() -> bool:
    """Whether this request is for a page of the buyers’, which want a buyer (account/who.py)."""
    return (request.blueprint or "").startswith(BUYERS)


def require_person() -> None:
    """Refuse a request without a running session, but for the few public pages."""
    if request.endpoint in PUBLIC or of_buyers():
        return
    if not current_user.is_authenticated:
        session.clear()
        abort(401)


def person() -> Person:
    """The staff member who sent this request."""
    return current_user.person


def store() -> Store | None:
    """The store's settings, read once per request."""
    user = current_user._get_current_object()
    if user.is_authenticated:
        return user.row.store
    if "store" not in g:
        g.store = db.session.get(Store, 1)
    return g.store


def shop() -> Shop:
    """The sender of letters."""
    settings = store()
    if settings is None:
        abort(503)
    config, hold = current_app.config, timedelta(seconds=settings.message_hold)
    return Shop.of(settings, config["BASE_URL"], hold, sms=bool(config["SMS_URL"]))


def register(app: Flask) -> None:
    """Bind Flask-Login and the rule to the application."""
    login_manager.session_protection = None  # our rows end sessions; an address that changes does not
    login_manager.init_app(app)
    login_manager.user_loader(load)
    app.before_request(begin_with_the_first_run)
    app.before_request(require_person)
