"""The catalogs: sets of products offered together."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from dashboard.extensions import db
from dashboard.models.catalog_view import all_catalogs

pages = Blueprint("catalogs", __name__)


@pages.get("/catalogs")
def index() -> ResponseReturnValue:
    """All of them by name."""
    return render_template("catalogs/index.html", catalogs=all_catalogs(db.session()))
