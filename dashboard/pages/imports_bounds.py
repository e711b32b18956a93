"""How much a request may carry: a file to import more than anything else, and only from those who may import."""

from flask import Flask, request
from flask_login import current_user

from dashboard.actions.import_begin import LARGEST
from dashboard.actions.import_products import LARGEST as LARGEST_LIST
from dashboard.core.guards import may

# What brings a file: the permission for it, and how large it may be.
FILES = {
    "imports.submit": ("import", LARGEST),
    "import_products.submit": ("product", LARGEST_LIST),
    "import_prices.submit": ("product", LARGEST_LIST),
}
BESIDE = 1_000_000  # bytes of the form around the file


def register(app: Flask) -> None:
    """Before anything reads the form, the check of its token too."""
    app.before_request(make_room)


def make_room() -> None:
    """Raise this request's limit, where it brings a file from somebody who may."""
    if request.method != "POST" or request.endpoint not in FILES:
        return
    permission, largest = FILES[request.endpoint]
    if current_user.is_authenticated and may(current_user.person, permission):
        request.max_content_length = largest + BESIDE
