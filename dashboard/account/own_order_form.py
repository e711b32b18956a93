"""The same for a buyer who is signed in: the order is theirs from the beginning."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.account import who
from dashboard.account.order_choice import Form, choose, chosen, placed, review

pages = Blueprint("account_order_form", __name__)


@pages.get("/account/c/<string(maxlength=64):token>")
def show(token: str) -> Response:
    """What the catalog offers."""
    return choose(form(token))


@pages.post("/account/c/<string(maxlength=64):token>")
def submit(token: str) -> ResponseReturnValue:
    """Show what was chosen, go back, or place it."""
    if "place" not in request.form:
        return choose(form(token), chosen()) if "change" in request.form else review(form(token))
    return placed(form(token), who.person(), going)


def form(token: str) -> Form:
    """The form at this address."""
    here, sheet = (f"account_order_{page}.show" for page in ("form", "sheet"))
    return Form(token, url_for(here, token=token), url_for(sheet, token=token), who.account())


def going(token: str, result: dict[str, str]) -> Response:
    """Where the order is seen."""
    return redirect(url_for("account_order.show", code=result["code"]), 303)  # type: ignore[return-value]
