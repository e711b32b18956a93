"""One customer: live details, total spend, orders, activity."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from dashboard.extensions import db
from dashboard.models.customer_view import customer_by_id, customer_log, newest_orders, shares

pages = Blueprint("customer", __name__)


@pages.get("/customers/<int18:number>")
def show(number: int) -> ResponseReturnValue:
    """The customer's page."""
    session = db.session()
    customer = customer_by_id(session, number) or abort(404)
    orders, count = newest_orders(session, customer)
    return render_template(
        "customers/detail.html",
        customer=customer,
        orders=orders,
        count=count,
        shares=shares(session, customer),
        log=customer_log(session, customer),
    )
