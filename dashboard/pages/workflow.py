"""The workflow: how orders, payments and parcels go on, by the desk's own tables; and one order's place in it."""

from typing import NamedTuple

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from dashboard.core import guards, quantities, workflow
from dashboard.core.ahead import Standing
from dashboard.core.charts import CHARTS, Chart
from dashboard.core.conditions import Condition
from dashboard.core.facts import OrderFacts
from dashboard.core.statuses import OrderState, Status
from dashboard.core.workflow import Next, Picture
from dashboard.extensions import db
from dashboard.models.order_facts import facts
from dashboard.models.order_seen import whole_order
from dashboard.pages import order_menu, who

pages = Blueprint("workflow", __name__)


class Part(NamedTuple):
    """A chart as it is drawn: `numbers` say how far the order is in it, `urls` where its actions are done."""

    title: str
    picture: Picture
    now: Status | None
    numbers: str
    coming: list[Next]
    urls: dict[str, str]
    needs: dict[str, tuple[Condition, ...]]


@pages.get("/workflow")
def show() -> ResponseReturnValue:
    """All there is, of no order in particular."""
    blank = OrderFacts()
    parts = []
    for chart in CHARTS:
        coming = workflow.possible(chart)
        needs = {one.action.value: guards.conditions(one.action, blank) for one in coming}
        parts.append(Part(chart.title, workflow.picture(chart), None, "", coming, {}, needs))
    return render_template("workflow/show.html", parts=parts, order=None)


@pages.get("/orders/<code:code>/workflow")
def of_order(code: str) -> ResponseReturnValue:
    """The same with this order's place: where it was, what may come, and what is refused."""
    order = whole_order(db.session(), code) or abort(404)
    known = facts(db.session(), order)
    withdrawn = tuple({part.line_id: part.withdrawn for part in refund.lines} for refund in order.refunds)
    standing = Standing(known, withdrawn)
    parts = [of_chart(chart, standing) for chart in CHARTS if chart.title != "Shipment"]
    returned = order.state is OrderState.RETURNED_TO_CART
    return render_template(
        "workflow/show.html",
        parts=parts,
        order=order,
        back=url_for("order.show", code=code),
        fulfilment=order.state if returned else order.fulfilment_status,
    )


def of_chart(chart: Chart, standing: Standing) -> Part:
    """The chart with the order's place in it."""
    known = standing.facts
    coming = workflow.coming(chart, standing)
    offers = {one.action.value: order_menu.offer(one.action, known, who.person()) for one in coming}
    urls = {name: offer.url for name, offer in offers.items() if offer}
    drawn = workflow.picture(chart, workflow.states(chart, standing))
    return Part(chart.title, drawn, workflow.place(chart, known), counted(chart, known), coming, urls, {})


def counted(chart: Chart, known: OrderFacts) -> str:
    """How far the order is, in numbers."""
    if chart.title == "Order":
        return known.state.label
    if chart.title == "Fulfilment":
        pieces = quantities.per_line(known).values()
        return f"{sum(p.sent for p in pieces)} of {sum(p.to_send for p in pieces)} pieces handed over"
    return ""
