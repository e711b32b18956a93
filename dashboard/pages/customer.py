"""One customer: live details, total spend, orders, activity."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from dashboard.core.guards import may
from dashboard.core.merging import unmergeable
from dashboard.database import now as moment
from dashboard.extensions import db
from dashboard.models.customer import Customer
from dashboard.models.customer_facts import facts_of
from dashboard.models.customer_view import (
    OrderLogLine,
    Page,
    customer_by_id,
    customer_log,
    decode,
    encode,
    owned_orders,
    seen_customer,
)
from dashboard.models.merged import parts_of, went_into
from dashboard.models.order_view import LogLine
from dashboard.pages import settings, verb, who
from dashboard.pages.addresses import address
from dashboard.pages.customer_shown import Carts, Shares, account, beside
from dashboard.pages.flash import Flash, flash
from dashboard.pages.next import own_path

pages = Blueprint("customer", __name__)

SHOWN_ONCE = "password_once"
PART = "#customer"


@pages.get("/customers/<int18:number>")
def show(number: int) -> ResponseReturnValue:
    """The customer's page; `before` and `after` page through the orders that make up total spend."""
    known, merged = seen_customer(db.session(), number) or abort(404)
    if known.merged_into_id is not None:
        now = went_into(db.session(), known)
        flash(Flash(f"{known.name} was merged into {now.name}", "This is the account that it went into.", kind="info"))
        return redirect(url_for("customer.show", number=now.id), 303)
    back = request.args.get("before")
    place = decode(request.args.get("after") if back is None else back, back is not None)
    page, by = owned_orders(db.session(), known, place), who.person()
    return render_template(
        "customers/detail.html",
        customer=known,
        shown=account(known, parts_of(db.session(), number) if merged else (), may(by, "customer_edit")),
        shares=shares(number, page, place is not None),
        log=(log := customer_log(db.session(), known)),
        unmergeable=unmergeable(own_lines(log), moment()),
        beside=beside(known, facts := facts_of(db.session(), number), by),
        carts=Carts(tuple(facts.carts), may(by, "order_create") and known.can_own),
        password=told_once(number),
        back=own_path(session.get("customers"), address("customers.index")),
    )


def own_lines(log: list[OrderLogLine]) -> list[LogLine]:
    """The lines of the account's own log that still say what was done."""
    return [entry.line for entry in log if entry.code is None and not entry.line.blank]


def shares(number: int, page: Page, paged: bool) -> Shares:
    """A page of the account's orders, with the addresses of more of them."""
    rows = tuple(page.rows)
    before = further(number, before=encode(rows[0])) if page.before and rows else None
    after = further(number, after=encode(rows[-1])) if page.after and rows else None
    return Shares(rows, paged, before, after)


def further(number: int, before: str | None = None, after: str | None = None) -> str:
    """The address of more of the account's orders, at what total spend opens into."""
    return address("customer.show", number=number, before=before, after=after, _anchor="spend")


def told_once(number: int) -> str | None:
    """The password that was made for this account just now; it is shown once and stored nowhere."""
    told = session.get(SHOWN_ONCE)
    if not told or told["id"] != number:
        return None
    session.pop(SHOWN_ONCE)
    return str(told["password"])


def wanted(number: int, permission: str = "customer_edit") -> Customer:
    """The account of this address, for somebody who may change it, or do what `permission` says."""
    settings.require(permission)
    return customer_by_id(db.session(), number) or abort(404)


def lands(number: int) -> str:
    """Where success of a verb goes: where it was begun, else the customer's page."""
    return own_path(request.values.get("next"), url_for("customer.show", number=number))


def part(going: str) -> str:
    """The part of the page where success lands that changes."""
    return "#duplicates" if going.split("?")[0] == url_for("duplicates.index") else PART


def draw(template: str, number: int, permission: str = "customer_edit", **names: Any) -> str:
    """The form of a verb on a customer, in its layout, on today's account."""
    known = wanted(number, permission)
    names |= {"customer": known, "version": known.version}
    return verb.draw_at(f"customers/{template}.html", lands(number), part(lands(number)), **names)
