"""Choose the columns of one's own order list."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from dashboard.actions.choose_columns import choose_columns
from dashboard.core.columns import Column, chosen
from dashboard.core.refusals import NotPermitted
from dashboard.pages import verb, who
from dashboard.pages.next import came_from, own_path

pages = Blueprint("choose_columns", __name__)


def shown() -> frozenset[Column]:
    """The columns that this person looks at."""
    return chosen(current_user.row.staff.order_columns)


@pages.get("/views/columns")
def show() -> ResponseReturnValue:
    """The choice as a page."""
    going = own_path(request.args.get("next"), url_for("orders.index"))
    return render_template(
        "views/choose_columns.html",
        layout=verb.layout(),
        lands="#results",
        next=going,
        columns=shown(),
        every_column=Column,
    )


@pages.post("/views/columns")
def submit() -> ResponseReturnValue:
    """Keep the choice, or begin anew with what everybody has, and show the list again."""
    words = None if "reset" in request.form else request.form.getlist("column")
    try:
        choose_columns(words, by=who.person())
    except NotPermitted as refused:
        abort(403, refused.sentence)
    orders = url_for("orders.index")
    return redirect(own_path(request.form.get("next"), orders) if not verb.in_dialog() else came_from(orders), 303)
