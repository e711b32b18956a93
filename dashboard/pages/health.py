"""Whether the desk is ready, for whoever watches it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from dashboard.extensions import db

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def ready() -> ResponseReturnValue:
    """200 once the database answers."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ready"}
