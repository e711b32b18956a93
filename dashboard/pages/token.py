"""The token that each form carries: Flask-WTF's, signed once for a session and not for every page."""

from functools import lru_cache

from flask import Flask, current_app, g, session
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeTimedSerializer

NAME, SALT = "csrf_token", "wtf-csrf-token"  # Flask-WTF's own
KEPT = 512  # sessions


def register(app: Flask) -> None:
    """Give templates `csrf_token()`, also those that no context processor runs for."""
    app.jinja_env.globals["csrf_token"] = token
    app.context_processor(lambda: {"csrf_token": token})


def token() -> str:
    """This session's token; a session without one gets it."""
    known = g.get(NAME)
    if known is None:
        value = session.get(NAME)
        known = signed(current_app.config["SECRET_KEY"], value) if isinstance(value, str) else generate_csrf()
        setattr(g, NAME, known)
    return str(known)


@lru_cache(KEPT)
def signed(secret: str, value: str) -> str:
    """What a session keeps, as its forms carry it. It says when it was signed, which is not asked: it ends with the
    session (WTF_CSRF_TIME_LIMIT)."""
    return str(URLSafeTimedSerializer(secret, salt=SALT).dumps(value))
