"""The store's logo, at an address of its own that changes with it."""

from flask import Blueprint, Response, abort

from dashboard.extensions import db
from dashboard.models.store import Logo

pages = Blueprint("logo", __name__)

YEAR = 365 * 24 * 3600


@pages.get("/logo/<string(length=64):digest>")
def show(digest: str) -> Response:
    """The picture and nothing but a picture, whatever its bytes might look like to a browser."""
    logo = db.session.get(Logo, digest) or abort(404)
    answer = Response(logo.data, mimetype=logo.kind)
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    answer.headers["Content-Disposition"] = "inline"
    return answer
