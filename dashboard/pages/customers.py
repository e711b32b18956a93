"""The customers list."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.extensions import db
from dashboard.models.customer_list import COUNTED, CustomerRow, Page, customers_page

pages = Blueprint("customers", __name__)

LONGEST = 200


@pages.get("/customers")
def index() -> ResponseReturnValue:
    """Accounts by name, or those that match the search."""
    q = request.args.get("q", "")[:LONGEST].strip()
    page = customers_page(db.session(), q, place(request.args.get("after")))
    return render_template(
        "customers/index.html",
        page=page,
        q=q,
        found=found(page),
        first=url_for("customers.index", q=q or None) if "after" in request.args else None,
        more=url_for("customers.index", q=q or None, after=encode(page.rows[-1])) if page.more else None,
    )


def encode(row: CustomerRow) -> str:
    """A row's place in the list: its id, a dot, its name folded."""
    return f"{row.id}.{row.name_key}"


def place(text: str | None) -> tuple[str, int] | None:
    """The place that encode() wrote; None for anything else."""
    number, dot, name = (text or "").partition(".")
    if not dot or not number.isascii() or not number.isdigit() or len(number) > 18 or "\0" in name:
        return None
    return name, int(number)


def found(page: Page) -> str:
    """How many match: "1 account", "214 accounts", "1,000+ accounts"."""
    if page.count > COUNTED:
        return f"{COUNTED:,}+ accounts"
    return "1 account" if page.count == 1 else f"{page.count:,} accounts"
