"""Purge test orders: how many there are, and deleting them all."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.purge_tests import purge_tests
from dashboard.core.guards import Action
from dashboard.core.made_up import told
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.trial_orders import count_tests
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("purge_tests", __name__)


@pages.get("/orders/purge-tests")
def show() -> ResponseReturnValue:
    """The question."""
    verb.permit(Action.DELETE)
    return page()


@pages.post("/orders/purge-tests")
def submit() -> ResponseReturnValue:
    """Delete them all, and go to the list."""
    verb.permit(Action.DELETE)
    return verb.answer(
        lambda: purge_tests(by=who.person(), once=verb.submission(request.form)),
        confirm,
        page,
        lambda result: url_for("orders.index"),
    )


def page(refused: Refused | None = None) -> str:
    """The question in its layout."""
    count, going = count_tests(db.session()), url_for("orders.index")
    return verb.draw_at("orders/purge_tests.html", going, "#results", count=count, counted=told(count), refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    gone = result["gone"]
    return Flash(f"{told(gone)} {'is' if gone == 1 else 'are'} deleted", "Real orders stay as they are.")
