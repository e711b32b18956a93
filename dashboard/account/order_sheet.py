"""The order sheet of a catalog's order link: taken away, filled in, brought back, and looked at before it is placed."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from dashboard.account.order_form import form
from dashboard.account.sheet_back import came_back, handed_out, page

pages = Blueprint("order_sheet", __name__)


@pages.get("/c/<string(maxlength=64):token>/sheet")
def show(token: str) -> Response:
    """Where the sheet is taken, and brought back."""
    return page(form(token))


@pages.post("/c/<string(maxlength=64):token>/sheet")
def submit(token: str) -> ResponseReturnValue:
    """What the sheet asks for, each error beside its row."""
    return came_back(form(token), request.files.get("file"))


@pages.get("/c/<string(maxlength=64):token>/sheet.xlsx")
def take(token: str) -> Response:
    """The sheet."""
    return handed_out(form(token))
