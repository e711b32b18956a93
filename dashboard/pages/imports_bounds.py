"""How much a request may carry: a file to import more than anything else, and only from those who may import."""

from flask import Flask, request
from flask_login import current_user

from dashboard.actions.import_begin import LARGEST
from dashboard.core.guards import may

BESIDE = 1_000_000  # bytes of the form around the file


def register(app: Flask) -> None:
    """Before anything reads the form, the check of its token too."""
    app.before_request(make_room)


def make_room() -> None:
    """Raise this request's limit, where it brings a file from somebody who may."""
    if request.method != "POST" or request.endpoint != "imports.submit":
        return
    if current_user.is_authenticated and may(current_user.person, "import"):
        request.max_content_length = LARGEST + BESIDE
