"""One order: whose it is, what is in it, what happened."""

from typing import Any

from flask import Blueprint, abort, g, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from dashboard.core import guards, progress, quantities
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.notes import may_delete
from dashboard.core.statuses import LIVE, OrderState
from dashboard.core.undoing import UNDOABLE, standing
from dashboard.extensions import db
from dashboard.models.confirmation import compared
from dashboard.models.lookalikes import Lookalike, lookalikes
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.models.order_kin import kin
from dashboard.models.order_view import LogLine, order_log, whole_order
from dashboard.models.tag_list import TagInUse, tags_in_use
from dashboard.pages import order_menu, presence, shipment_verb, verb, who
from dashboard.pages.list_address import Listed, came_from_list
from dashboard.pages.money_acts import money_acts
from dashboard.pages.next import own_path
from dashboard.pages.unchanged import unless_unchanged
from dashboard.pages.walk import walk
from dashboard.pages.who import asks_again

pages = Blueprint("order", __name__)

# What stands in a block of the page by itself.
BESIDE = (Action.REASSIGN, Action.LINK, Action.ORDER_CUSTOMER, Action.TAG, Action.NOTE)
OFFERED = 5


def stands(code: str) -> str | None:
    """How far the order has come: by one read where a page asks again, else as the page is about to show it."""
    if request.if_none_match:
        return presence.stands(presence.look(code))
    g.order = whole_order(db.session(), code)
    if g.order is None:
        return None
    g.presence = (g.order.id, None)
    return str(g.order.version)


@pages.get("/orders/<code:code>")
@unless_unchanged(stands)
def show(code: str) -> ResponseReturnValue:
    """The order's page; for an open one that asks again, what of it may have changed."""
    order = g.pop("order", None) or whole_order(db.session(), code) or abort(404)
    # Only an open order can return to a cart, so only then is it asked what carts there are.
    known = facts(db.session(), order, carts=order.state is OrderState.OPEN)
    log = order_log(db.session(), order)
    came_from = came_from_list()
    return render_template(
        "orders/_changed.html" if asks_again() else "orders/detail.html",
        order=order,
        log=log,
        undoable=undoable(log),
        kin=kin(db.session(), order),
        present=presence.said(g.get("others", [])),
        undo_key=verb.new_key,
        back=back(came_from),
        walk=walk(order, came_from),
        top=order_menu.top(known),
        more=order_menu.menu(known),
        offers={action.value: order_menu.offer(action, known) for action in BESIDE},
        alike=alike(order),
        in_use=in_use(order),
        acts=money_acts(order, known),
        may_change=lambda note: may_delete(who.person(), note.staff_id),
        **goods(order, known),
    )


def back(came_from: Listed) -> str:
    """The list that one came from; where the address does not say, the one that was open last."""
    if "list" in request.args:
        return came_from.address
    return own_path(session.get("orders"), url_for("orders.index"))


def alike(order: Order) -> list[Lookalike]:
    """The accounts that the buyer of a guest order looks like, for who may link it; the first three."""
    if order.account_id is not None or not guards.may(who.person(), Action.LINK):
        return []
    return lookalikes(db.session(), order)[:3]


def in_use(order: Order) -> list[TagInUse]:
    """Tags that the order could get with a press, for who may."""
    if not guards.may(who.person(), Action.TAG):
        return []
    had = {one.key for one in order.tags}
    return [one for one in tags_in_use(db.session()) if one.key not in had][:OFFERED]


def goods(order: Order, known: OrderFacts) -> dict[str, Any]:
    """What the items and shipments sections show beside the rows themselves."""
    pieces = quantities.per_line(known)
    returned = order.state is OrderState.RETURNED_TO_CART
    return {
        "pieces": pieces,
        "to_send": sum(piece.to_send for piece in pieces.values()),
        "sent": sum(piece.sent for piece in pieces.values()),
        "counters": "" if known.state is not OrderState.OPEN else quantities.counters(known),
        "fulfilment": order.state if returned else order.fulfilment_status,
        "line_states": {number: progress.of_line(piece, known.state, known.packed) for number, piece in pieces.items()},
        "names": {line.id: line.name for line in order.lines},
        "steps": progress.steps,
        "parcel_menus": shipment_verb.menus(order, known),
        "live": LIVE,
        "compared": compared(order),
        "subtotal": sum(line.total + line.discount for line in order.lines),
    }


def undoable(log: list[LogLine]) -> set[int]:
    """The lines of the log that may be taken back now, by those who may."""
    return {line.seq for line in standing(log) if not line.blank and guards.may(who.person(), UNDOABLE[line.verb])}
