"""Erase a guest: what goes and what stays, the contact to be typed, and doing it."""

from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.erase_guest import confirms, erase_guest, refuse_account
from dashboard.core.erasing import InTheWay
from dashboard.core.refusals import Refused, WrongState
from dashboard.extensions import db
from dashboard.models.known_person import known_guest
from dashboard.models.order import Order
from dashboard.models.order_view import order_by_code
from dashboard.pages import erasing, settings, verb, who
from dashboard.pages.erasing import ConfirmForm
from dashboard.pages.flash import Flash

pages = Blueprint("erase_guest", __name__)


@pages.get("/orders/<code:code>/erase-guest")
def show(code: str) -> ResponseReturnValue:
    """The question."""
    settings.require("erase")
    return page(code, ConfirmForm())


@pages.post("/orders/<code:code>/erase-guest")
def submit(code: str) -> ResponseReturnValue:
    """Erase them, or say why not."""
    settings.require("erase")
    form = ConfirmForm()

    def act() -> dict[str, Any]:
        once = verb.submission(request.form)
        return erase_guest(code, erasing.typed(form), erasing.uploads(), by=who.person(), seen=verb.seen(), once=once)

    here = url_for("order.show", code=code)
    return verb.answer(act, confirm, lambda refused: page(code, form, refused), here)


def page(code: str, form: ConfirmForm, refused: Refused | None = None) -> str:
    """The question in its layout, on today's order."""
    order = order_by_code(db.session(), code) or abort(404)
    names = erasing.shown(known_guest(db.session(), order), confirms(order), form, refused)
    names["open"] = instead(order) or names["open"]
    here = url_for("order.show", code=code)
    return verb.draw_at(
        "customers/erase_guest.html", here, "#order", order=order, code=code, version=order.version, **names
    )


def instead(order: Order) -> list[InTheWay]:
    """Why this order’s customer is not erased as a guest, if so."""
    try:
        refuse_account(db.session(), order, known_guest(db.session(), order))
    except WrongState as refused:
        return [InTheWay(refused.sentence)]
    return []


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash("The guest is erased", f"{erasing.orders_kept(result['orders'])} in the books, without a name.")
