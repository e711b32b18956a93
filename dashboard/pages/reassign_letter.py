"""The letters of a reassign, seen before: with this order’s data, to whoever is chosen; nothing is written."""

import re
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.refusals import Invalid, NotPermitted
from dashboard.database import now
from dashboard.extensions import db
from dashboard.letters import reassigned, reassigned_old_owner
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.order_view import order_by_code
from dashboard.models.outbox import Message
from dashboard.pages import who
from dashboard.pages.letter_frame import framed

pages = Blueprint("reassign_letter", __name__)


@pages.get("/orders/<code:code>/reassign/letter")
def show(code: str) -> ResponseReturnValue:
    """The letter to the new owner (`owner`: an account’s id, or `email`), or with `to=old` to the old one."""
    letter, address = written(code), f"{url_for('reassign_letter.html', code=code)}?{urlencode(request.args)}"
    return render_template("orders/letter.html", letter=letter, letter_url=address)


@pages.get("/orders/<code:code>/reassign/letter/html")
def html(code: str) -> ResponseReturnValue:
    """Its HTML, for its frame."""
    return framed(written(code).html or abort(404))


def written(code: str) -> Message:
    """The letter. 404 where none would be written."""
    try:
        guards.require_permission(who.person(), Action.REASSIGN)
    except NotPermitted as refused:
        abort(403, refused.sentence)
    order = order_by_code(db.session(), code) or abort(404)
    try:
        letter = to_old(order) if request.args.get("to") == "old" else to_new(order)
    except Invalid as invalid:
        abort(404, invalid.sentence)
    return letter or abort(404, "Nobody would get this letter.")


def to_old(order: Order) -> Message | None:
    """The letter to the owner of today."""
    return reassigned_old_owner.letter(order, order.owner, who.shop(), at=now()) if order.owner else None


def to_new(order: Order) -> Message | None:
    """The letter to the new owner."""
    number, email = request.args.get("owner", ""), request.args.get("email", "")
    if re.fullmatch("[0-9]{1,18}", number):
        new = db.session.get(Customer, int(number)) or abort(404)
    else:
        new = Customer(name=email, email=email)
    return reassigned.letter(order, new, who.shop(), at=now())
