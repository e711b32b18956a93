"""What the buyer reads once an order is placed."""

from flask import Blueprint, abort, render_template

from dashboard.account import who
from dashboard.extensions import db
from dashboard.models.buyer_orders import kin, owned_order

pages = Blueprint("account_placed", __name__)


@pages.get("/account/orders/<code:code>/placed")
def show(code: str) -> str:
    """The order, in short."""
    order = owned_order(db.session(), who.account().id, code) or abort(404)
    return render_template("account/placed.html", order=order, kin=kin(db.session(), order), account=who.account())
