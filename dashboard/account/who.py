"""Which buyer is here. Their cookie goes to /account only, and staff’s is worth nothing there: neither is the other."""

from datetime import timedelta
from typing import Any

from flask import Flask, Response, abort, current_app, g, request, session
from sqlalchemy import update

from dashboard.actions.sign_in import token_hash
from dashboard.core.person import Person
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models.buyer import BuyerSession
from dashboard.models.buyer_signed_in import SignedInBuyer, buyer_signed_in
from dashboard.models.customer import Customer
from dashboard.pages.who import of_buyers
from dashboard.pages.without_waiting import write_afterwards

COOKIE, PLACE = "buyer", "/account"
# Pages of theirs that answer without a session; every other one, also one added later, is closed.
OPEN = frozenset({
    "account_sign_in.show", "account_sign_in.submit", "account_sign_in.sign_out", "account_code.show",
    "account_register.show", "account_register.submit", "account_forgotten_password.show",
    "account_forgotten_password.submit",
})  # fmt: skip
EVERY = timedelta(minutes=1)


def here() -> SignedInBuyer | None:
    """The session behind the cookie, if it still runs; looked up once per request."""
    if "buyer" not in g:
        token, config = request.cookies.get(COOKIE), current_app.config
        times = config["BUYER_SESSION_IDLE"], config["BUYER_SESSION_LENGTH"]
        g.buyer = buyer_signed_in(db.session(), token_hash(token), now(), *times) if token else None
        if g.buyer is not None:
            g.store = g.buyer.store
    found: SignedInBuyer | None = g.buyer
    return found


def account() -> Customer:
    """The account that is signed in to."""
    found = here()
    if found is None:
        abort(401)
    return found.account


def person() -> Person:
    """The buyer who sent this request."""
    return account().person


def require_buyer() -> None:
    """Refuse a page of the buyers’ without a running session, but for the few open ones."""
    if of_buyers() and request.endpoint not in OPEN and here() is None:
        abort(401)


def enter(response: Response, token: str) -> Response:
    """Put a new session in the cookie. A token of a form of before is good no more, unless somebody is at the desk in
    the same browser, whose open forms go on."""
    if "_user_id" not in session:
        session.clear()
    config = current_app.config
    response.set_cookie(
        COOKIE,
        token,
        max_age=config["BUYER_SESSION_LENGTH"],
        path=PLACE,
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def leave(response: Response) -> Response:
    """Take the session out of the cookie."""
    response.delete_cookie(COOKIE, path=PLACE, httponly=True, samesite="Lax")
    return response


def beat_afterwards(response: Response) -> Response:
    """Arrange that the session counts as seen, where it was last seen a while ago."""
    found, at = g.get("buyer"), now()
    if found is not None and at - found.session.last_seen_at > EVERY:
        seen = update(BuyerSession).where(BuyerSession.id == found.session.id)
        write_afterwards(response, (seen.values(last_seen_at=at), {}))
    return response


def everywhere() -> dict[str, Any]:
    """What the frame of their pages shows: who is signed in, and how many carts wait."""
    found = here() if of_buyers() else None
    return {"buyer": found.account if found else None, "open_carts": found.carts if found else 0}


def register(app: Flask) -> None:
    """Bind the rule to the application."""
    app.before_request(require_buyer)
    app.after_request(beat_afterwards)
    app.context_processor(everywhere)
