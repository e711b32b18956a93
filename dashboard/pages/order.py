"""One order: whose it is, what is in it, what happened."""

from flask import Blueprint, abort, g, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from dashboard.core import guards, quantities
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.statuses import OrderState
from dashboard.core.undoing import UNDOABLE, standing
from dashboard.extensions import db
from dashboard.models.lookalikes import Lookalike, lookalikes
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.models.order_seen import whole_seen
from dashboard.models.order_view import LogLine, order_log
from dashboard.models.tag_list import TagInUse, tags_in_use
from dashboard.pages import order_menu, presence, who
from dashboard.pages.addresses import address
from dashboard.pages.context import address_lines
from dashboard.pages.list_address import Listed, came_from_list
from dashboard.pages.next import own_path
from dashboard.pages.order_beside import beside
from dashboard.pages.order_shown import shown
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
    g.order = whole_seen(db.session(), code, current_user.row.session.id)
    if g.order is None:
        return None
    g.presence = (g.order.order.id, g.order.mine)
    return str(g.order.order.version)


@pages.get("/orders/<code:code>")
@unless_unchanged(stands)
def show(code: str) -> ResponseReturnValue:
    """The order's page; for an open one that asks again, what of it may have changed."""
    order, kin, _ = g.pop("order", None) or whole_seen(db.session(), code) or abort(404)
    # Only an open order can return to a cart, so only then is it asked what carts there are.
    known = facts(db.session(), order, carts=order.state is OrderState.OPEN)
    log = order_log(db.session(), order)
    by, came_from = who.person(), came_from_list()
    offers = {action.value: order_menu.offer(action, known, by) for action in BESIDE}
    return render_template(
        "orders/_changed.html" if asks_again() else "orders/detail.html",
        order=order,
        log=log,
        undoable=undoable(log, by),
        kin=kin,
        present=tuple(presence.said(g.get("others", []))),
        back=back(came_from),
        walk=walk(order, came_from),
        top=order_menu.top(known, by),
        more=order_menu.menu(known, by),
        shown=shown(order, known, by, alike(order, by), offers),
        beside=beside(order, by, offers, in_use(order, by)),
        counters="" if known.state is not OrderState.OPEN else quantities.counters(known),
        fulfilment=order.state if order.state is OrderState.RETURNED_TO_CART else order.fulfilment_status,
        addresses=addresses(order),
    )


def back(came_from: Listed) -> str:
    """The list that one came from; where the address does not say, the one that was open last."""
    if "list" in request.args:
        return came_from.address
    return own_path(session.get("orders"), address("orders.index"))


def addresses(order: Order) -> tuple[tuple[str, ...] | None, ...]:
    """The lines of the delivery address and of the billing address; None for what is not there, or is the same."""
    delivery, billing = order.shipping_address, order.billing_address
    different = billing if billing != delivery else None
    return tuple(tuple(address_lines(one)) if one else None for one in (delivery, different))


def alike(order: Order, by: Person) -> tuple[Lookalike, ...]:
    """The accounts that the buyer of a guest order looks like, for who may link it; the first three."""
    if order.account_id is not None or not guards.may(by, Action.LINK):
        return ()
    return tuple(lookalikes(db.session(), order)[:3])


def in_use(order: Order, by: Person) -> list[TagInUse]:
    """Tags that the order could get with a press, for who may."""
    if not guards.may(by, Action.TAG):
        return []
    had = {one.key for one in order.tags}
    return [one for one in tags_in_use(db.session()) if one.key not in had][:OFFERED]


def undoable(log: list[LogLine], by: Person) -> set[int]:
    """The lines of the log that may be taken back now, by those who may."""
    return {line.seq for line in standing(log) if not line.blank and guards.may(by, UNDOABLE[line.verb])}
