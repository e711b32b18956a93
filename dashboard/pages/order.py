"""One order: whose it is, what is in it, what happened."""

from typing import Any

from flask import Blueprint, abort, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.undo import UNDOABLE
from dashboard.core import guards, progress, quantities
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.statuses import OrderState
from dashboard.extensions import db
from dashboard.models import latest
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.models.order_view import LogLine, order_log, whole_order
from dashboard.pages import verb, who
from dashboard.pages.list_address import Listed, came_from_list
from dashboard.pages.next import own_path
from dashboard.pages.unchanged import asks_again, unless_unchanged
from dashboard.pages.walk import walk

pages = Blueprint("order", __name__)


@pages.get("/orders/<code:code>")
@unless_unchanged(lambda code: latest.of_order(db.session(), code))
def show(code: str) -> ResponseReturnValue:
    """The order's page; for an open one that asks again, its activity."""
    order = whole_order(db.session(), code) or abort(404)
    known, log = facts(db.session(), order), order_log(db.session(), order)
    came_from = came_from_list()
    return render_template(
        "orders/_activity.html" if asks_again() else "orders/detail.html",
        order=order,
        log=log,
        undoable=undoable(log),
        undo_key=verb.new_key,
        cannot_reassign=guards.failed(Action.REASSIGN, known),
        back=back(came_from),
        walk=walk(order, came_from),
        **goods(order, known),
    )


def back(came_from: Listed) -> str:
    """The list that one came from; where the address does not say, the one that was open last."""
    if "list" in request.args:
        return came_from.address
    return own_path(session.get("orders"), url_for("orders.index"))


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
        "subtotal": sum(line.total + line.discount for line in order.lines),
    }


def undoable(log: list[LogLine]) -> set[int]:
    """The line of the log that may be taken back now: the last ownership verb that stands, for those who may."""
    taken_back = {line.undoes for line in log}
    standing = (line for line in log if line.verb in UNDOABLE and line.seq not in taken_back)
    last = next(standing, None)
    return {last.seq} if last and guards.may(who.person(), UNDOABLE[last.verb]) else set()
