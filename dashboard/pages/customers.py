"""The customer search tool: accounts, and below them guests by contact."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask import session as kept
from flask.typing import ResponseReturnValue

from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.extensions import db
from dashboard.models import customer_list, guest_list
from dashboard.models.customer_list import ONLY, SORTS, Criteria, customers_page
from dashboard.models.customer_search import order_of_code
from dashboard.models.guest_list import guests_page
from dashboard.models.guest_search import guests_found
from dashboard.models.keyset import Cursor
from dashboard.pages import customer_labels, who
from dashboard.pages.addresses import written
from dashboard.pages.next import own_path

pages = Blueprint("customers", __name__)

LONGEST = 200
# The orders of the list: the words of the address, and those on the page. The first is meant where none is said.
ORDERS = {
    "name": "Name, A to Z",
    "-spend": "Total spend, highest first",
    "-orders": "Orders, most first",
    "-last_order": "Last order, newest first",
    "-created": "Account, newest first",
}
COLUMNS = (
    ("name", "Name", False), ("", "Contact", False), ("orders", "Orders", True), ("spend", "Total spend", True),
    ("last_order", "Last order", False),
)  # fmt: skip
FILTERS = {"offline": "Offline buyer", "deactivated": "Deactivated", "no_email": "Without e-mail"}


@pages.get("/customers")
def index() -> ResponseReturnValue:
    """Accounts in the order asked for and the guests who ordered last; or those that match the search."""
    criteria, session = wanted(), db.session()
    remember()
    place = cursor("", lambda text, back: customer_list.decode(criteria, text, back))
    page = customers_page(session, criteria, place)
    there = cursor("guests_", guest_list.decode)
    guests = guests_found(session, criteria.q, there) if criteria.q else guests_page(session, there)
    untold = [] if page.count is not None else [customer_list.counted(session, criteria)]
    labels = customer_labels.read(session, criteria, [*untold, *([] if criteria.q else [guest_list.counted()])])
    told = [] if page.count is None else [page.count]
    accounts, *orders = (*told, *labels.counts)
    sort = ("-" if criteria.descending else "") + criteria.sort
    return render_template(
        "customers/index.html",
        page=page,
        rows=tuple(page.rows),
        guest_rows=tuple(guests.rows),
        guests_in_time=guests.in_time,
        links=guards.may(who.person(), Action.LINK),
        criteria=criteria,
        order=order_of_code(session, criteria.q),
        found=said(accounts, customer_list.COUNTED, "account"),
        guest_orders=said(orders[0], guest_list.COUNTED, "order") if guests.orders is None else said_found(guests),
        pagers=pagers(criteria, page, guests),
        orders=tuple(ORDERS.items()),
        filters=tuple(FILTERS.items()),
        named={**FILTERS, **labels.groups},
        labels=labels,
        groups=tuple(labels.groups.items()),
        sort=sort,
        sorted=ORDERS.get(sort, "in another order"),
        heads=heads(criteria),
        address=address,
        each=guest_list.COUNTED_EACH,
    )


def remember() -> None:
    """Keep this list's address for "Back to customers"."""
    here = own_path(request.full_path.rstrip("?"), url_for("customers.index"))
    if kept.get("customers") != here:
        kept["customers"] = here


def wanted() -> Criteria:
    """The criteria in the address, read once per request."""
    if "customers" not in g:
        g.customers = read_criteria()
    found: Criteria = g.customers
    return found


def read_criteria() -> Criteria:
    """The criteria in the address; words that mean nothing are passed over."""
    sort = request.args.get("sort", "")
    known = sort.removeprefix("-") in SORTS
    return Criteria(
        q=request.args.get("q", "")[:LONGEST].strip(),
        only=tuple(word for word in ONLY if word in request.args.getlist("only")),
        tags=customer_labels.tags(),
        groups=customer_labels.groups(),
        sort=sort.removeprefix("-") if known else "name",
        descending=known and sort.startswith("-"),
    )


def cursor(part: str, decode: Any) -> Cursor | None:
    """The place in one of the two lists that the address names."""
    back = request.args.get(f"{part}before")
    return decode(request.args.get(f"{part}after") if back is None else back, back is not None)


def pagers(criteria: Criteria, page: customer_list.Page, guests: guest_list.Page) -> dict[str, str | None]:
    """The addresses of the pages before and after these, in both lists."""
    first, last = (customer_list.encode(criteria, page.rows[at]) if page.rows else None for at in (0, -1))
    newest, oldest = (guest_list.encode(guests.rows[at]) if guests.rows else None for at in (0, -1))
    return {
        "before": address(before=first) if page.before and first else None,
        "after": address(after=last) if page.after and last else None,
        "guests_before": address(guests_before=newest) if guests.before and newest else None,
        "guests_after": address(guests_after=oldest) if guests.after and oldest else None,
    }


def address(without: str | None = None, **changes: str | None) -> str:
    """The address of these lists with something changed, less the filter `without`; another order begins anew.

    A filter is a word of ONLY, or "tag:" or "group:" and which.
    """
    criteria = wanted()
    args: dict[str, Any] = {name: request.args.get(name) for name in PLACES} | {"q": criteria.q or None}
    args |= {"sort": request.args.get("sort"), "only": tuple(word for word in criteria.only if word != without)}
    args |= {"tag": tuple(tag for tag in criteria.tags if f"tag:{tag}" != without)}
    args |= {"group": tuple(group for group in criteria.groups if f"group:{group}" != without)}
    for one, other in (("before", "after"), ("guests_before", "guests_after")):
        if changes.keys() & {one, other}:
            args |= {one: None, other: None}
    if without or "sort" in changes:
        args |= {"before": None, "after": None}
    return written("customers.index", tuple((args | changes).items()))


PLACES = ("before", "after", "guests_before", "guests_after")


def heads(criteria: Criteria) -> tuple[tuple[str, bool, str | None, str | None], ...]:
    """The heads of the columns: what each says, whether numbers stand below it, where it leads, how it is sorted."""
    return tuple(
        (label, number, *(sorted_by(column, criteria) if column else (None, None))) for column, label, number in COLUMNS
    )


def sorted_by(column: str, criteria: Criteria) -> tuple[str, str | None]:
    """Where a column's head leads, and how the list is sorted by it now: "ascending", "descending" or None."""
    if criteria.sort != column:
        return address(sort=column if column == "name" else f"-{column}"), None
    turned = column if criteria.descending else f"-{column}"
    return address(sort=turned), "descending" if criteria.descending else "ascending"


def said_found(guests: guest_list.Page) -> str:
    """How many orders of guests a search found: "3 orders", and of more guests than a page has "40+ orders"."""
    found = guests.orders or 0
    return said(found + guests.at_least, found if guests.at_least else guest_list.COUNTED, "order")


def said(count: int, most: int, noun: str) -> str:
    """How many: "1 account", "214 accounts", "1,000+ accounts"."""
    if count > most:
        return f"{most:,}+ {noun}s"
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"
