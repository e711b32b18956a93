"""The jump box: from a few letters to a customer, an order or a page of the desk."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from dashboard.core import search
from dashboard.core.guards import may
from dashboard.core.whereabouts import Piece, snippet
from dashboard.extensions import db
from dashboard.models import jump
from dashboard.pages import verb, who

pages = Blueprint("jump", __name__)

LONGEST = 200
# What the fields of an order's document are called where a search matched what the list does not show.
FIELDS = {
    "customer": "ordered as", "email": "e-mail", "phone": "phone", "owner_email": "owner’s e-mail",
    "owner_phone": "owner’s phone", "sku": "SKU", "product": "product", "tracking": "tracking number", "note": "note",
    "delivery": "delivery address", "billing": "billing address",
}  # fmt: skip


class Way(NamedTuple):
    """Something to do that has a page: its words, its endpoint, its icon, who may, and other words that mean it."""

    text: str
    endpoint: str
    icon: str
    permission: str = "read"
    also: str = ""


WAYS = (
    Way("Orders", "orders.index", "shopping-bag", also="list sales"),
    Way("Customers", "customers.index", "users", also="buyers accounts people"),
    Way("Create customer", "create_customer.show", "user-plus", "customer_create", "new buyer account"),
    Way("Outbox", "outbox.index", "mail", "outbox", "letters messages e-mail sms post"),
    Way("Imports", "imports.index", "table-import", "import", "csv spreadsheet xlsx json shopify woocommerce upload"),
    Way("Store settings", "store_settings.show", "building-store", "store", "address logo tax currency zone codes"),
    Way("Staff", "staff.index", "users", "staff", "settings colleagues roles team"),
    Way("Invite staff", "invite.show", "user-plus", "staff", "colleague new"),
    Way("Your account", "own_account.show", "user", also="settings password sessions sign out"),
)


@pages.get("/jump")
def show() -> ResponseReturnValue:
    """What matches: for htmx the list alone, else a page, or the order itself where the search is its code."""
    q = request.args.get("q", "")[:LONGEST].strip()
    found = jump.orders(db.session(), q) if q else jump.Orders([], [], {}, in_time=True)
    orders = found.hits
    listed = verb.in_dialog()
    if orders and not listed and jump.is_code(orders[0].code, q):
        return redirect(url_for("order.show", code=orders[0].code), 303)
    customers = jump.customers(db.session(), q) if q else []
    template = "jump/_found.html" if listed else "jump/index.html"
    return render_template(
        template,
        q=q,
        listed=listed,
        orders=orders,
        customers=customers,
        ways=ways(q),
        in_time=found.in_time,
        marked=lambda text: marked(text, found.words),
        where=lambda hit: [(FIELDS[field], drawn(pieces)) for field, pieces in found.why[hit.code] if field in FIELDS],
        said=f"{counted(customers, 'customer')}, {counted(orders, 'order')}" if q else "",
    )


def marked(text: str, words: Sequence[str]) -> Markup:
    """A text with what was searched for marked, in whatever spelling; cut around it where it is long."""
    return drawn(snippet(text, tuple(words)) or (Piece(text, False),))


def drawn(pieces: Iterable[Piece]) -> Markup:
    """Pieces of a text, those marked that were searched for."""
    marks = (Markup("<mark>{}</mark>").format(part.text) if part.found else escape(part.text) for part in pieces)
    return Markup().join(marks)


def counted(hits: Sequence[object], noun: str) -> str:
    """How many are shown: "1 customer", "5 orders or more"."""
    more = " or more" if len(hits) == jump.SHOWN else ""
    return f"1 {noun}" if len(hits) == 1 else f"{len(hits)} {noun}s{more}"


def ways(q: str) -> list[Way]:
    """What this person may do and every word of the search begins a word of; all of it where nothing is searched."""
    words = search.words(q)
    return [
        way
        for way in WAYS
        if may(who.person(), way.permission)
        and all(any(term.startswith(word) for term in search.fold(f"{way.text} {way.also}").split()) for word in words)
    ]
