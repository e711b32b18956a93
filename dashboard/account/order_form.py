"""The page behind a catalog's order link: a guest chooses pieces, or fills in a sheet, looks at the sum, and orders."""

from flask import Blueprint, Response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from dashboard.account.order_choice import GUEST, Form, behind, choose, chosen, placed, review
from dashboard.pages import secret

pages = Blueprint("order_form", __name__)


@pages.get("/c/<string(maxlength=64):token>")
def show(token: str) -> Response:
    """What the catalog offers; one answer for links that never were, that were replaced and that ended."""
    return choose(form(token))


@pages.post("/c/<string(maxlength=64):token>")
def submit(token: str) -> ResponseReturnValue:
    """Show what was chosen with its sum ("review"), go back to the list ("change"), or place it."""
    form_here = form(token)
    if "place" not in request.form:
        return choose(form_here, chosen()) if "change" in request.form else review(form_here)
    return placed(form_here, GUEST, going)


@pages.get("/c/<string(maxlength=64):token>/placed")
def thanks(token: str) -> ResponseReturnValue:
    """What was ordered just now, in this browser."""
    behind(token)
    result = session.get("ordered")
    if not result:
        return redirect(url_for("order_form.show", token=token), 303)
    return secret.page("account/order_thanks.html", result=result, again=url_for("order_form.show", token=token))


def form(token: str) -> Form:
    """The form at this address."""
    return Form(token, url_for("order_form.show", token=token), url_for("order_sheet.show", token=token))


def going(token: str, result: dict[str, str]) -> Response:
    """Where the order is seen."""
    session["ordered"] = {"code": result["code"], "total": result["total"]}
    return redirect(url_for("order_form.thanks", token=token), 303)  # type: ignore[return-value]
