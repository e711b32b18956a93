"""Money to send: refunds that wait for approval or to be sent, over all orders, ticked off one by one."""

from datetime import datetime

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.core.guards import Action
from dashboard.extensions import db
from dashboard.models.keyset import read
from dashboard.models.money_list import money_to_send
from dashboard.pages import verb, who

pages = Blueprint("money_to_send", __name__)


@pages.get("/money-to-send")
def index() -> ResponseReturnValue:
    """A stretch of the list, the oldest first."""
    verb.permit(Action.REFUND)
    after = read(request.args.get("after"), datetime, back=False)
    page = money_to_send(db.session(), after)
    return render_template(
        "money_to_send.html",
        rows=page.rows,
        more=url_for("money_to_send.index", after=page.more) if page.more else None,
        first=url_for("money_to_send.index") if after else None,
        me=who.person().id,
    )
