"""What the buyer reads once an order is placed."""

from flask import Blueprint, abort, render_template

from dashboard.account import who
from dashboard.account.order_shown import order_shown
from dashboard.extensions import db
from dashboard.models.buyer_orders import kin, owned_order

pages = Blueprint("account_placed", __name__)


@pages.get("/account/orders/<code:code>/placed")
def show(code: str) -> str:
    """What was ordered, in short."""
    order = owned_order(db.session(), who.account().id, code) or abort(404)
    names = {**order_shown(order), "kin": kin(db.session(), order), "account": who.account()}
    return render_template("account/placed.html", **names)
