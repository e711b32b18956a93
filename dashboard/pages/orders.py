"""The orders list."""

from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlencode
from zlib import crc32

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from dashboard.core.chips import Known, chips
from dashboard.core.columns import Column
from dashboard.core.criteria import Criteria, Recent, Sort
from dashboard.core.guards import may
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models import latest
from dashboard.models.by_driver import Raw
from dashboard.models.order_evidence import evidence
from dashboard.models.order_list import Cursor, Page, decode, encode, orders_page
from dashboard.models.order_names import Names, names
from dashboard.pages import addresses, kept, who
from dashboard.pages.choose_columns import shown
from dashboard.pages.list_address import listed
from dashboard.pages.moments import local
from dashboard.pages.next import own_path
from dashboard.pages.order_criteria import amount, query_string, read
from dashboard.pages.order_menus import BOUNDS, heads, menus
from dashboard.pages.unchanged import unless_unchanged
from dashboard.pages.views import tabs
from dashboard.pages.who import asks_again

pages = Blueprint("orders", __name__)

BULK = ("reassign", "link", "tag", "archive", "fulfil")  # what can be done to several orders at once, by permission


def stands() -> str | None:
    """How far the desk has come: by one read where a list asks again, else as it was when the person was looked up."""
    beside = current_user.row.beside
    return beside.stands if beside else latest.of_the_desk(db.session())


@pages.get("/orders")
@unless_unchanged(stands)
def index() -> ResponseReturnValue:
    """One page of the list; everything it is narrowed to and sorted by stands in its address."""
    asked = read(request.args, who.store())
    criteria = asked.criteria
    place = cursor(criteria.sort)
    if not asks_again():
        remember()
    columns = shown()
    page = orders_page(db.session(), criteria, place, columns)
    if place and not page.rows and page.bound is None:  # the list grew shorter meanwhile: begin at its top
        page = orders_page(db.session(), criteria, None, columns)
    drawn = mark_of(page)
    if asks_again():
        return render_template("orders/_news.html", shown=drawn, news=request.headers.get("Shown") != str(drawn))
    beside = current_user.row.beside
    offered = names(beside.names, page.account)
    return render_template(
        "orders/index.html",
        shown=drawn,
        page=page,
        asked=asked,
        criteria=criteria,
        chips=chips(criteria, known(offered)),
        sorts=Sort,
        heads=heads(criteria, address),
        menus=menus(criteria, offered),
        recents=Recent,
        total_min=amount(criteria.total_min),
        total_max=amount(criteria.total_max),
        why=tuple(evidence(db.session(), page.rows, page.words).items()) if page.words else (),
        bound=BOUNDS[page.bound] if page.bound else None,
        newer=address(criteria, before=encode(page.rows[0], criteria.sort)) if page.before and page.rows else None,
        older=address(criteria, after=encode(page.rows[-1], criteria.sort)) if page.after and page.rows else None,
        without=lambda chip: address(criteria.without(chip.name, chip.value)),
        cleared=address(criteria.cleared()),
        found=found(page),
        tests=tests_offered(beside.real_orders),
        columns=columns,
        every_column=Column,
        tabs=tuple(tabs(beside.views, query_string(criteria))),
        bulk=tuple(verb for verb in BULK if may(who.person(), verb)),
        query=query_string(criteria),
        way=listed(request.args).way,
    )


@pages.get("/")
def home() -> ResponseReturnValue:
    """The desk opens on its orders."""
    return redirect(url_for("orders.index"), 303)


def tests_offered(real: bool) -> bool:
    """Whether a test order can be made now: until there is a real one, or as the shop has it set."""
    store = who.store()
    return store is not None and (store.test_orders or not real)


def remember() -> None:
    """Keep this list's address for "Back to orders"; a script's redraws and the browser's Back need nothing kept."""
    here = own_path(request.full_path.rstrip("?"), url_for("orders.index"))  # a cookie over 4 kB would be dropped
    if session.get("orders") != here:
        session["orders"] = here


def known(offered: Names) -> Known:
    """What chips need to name what criteria hold as numbers."""
    store = who.store()
    return Known(offered.catalogs, offered.account, store.currency if store else "EUR", local(now(), store).year)


def cursor(sort: Sort) -> Cursor | None:
    """The place in the list that the address names."""
    if "before" in request.args:
        return decode(request.args["before"], sort, back=True)
    return decode(request.args.get("after"), sort, back=False)


def mark_of(page: Page) -> int:
    """A number that is another one for every other page."""
    beside = repr(replace(page, rows=page.rows[:0]))
    return crc32(beside.encode() + b"".join(map(mark_of_row, page.rows.raw)))


@lru_cache(kept.MOST)
def mark_of_row(row: Raw) -> bytes:
    """The same for a row."""
    return crc32(repr(row).encode()).to_bytes(4)


def address(criteria: Criteria, after: str | None = None, before: str | None = None) -> str:
    """The address of the list narrowed like this, from a place on."""
    places = urlencode({name: place for name, place in (("after", after), ("before", before)) if place})
    query = "&".join(part for part in (query_string(criteria), places) if part)
    return addresses.address("orders.index") + (f"?{query}" if query else "")


def found(page: Page) -> str:
    """How many match: "1 order", "260 orders", "1,000+ orders"."""
    if page.at_least:
        return f"{page.count:,}+ orders"
    return "1 order" if page.count == 1 else f"{page.count:,} orders"
