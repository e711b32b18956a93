"""Create a test order."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.create_test import create_test
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.trial_orders import possible
from dashboard.pages import new_order, settings, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("create_test", __name__)


@pages.get("/orders/create-test")
def show() -> ResponseReturnValue:
    """The question."""
    settings.require("order_create")
    return page()


@pages.post("/orders/create-test")
def submit() -> ResponseReturnValue:
    """Place it and go there, or say why not."""
    settings.require("order_create")
    return verb.answer(
        lambda: create_test(by=who.person(), once=verb.submission(request.form)),
        confirm,
        page,
        lambda result: url_for("order.show", code=result["code"]),
    )


def page(refused: Refused | None = None) -> str:
    """The question in its layout."""
    may_be = possible(db.session(), new_order.the_store())
    going = url_for("orders.index")
    return verb.draw_at("orders/create_test.html", going, "#results", possible=may_be, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['code']} is a test order", "It is in no sum, and no letter about it goes to a customer.")
