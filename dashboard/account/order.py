"""The page of one of the buyer's orders. Another's order is not found, as one that never was."""

from flask import Blueprint, abort, render_template

from dashboard.account import who
from dashboard.account.order_shown import order_shown
from dashboard.extensions import db
from dashboard.models.buyer_orders import kin, owned_order

pages = Blueprint("account_order", __name__)


@pages.get("/account/orders/<code:code>")
def show(code: str) -> str:
    """The order as the buyer sees it: items, parcels, and what was given with it."""
    order = owned_order(db.session(), who.account().id, code) or abort(404)
    return render_template("account/order.html", kin=kin(db.session(), order), **order_shown(order))
