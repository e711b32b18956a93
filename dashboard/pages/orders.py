"""The orders list."""

import re
from enum import StrEnum
from typing import Any, TypeVar
from zlib import crc32

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from dashboard.core.statuses import FulfilmentStatus, PaymentStatus
from dashboard.extensions import db
from dashboard.models import latest
from dashboard.models.order_list import COUNTED, Criteria, Cursor, Page, decode, encode, orders_page
from dashboard.pages.next import own_path
from dashboard.pages.unchanged import asks_again, unless_unchanged

pages = Blueprint("orders", __name__)

S = TypeVar("S", bound=StrEnum)
LONGEST = 200  # letters of a search


@pages.get("/orders")
@unless_unchanged(lambda: latest.of_the_desk(db.session()))
def index() -> ResponseReturnValue:
    """One page of the list, newest first; everything it is narrowed to stands in its address."""
    criteria, place = wanted(), cursor()
    if not asks_again():
        remember()
    page = orders_page(db.session(), criteria, place)
    if place and not page.rows:  # the list grew shorter meanwhile: begin at its top
        page = orders_page(db.session(), criteria, None)
    shown = crc32(repr(page).encode())
    if asks_again():
        return render_template("orders/_news.html", shown=shown, news=request.headers.get("Shown") != str(shown))
    return render_template(
        "orders/index.html",
        shown=shown,
        page=page,
        criteria=criteria,
        payments=PaymentStatus,
        fulfilments=FulfilmentStatus,
        newer=address(criteria, before=encode(page.rows[0])) if page.newer else None,
        older=address(criteria, after=encode(page.rows[-1])) if page.older and page.rows else None,
        without=lambda name, value: address(criteria, without=(name, value)),
        found=found(page),
    )


@pages.get("/")
def home() -> ResponseReturnValue:
    """The desk opens on its orders."""
    return redirect(url_for("orders.index"), 303)


def remember() -> None:
    """Keep this list's address for "Back to orders"; a script's redraws and the browser's Back need nothing kept."""
    here = own_path(request.full_path.rstrip("?"), url_for("orders.index"))  # a cookie over 4 kB would be dropped
    if session.get("orders") != here:
        session["orders"] = here


def wanted() -> Criteria:
    """The criteria in the address; words that are no status are passed over."""
    return Criteria(
        q=request.args.get("q", "")[:LONGEST].strip(),
        payment=statuses(PaymentStatus, "payment"),
        fulfilment=statuses(FulfilmentStatus, "fulfilment"),
        imported=int(number) if re.fullmatch("[0-9]{1,18}", number := request.args.get("import", "")) else None,
    )


def statuses(words: type[S], name: str) -> tuple[S, ...]:
    """The statuses asked for under this name, each once."""
    known = {word.value for word in words}
    return tuple(words(word) for word in dict.fromkeys(request.args.getlist(name)) if word in known)


def cursor() -> Cursor | None:
    """The place in the list that the address names."""
    if "before" in request.args:
        return decode(request.args["before"], newer=True)
    return decode(request.args.get("after"), newer=False)


def address(
    criteria: Criteria,
    without: tuple[str, object] | None = None,
    after: str | None = None,
    before: str | None = None,
) -> str:
    """The address of the list narrowed like this, less one filter, from a place on."""
    payment = [word for word in criteria.payment if ("payment", word) != without]
    fulfilment = [word for word in criteria.fulfilment if ("fulfilment", word) != without]
    q = criteria.q or None
    imported = None if without == ("import", criteria.imported) else criteria.imported
    more: dict[str, Any] = {"import": imported, "after": after, "before": before}
    return url_for("orders.index", q=q, payment=payment, fulfilment=fulfilment, **more)


def found(page: Page) -> str:
    """How many match: "1 order", "260 orders", "1,000+ orders"."""
    if page.count > COUNTED:
        return f"{COUNTED:,}+ orders"
    return "1 order" if page.count == 1 else f"{page.count:,} orders"
