"""The page behind an order letter’s link: how the order stands, what is in it, where its parcels are. Nothing else."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from dashboard.account.order_shown import order_shown
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models.order_link import order_behind
from dashboard.pages import secret

pages = Blueprint("guest_order", __name__)


@pages.get("/o/<string(maxlength=64):token>")
def show(token: str) -> ResponseReturnValue:
    """The order; one answer for links that never were, that were replaced and that ended."""
    order = order_behind(db.session(), token, now())
    if order is None:
        return secret.page("account/order_link_ended.html", 404)
    return secret.page("account/guest_order.html", **order_shown(order))
