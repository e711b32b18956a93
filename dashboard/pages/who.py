"""Who is at the desk: Flask-Login over our own session rows, and the rule that every page needs a person."""

from flask import Flask, abort, current_app, g, request, session
from flask_login import current_user

from dashboard.actions.sign_in import token_hash
from dashboard.core.person import Person
from dashboard.database import now
from dashboard.extensions import db, login_manager
from dashboard.letters.shop import Shop
from dashboard.models.signed_in import SignedIn, signed_in
from dashboard.models.store import Store

# Endpoints that answer without a session; every other one, also one added later, is closed.
PUBLIC = {"sign_in.show", "sign_in.submit", "theme.choose", "health.ready", "account.password", "static", None}


class Desk:
    """Flask-Login's user: somebody signed in at the desk. Its id is the session's token."""

    is_authenticated, is_active, is_anonymous = True, True, False

    def __init__(self, token: str, row: SignedIn) -> None:
        self.token, self.row = token, row
        self.person = row.staff.person

    def get_id(self) -> str:
        """The token, which is all that the cookie holds."""
        return self.token


def load(token: str) -> Desk | None:
    """The session behind the cookie's token, if it still runs."""
    config = current_app.config
    row = signed_in(db.session(), token_hash(token), now(), config["SESSION_IDLE"], config["SESSION_LENGTH"])
    return Desk(token, row) if row else None


def require_person() -> None:
    """Refuse a request without a running session, but for the few public pages."""
    if request.endpoint in PUBLIC:
        return
    if not current_user.is_authenticated:
        session.clear()
        abort(401)


def person() -> Person:
    """The staff member who sent this request."""
    return current_user.person


def store() -> Store | None:
    """The store's settings, read once per request."""
    if current_user.is_authenticated:
        return current_user.row.store
    if "store" not in g:
        g.store = db.session.get(Store, 1)
    return g.store


def shop() -> Shop:
    """The sender of letters."""
    settings = store()
    if settings is None:
        abort(503)
    return Shop.of(settings, current_app.config["BASE_URL"], current_app.config["MESSAGE_HOLD"])


def register(app: Flask) -> None:
    """Bind Flask-Login and the rule to the application."""
    login_manager.session_protection = None  # our rows end sessions; an address that changes does not
    login_manager.init_app(app)
    login_manager.user_loader(load)
    app.before_request(require_person)
