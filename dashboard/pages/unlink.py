"""Unlink an order from its owner's account: what it will change, and doing it."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.unlink import unlink
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.guest_orders import guest_order, guest_spend
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.move import Preview, between, contact_stays, uncounted

pages = Blueprint("unlink", __name__)


@pages.get("/orders/<code:code>/unlink")
def show(code: str) -> ResponseReturnValue:
    """What unlinking will change."""
    return page(verb.wanted(code, Action.UNLINK))


@pages.post("/orders/<code:code>/unlink")
def submit(code: str) -> ResponseReturnValue:
    """Make it a guest order again."""
    by = who.person()
    seen, once = verb.seen(), verb.submission(request.form)
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: unlink(code, by=by, seen=seen, once=once),
        confirm,
        lambda refused: page(verb.wanted(code, Action.UNLINK), refused),
        going,
    )


def page(order: Order, refused: Refused | None = None) -> str:
    """The question on today's order."""
    return verb.draw(
        "orders/unlink.html",
        order.code,
        order=order,
        preview=preview(order),
        conditions=guards.conditions(Action.UNLINK, facts(db.session(), order)),
        refused=refused,
    )


def preview(order: Order) -> Preview:
    """What it would change."""
    owner = order.owner
    if owner is None:
        return Preview([], [])
    guest, count = guest_spend(db.session(), order)
    effects = [
        f"Nobody’s account owns {order.code} any more; {owner.name} no longer finds it.",
        uncounted(order),
        contact_stays(order),
        f"It stands among the guest accounts, with {count} more of its contact." if count else
        "It stands among the guest accounts.",
        "No letter about the change.",
    ]  # fmt: skip
    moves = between(order, owner, guest, {order.currency: -guest_order(order).counts})
    return Preview(moves, [effect for effect in effects if effect])


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    code, owner = result["code"], result["owner"]["name"]
    return Flash(
        f"{code} is a guest order again",
        f"{result['moved']} left {owner}’s total spend.",
        undo=url_for("undo.show", code=code, seq=result["undo"]),
    )
