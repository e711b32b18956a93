"""The buyer's open carts: one for each catalog."""

from flask import Blueprint, render_template

from dashboard.account import who
from dashboard.extensions import db
from dashboard.models.cart_view import carts_of

pages = Blueprint("account_carts", __name__)


@pages.get("/account/carts")
def index() -> str:
    """The list."""
    return render_template("account/carts.html", carts=carts_of(db.session(), who.account().id, only_open=True))
