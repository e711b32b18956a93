"""Who gets what answer from each route and method: the whole URL map against this table.

A route that is missing here fails: whoever adds one decides who may.
"""

import secrets
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import pytest
from sqlalchemy import func, select, update

from dashboard.actions.archive import archive
from dashboard.actions.bulk import Wish, bulk
from dashboard.actions.change import change
from dashboard.actions.create_test import create_test
from dashboard.actions.link import link, link_together
from dashboard.actions.tag import tag
from dashboard.actions.unarchive import unarchive
from dashboard.actions.unlink import unlink
from dashboard.core.batches import BatchVerb
from dashboard.core.guards import Action
from dashboard.core.person import COMMAND, Role
from dashboard.core.statuses import OrderState, RefundState
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import (
    Activity,
    Cart,
    CartLine,
    Catalog,
    CatalogItem,
    Customer,
    CustomerGroup,
    CustomerNote,
    CustomerTag,
    Membership,
    Message,
    Note,
    Order,
    OrderLine,
    Payment,
    Product,
    Refund,
    SavedView,
    Staff,
    StaffSession,
    Store,
    ToldApart,
)  # fmt: skip
from dashboard.models.selection import picked
from tests import goods, kinds, world
from tests.actions.people import SHOP
from tests.imports import HEADER, row
from tests.pages.visitor import Visitor, signed_in

pytestmark = pytest.mark.usefixtures("cheap_passwords")
EVERYONE = set(Role)
IMPORTERS = {Role.OWNER, Role.MANAGER}
OWNERSHIP = {Role.OWNER, Role.MANAGER, Role.SUPPORT}
TAGGERS = {*OWNERSHIP, Role.FULFILMENT}
PACKERS = {Role.OWNER, Role.MANAGER, Role.FULFILMENT}
PARCELS = (
    "fulfil", "pack", "return", "shipments/<code:number>/edit", "shipments/<code:number>/hand-over",
    "shipments/<code:number>/deliver", "shipments/<code:number>/cancel",
)  # fmt: skip
OWNER = {Role.OWNER}
GROUP_VERBS = (
    "groups/create", "groups/<int18:number>/rename", "groups/<int18:number>/delete", "<int18:number>/join-group",
    "<int18:number>/leave-group", "<int18:number>/not-the-same/<int18:other>",
    "<int18:number>/maybe-the-same/<int18:other>",
)  # fmt: skip
MONEY_VERBS = (
    "refund", "cancel", "record-payment", "issue-invoice",
    *(f"refunds/<int18:number>/{step}" for step in ("approve", "decline", "send", "fail")),
    *(f"payments/<int18:number>/{step}" for step in ("received", "failed")),
)  # fmt: skip
TO_SIGN_IN = "/sign-in"
TAX = {"tax_rate": "19", "tax_included": "yes"}
# What moves an order or queues a letter.
TOUCHES = (
    "/orders", "/outbox", "/customers/create", "/settings/staff/invite", "/settings/staff/<int18:number>/new-link",
    "/settings/notifications/<string(maxlength=40):event>/test", "/customers/<int18:number>/carts/<int18:cart>/place",
)  # fmt: skip
RETURN_TO_CART = "/orders/<code:code>/return-to-cart"
CATALOG = "/catalogs/<int18:number>"
CATALOG_VERBS = (
    "create", *(f"<int18:number>/{verb}" for verb in ("rename", "add", "products/<int18:product>/take-out")),
)  # fmt: skip
CARTS = "/customers/<int18:number>/carts"
CART = f"{CARTS}/<int18:cart>"
CART_VERBS = ("open", *(f"<int18:cart>/{verb}" for verb in ("add", "edit", "close", "place")))
LINES = "/orders/<code:code>/edit-lines"
PRODUCT_VERBS = ("create", *(f"<int18:number>/{verb}" for verb in ("edit", "archive", "unarchive")))
BULK = (
    "/orders/bulk/<any(reassign,link,tag,archive,fulfil):name>"  # tried with archive; tests/pages/test_bulk.py with all
)
ASKS_ONLY = "/orders/<code:code>/link"  # it leads on to the question
# They act on orders that they make, or that were made for them, and so leave the others as they were.
ELSEWHERE = {"/orders/new", "/orders/create-test", "/orders/purge-tests", "/orders/<code:code>/delete"}
GOODS = {*ELSEWHERE, LINES, *(f"/products/{verb}" for verb in PRODUCT_VERBS)}
NOTICE = "/settings/notifications/<string(maxlength=40):event>"
ODD = HEADER + row(1) + row(2, total="ten")


LINK_OF_CATALOG, END_OF_LINK = (f"/catalogs/<int18:number>/{verb}" for verb in ("order-link", "end-order-link"))


SHEET_OF_BUYER = "/catalogs/<int18:number>/order-sheet"


class Route(NamedTuple):
    """Who may, what they get, what a stranger gets (None is the way to sign in), and what all others get."""

    may: set[Role]
    status: int = 200
    stranger: int | None = None
    otherwise: int = 403


# Ordering by a catalog's link, which a guest does, too; those of a link that never was.
BY_LINK = tuple(f"/c/<string(maxlength=64):token>{page}" for page in ("", "/sheet", "/sheet.xlsx"))
CODE_PAGE, VERIFY = "/account/code/<string(maxlength=64):token>", "/account/profile/verify/<any(email,phone):kind>"
# The buyers' own pages, where staff are strangers: closed ones lead to the buyers' door.
OF_BUYERS = {
    ("GET", "/account"): Route(EVERYONE, 303, stranger=303),
    **{
        ("GET", f"/account/{page}"): Route(EVERYONE, 303, stranger=303)
        for page in (
            "orders",
            "orders/<code:code>",
            "orders/<code:code>/placed",
            "carts",
            "carts/<int18:number>",
            "profile",
            "profile/password",
            "profile/devices",
        )
    },
    ("POST", "/account/carts/<int18:number>"): Route(EVERYONE, 303, stranger=303),
    **{
        ("POST", f"/account/profile{page}"): Route(EVERYONE, 303, stranger=303)
        for page in ("", "/password", "/devices")
    },
    ("GET", VERIFY): Route(EVERYONE, 303, stranger=303),
    **{("GET", f"/account{page}"): Route(EVERYONE, 303, stranger=303) for page in BY_LINK},
    **{("POST", f"/account{page}"): Route(EVERYONE, 303, stranger=303) for page in BY_LINK[:2]},
    ("POST", VERIFY): Route(EVERYONE, 303, stranger=303),
    **{
        ("GET", f"/account/{page}"): Route(EVERYONE, stranger=200)
        for page in ("sign-in", "register", "forgotten-password")
    },
    **{
        ("POST", f"/account/{page}"): Route(EVERYONE, 422, stranger=422)
        for page in ("sign-in", "register", "forgotten-password")
    },
    ("GET", CODE_PAGE): Route(EVERYONE, 404, stranger=404),
    ("POST", CODE_PAGE): Route(EVERYONE, 404, stranger=404),
    ("POST", "/account/sign-out"): Route(EVERYONE, 303, stranger=303),
}
TABLE = {
    **OF_BUYERS,
    ("GET", "/"): Route(EVERYONE, 303),
    ("GET", "/orders"): Route(EVERYONE),
    ("GET", "/orders/<code:code>"): Route(EVERYONE),
    ("GET", "/orders/<code:code>/reassign"): Route(OWNERSHIP),
    ("POST", "/orders/<code:code>/reassign"): Route(OWNERSHIP, 303),
    ("GET", "/orders/<code:code>/link"): Route(OWNERSHIP),
    ("POST", "/orders/<code:code>/link"): Route(OWNERSHIP, 303),
    ("GET", "/orders/<code:code>/link/<int18:number>"): Route(OWNERSHIP),
    ("POST", "/orders/<code:code>/link/<int18:number>"): Route(OWNERSHIP, 303),
    ("GET", "/orders/<code:code>/unlink"): Route(OWNERSHIP),
    ("POST", "/orders/<code:code>/unlink"): Route(OWNERSHIP, 303),
    ("GET", "/orders/<code:code>/order-customer"): Route(OWNERSHIP),
    ("POST", "/orders/<code:code>/order-customer"): Route(OWNERSHIP, 303),
    ("GET", "/orders/<code:code>/tag"): Route(TAGGERS),
    ("POST", "/orders/<code:code>/tag"): Route(TAGGERS, 303),
    **{
        (method, f"/orders/<code:code>/notes{rest}"): Route(may, 200 if method == "GET" else 303)
        for rest, may in (("", TAGGERS), ("/<int18:note>/edit", OWNERSHIP), ("/<int18:note>/delete", OWNERSHIP))
        for method in ("GET", "POST")
    },
    ("GET", "/orders/<code:code>/untag"): Route(TAGGERS),
    ("POST", "/orders/<code:code>/untag"): Route(TAGGERS, 303),
    ("GET", "/orders/<code:code>/archive"): Route(OWNERSHIP),
    ("POST", "/orders/<code:code>/archive"): Route(OWNERSHIP, 303),
    ("GET", "/orders/<code:code>/unarchive"): Route(OWNERSHIP),
    ("POST", "/orders/<code:code>/unarchive"): Route(OWNERSHIP, 303),
    **{
        (method, f"/orders/<code:code>/{verb}"): Route(IMPORTERS, 200 if method == "GET" else 303)
        for verb in MONEY_VERBS
        for method in ("GET", "POST")
    },
    ("GET", RETURN_TO_CART): Route(OWNERSHIP),
    ("POST", RETURN_TO_CART): Route(OWNERSHIP, 303),
    ("GET", "/money-to-send"): Route(IMPORTERS),
    ("GET", "/orders/<code:code>/undo-lot/<int18:seq>"): Route(OWNERSHIP),
    ("POST", "/orders/<code:code>/undo-lot/<int18:seq>"): Route(OWNERSHIP, 303),
    ("GET", "/orders/<code:code>/undo/<int18:seq>"): Route(OWNERSHIP),
    ("POST", "/orders/<code:code>/undo/<int18:seq>"): Route(OWNERSHIP, 303),
    **{
        (method, f"/orders/<code:code>/{verb}"): Route(PACKERS, 200 if method == "GET" else 303)
        for verb in PARCELS
        for method in ("GET", "POST")
    },
    ("GET", "/orders/new"): Route(OWNERSHIP),
    ("POST", "/orders/new"): Route(OWNERSHIP, 303),
    ("GET", "/orders/create-test"): Route(OWNERSHIP),
    ("POST", "/orders/create-test"): Route(OWNERSHIP, 303),
    ("GET", "/orders/purge-tests"): Route(IMPORTERS),
    ("POST", "/orders/purge-tests"): Route(IMPORTERS, 303),
    ("GET", "/orders/<code:code>/edit-lines"): Route(IMPORTERS),
    ("POST", "/orders/<code:code>/edit-lines"): Route(IMPORTERS, 303),
    ("GET", "/orders/<code:code>/delete"): Route(IMPORTERS),
    ("POST", "/orders/<code:code>/delete"): Route(IMPORTERS, 303),
    ("GET", "/products"): Route(EVERYONE),
    ("GET", "/products/<int18:number>"): Route(EVERYONE),
    ("GET", "/products/import"): Route(IMPORTERS),
    ("POST", "/products/import"): Route(IMPORTERS, 422),
    **{
        (method, f"/products/{verb}"): Route(IMPORTERS, 200 if method == "GET" else 303)
        for verb in PRODUCT_VERBS
        for method in ("GET", "POST")
    },
    ("GET", "/catalogs"): Route(EVERYONE),
    ("GET", CATALOG): Route(EVERYONE),
    ("GET", f"{CATALOG}/import"): Route(IMPORTERS),
    ("POST", f"{CATALOG}/import"): Route(IMPORTERS, 422),
    **{
        (method, f"/catalogs/{verb}"): Route(IMPORTERS, 200 if method == "GET" else 303)
        for verb in CATALOG_VERBS
        for method in ("GET", "POST")
    },
    ("GET", BULK): Route(OWNERSHIP),
    ("POST", BULK): Route(OWNERSHIP, 303),
    ("GET", "/batches"): Route(EVERYONE),
    ("GET", "/batches/<int18:number>"): Route(EVERYONE),
    ("GET", "/batches/<int18:number>/undo"): Route(OWNERSHIP),
    ("POST", "/batches/<int18:number>/undo"): Route(OWNERSHIP, 303),
    ("GET", "/views"): Route(EVERYONE),
    ("GET", "/views/save"): Route(EVERYONE),
    ("POST", "/views/save"): Route(EVERYONE, 303),
    ("GET", "/views/update"): Route(EVERYONE),
    ("POST", "/views/update"): Route(IMPORTERS, 303),
    ("GET", "/views/columns"): Route(EVERYONE),
    ("POST", "/views/columns"): Route(EVERYONE, 303),
    **{
        (method, f"/views/<int18:number>/{verb}"): Route(IMPORTERS, 200 if method == "GET" else status)
        for verb, status in (("rename", 303), ("move", 303), ("share", 422), ("unshare", 303), ("delete", 303))
        for method in ("GET", "POST")
    },
    ("GET", "/jump"): Route(EVERYONE),
    ("GET", "/orders/<code:code>/reassign/letter"): Route(OWNERSHIP),
    ("GET", "/orders/<code:code>/reassign/letter/html"): Route(OWNERSHIP),
    ("GET", "/orders/<code:code>/resend"): Route(OWNERSHIP),
    ("POST", "/orders/<code:code>/resend"): Route(OWNERSHIP, 303),
    ("GET", "/orders/<code:code>/resend/letter"): Route(OWNERSHIP),
    ("GET", "/outbox"): Route(OWNERSHIP),
    ("GET", "/outbox/<int18:number>"): Route(OWNERSHIP),
    ("GET", "/outbox/<int18:number>/letter"): Route(OWNERSHIP),
    ("GET", "/outbox/<int18:number>/copy"): Route(OWNERSHIP, 404),
    ("GET", "/outbox/<int18:number>/edit"): Route(OWNERSHIP),
    ("POST", "/outbox/<int18:number>/edit"): Route(OWNERSHIP, 303),
    ("GET", "/outbox/<int18:number>/<any('send-now',drop,'send-again'):act>"): Route(OWNERSHIP),
    ("POST", "/outbox/<int18:number>/<any('send-now',drop,'send-again'):act>"): Route(OWNERSHIP, 303),
    ("GET", "/o/<string(maxlength=64):token>"): Route(EVERYONE, 404, stranger=404),
    **{("GET", page): Route(EVERYONE, 404, stranger=404) for page in (*BY_LINK, f"{BY_LINK[0]}/placed")},
    **{("POST", page): Route(EVERYONE, 404, stranger=404) for page in BY_LINK[:2]},
    **{(method, LINK_OF_CATALOG): Route(IMPORTERS, status) for method, status in (("GET", 200), ("POST", 303))},
    ("GET", SHEET_OF_BUYER): Route(OWNERSHIP),
    ("GET", f"{SHEET_OF_BUYER}.xlsx"): Route(OWNERSHIP),
    ("POST", SHEET_OF_BUYER): Route(OWNERSHIP, 422),
    **{(method, END_OF_LINK): Route(IMPORTERS, status) for method, status in (("GET", 200), ("POST", 303))},
    ("GET", "/customers"): Route(EVERYONE),
    ("GET", "/customers/<int18:number>"): Route(EVERYONE),
    ("GET", "/customers/create"): Route(OWNERSHIP),
    ("POST", "/customers/create"): Route(OWNERSHIP, 303),
    ("GET", "/customers/<int18:number>/edit"): Route(OWNERSHIP),
    ("POST", "/customers/<int18:number>/edit"): Route(OWNERSHIP, 303),
    ("GET", "/customers/<int18:number>/deactivate"): Route(OWNERSHIP),
    ("POST", "/customers/<int18:number>/deactivate"): Route(OWNERSHIP, 303),
    ("GET", "/customers/<int18:number>/reactivate"): Route(OWNERSHIP),
    ("POST", "/customers/<int18:number>/reactivate"): Route(OWNERSHIP, 303),
    ("GET", "/customers/<int18:number>/offline-buyer"): Route(OWNERSHIP),
    ("POST", "/customers/<int18:number>/offline-buyer"): Route(OWNERSHIP, 303),
    ("GET", "/customers/<int18:number>/merge"): Route(IMPORTERS),
    ("POST", "/customers/<int18:number>/merge"): Route(IMPORTERS, 422),
    ("GET", "/customers/<int18:number>/unmerge/<int18:seq>"): Route(IMPORTERS, 404),
    ("POST", "/customers/<int18:number>/unmerge/<int18:seq>"): Route(IMPORTERS, 404),
    **{
        (method, f"/customers/<int18:number>/{verb}"): Route(TAGGERS, 200 if method == "GET" else 303)
        for verb in ("tag", "untag", "note")
        for method in ("GET", "POST")
    },
    # The note is the owner's.
    **{
        (method, f"/customers/<int18:number>/note/<int18:note>/{verb}"): Route(may, 200 if method == "GET" else 303)
        for verb, may in (("edit", OWNER), ("delete", IMPORTERS))
        for method in ("GET", "POST")
    },
    ("GET", "/customers/duplicates"): Route(OWNERSHIP),
    ("GET", "/customers/groups"): Route(EVERYONE),
    **{
        (method, f"/customers/{verb}"): Route(OWNERSHIP, 200 if method == "GET" else 303)
        for verb in GROUP_VERBS
        for method in ("GET", "POST")
    },
    ("GET", CART): Route(EVERYONE),
    **{
        (method, f"{CARTS}/{verb}"): Route(OWNERSHIP, 200 if method == "GET" else 303)
        for verb in CART_VERBS
        for method in ("GET", "POST")
    },
    ("GET", "/customers/<int18:number>/erase"): Route(IMPORTERS),
    ("POST", "/customers/<int18:number>/erase"): Route(IMPORTERS, 422),
    ("GET", "/customers/<int18:number>/personal-data"): Route(IMPORTERS),
    ("POST", "/customers/<int18:number>/personal-data"): Route(IMPORTERS),
    ("GET", "/orders/<code:code>/erase-guest"): Route(IMPORTERS),
    ("POST", "/orders/<code:code>/erase-guest"): Route(IMPORTERS, 422),
    ("GET", "/orders/<code:code>/personal-data"): Route(IMPORTERS, 404),
    ("POST", "/orders/<code:code>/personal-data"): Route(IMPORTERS, 404),
    ("GET", "/imports"): Route(IMPORTERS),
    ("POST", "/imports"): Route(IMPORTERS, 422),
    ("GET", "/imports/<int18:number>"): Route(IMPORTERS),
    ("POST", "/imports/<int18:number>"): Route(IMPORTERS, 303),
    ("GET", "/imports/<int18:number>/<any(start,pause,resume,cancel):step>"): Route(IMPORTERS),
    ("POST", "/imports/<int18:number>/<any(start,pause,resume,cancel):step>"): Route(IMPORTERS, 303),
    ("GET", "/imports/<int18:number>/undo"): Route(IMPORTERS),
    ("POST", "/imports/<int18:number>/undo"): Route(IMPORTERS, 422),
    ("GET", "/imports/<int18:number>/refused"): Route(IMPORTERS),
    ("POST", "/theme"): Route(EVERYONE, 303, stranger=303),
    ("GET", "/healthz"): Route(EVERYONE, stranger=200),
    ("GET", "/account/password/<string(maxlength=64):token>"): Route(EVERYONE, 404, stranger=404),
    ("POST", "/account/password/<string(maxlength=64):token>"): Route(EVERYONE, 404, stranger=404),
    ("GET", "/first-run"): Route(EVERYONE, 303, stranger=303),
    ("POST", "/first-run"): Route(EVERYONE, 303, stranger=303),
    ("GET", "/forgotten-password"): Route(EVERYONE, stranger=200),
    ("POST", "/forgotten-password"): Route(EVERYONE, 422, stranger=422),
    ("GET", "/set-password/<string(maxlength=64):token>"): Route(EVERYONE, 404, stranger=404),
    ("POST", "/set-password/<string(maxlength=64):token>"): Route(EVERYONE, 404, stranger=404),
    ("GET", "/logo/<string(length=64):digest>"): Route(EVERYONE, 404, stranger=404),
    ("GET", "/settings"): Route(EVERYONE, 303),
    ("GET", "/settings/store"): Route(OWNER),
    ("POST", "/settings/store"): Route(OWNER, 303),
    ("GET", "/workflow"): Route(EVERYONE),
    ("GET", "/orders/<code:code>/workflow"): Route(EVERYONE),
    ("GET", "/orders/<code:code>/pdf"): Route(EVERYONE),
    ("GET", "/orders/<code:code>/xlsx"): Route(IMPORTERS),
    ("GET", "/orders/export"): Route(IMPORTERS),
    ("POST", "/orders/export"): Route(IMPORTERS, 422),
    ("GET", "/settings/notifications"): Route(OWNER),
    ("POST", "/settings/notifications"): Route(OWNER, 303),
    **{
        (method, f"{NOTICE}{verb}"): Route(OWNER, 200 if method == "GET" else 303)
        for verb in ("", "/restore", "/test")
        for method in ("GET", "POST")
    },
    ("GET", "/settings/staff"): Route(OWNER),
    ("GET", "/settings/staff/<int18:number>"): Route(OWNER),
    ("GET", "/settings/staff/invite"): Route(OWNER),
    ("POST", "/settings/staff/invite"): Route(OWNER, 303),
    ("GET", "/settings/staff/<int18:number>/change-role"): Route(OWNER),
    ("POST", "/settings/staff/<int18:number>/change-role"): Route(OWNER, 303),
    ("GET", "/settings/staff/<int18:number>/new-link"): Route(OWNER),
    ("POST", "/settings/staff/<int18:number>/new-link"): Route(OWNER, 303),
    ("GET", "/settings/staff/<int18:number>/deactivate"): Route(OWNER),
    ("POST", "/settings/staff/<int18:number>/deactivate"): Route(OWNER, 303),
    ("GET", "/settings/staff/<int18:number>/reactivate"): Route(OWNER),
    ("POST", "/settings/staff/<int18:number>/reactivate"): Route(OWNER, 303),
    ("GET", "/settings/sessions/<int18:number>/end"): Route(OWNER, otherwise=404),
    ("POST", "/settings/sessions/<int18:number>/end"): Route(OWNER, 303, otherwise=404),
    ("GET", "/settings/account"): Route(EVERYONE),
    ("GET", "/settings/account/rename"): Route(EVERYONE),
    ("POST", "/settings/account/rename"): Route(EVERYONE, 303),
    ("GET", "/settings/account/change-password"): Route(EVERYONE),
    ("POST", "/settings/account/change-password"): Route(EVERYONE, 422),
    ("GET", "/sign-in"): Route(EVERYONE, 303, stranger=200),
    ("POST", "/sign-in"): Route(EVERYONE, 422, stranger=422),
    ("POST", "/sign-out"): Route(EVERYONE, 303),
}


def test_every_route_and_method_stands_in_the_table(app):
    methods = {
        (method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert methods == set(TABLE)


@pytest.fixture
def request_of(
    app,
    stands,
    number,
    of_settings,
    of_customer,
    of_facts,
    of_goods,
    spare,
    spare_session,
    spare_view,
    inside,
    waiting,
    a_batch,
    many_mugs,
    noted,
) -> Callable[[str], tuple[str, dict[str, Any]]]:
    """Gives a right request for a route as things stand: its address and its form's fields."""

    def of(rule: str) -> tuple[str, dict[str, Any]]:
        before = stands(code_for(rule))
        to = world.KATE if before.owner == world.CHLOE else world.CHLOE
        fields = {
            "key": f"a-key-of-the-order-{code_for(rule)}-{before.version}",
            "version": before.version,
            "theme": "dark",
        }
        fields |= {"kind": "existing", "owner": number(to), "q": to, "email": "", "password": ""}
        fields |= {"name": f"Somebody {before.version}", "tag": "gift" if "untag" in rule else f"tag {before.version}"}
        places = {
            "<code:code>": code_for(rule),
            "<int18:seq>": str(before.version - 1),
            "<int18:number>": number(to),
            "<string(maxlength=64):token>": "unknown",
            "<string(length=64):digest>": "0" * 64,
            "<any(email,phone):kind>": "email",
        }
        if rule.startswith("/views"):
            shared = str(spare_view())
            fields |= of_settings() | {"name": secrets.token_hex(9), "view": shared, "after": "0"}
            places["<int18:number>"] = shared
        if rule.startswith("/settings"):
            fields |= of_settings()
            places["<int18:number>"] = str(spare_session() if "sessions" in rule else spare())
            places["<string(maxlength=40):event>"] = "shipment_sent"
            fields |= {"subject": fields["key"], "text": "{order}", "sms": "{order}", "notices_to": fields["email"]}
        if rule.startswith("/customers/"):
            fields |= of_customer("reactivate" in rule)
            places["<int18:number>"] = str(fields.pop("whose"))
            group, note = of_facts(rule)
            fields |= {"tag": "trade" if "untag" in rule else fields["key"][:20], "note": fields["key"], "group": group}
            places |= {"<int18:note>": str(note), "<int18:other>": number(world.KATE)}
            if rule.startswith(CARTS):
                with app.app_context():
                    filled, places["<int18:cart>"] = of_cart(int(places["<int18:number>"]))
                fields |= filled
            if rule.startswith("/customers/groups"):
                fields |= of_settings()
                places["<int18:number>"] = str(group)
        if rule in GOODS:
            filled, where = of_goods(rule)
            fields, places = fields | filled, places | where
        if rule.startswith("/catalogs"):
            with app.app_context():
                filled, where = of_catalog("take-out" in rule)
            fields, places = fields | of_settings() | filled, places | where
        if "/notes" in rule:
            places["<int18:note>"] = str(noted())
            fields |= {"note": fields["key"]}
        if rule.startswith("/outbox"):
            places |= {"<int18:number>": str(waiting()), "<any('send-now',drop,'send-again'):act>": "send-now"}
            fields |= {"key": secrets.token_urlsafe(20), "version": 0, "subject": "New", "text": secrets.token_hex(9)}
        if rule == BULK:
            places["<any(reassign,link,tag,archive,fulfil):name>"] = "archive"
            fields |= {"code": world.PAID, "as_of": "9" * 18}
        if of_parcels(rule):
            with app.app_context():
                fields |= goods.fields_for(rule)
                places["<code:number>"] = goods.newest()
        if rule.startswith("/batches"):
            places["<int18:number>"] = str(a_batch())
            fields["key"] = secrets.token_urlsafe(20)
        if rule.endswith("/resend"):
            fields |= {"way": "email", "again": "y", "address": "a@b.example"}
        if "reassign/letter" in rule:
            rule += f"?owner={number(to)}"
        if "/refunds/" in rule or "/payments/" in rule:
            with app.app_context():
                places["<int18:number>"] = str(unsettled("/refunds/" in rule))
        fields |= {"adjustment": "0.01", "amount": "0.01", "over": "y", "reason": "other", "why": "A reason"}
        if rule.startswith("/imports"):
            fields["key"] = secrets.token_urlsafe(20)  # an import does not change the order that the others do
            places |= {"<int18:number>": str(inside.looked_over(ODD)), "<any(start,pause,resume,cancel):step>": "start"}
        for part, value in places.items():
            rule = rule.replace(part, value)
        return rule, fields

    return of


def unsettled(refund: bool) -> int:
    """The id of the newest refund, or payment, of the order that routes are tried on."""
    kind = Refund if refund else Payment
    return db.session.scalar(select(func.max(kind.id)).join(Order).where(Order.code == world.PAID)) or 0


def money_ready(rule: str) -> None:
    """Bring the order of a route about money to where the route can act: open, with something to settle."""
    with change(world.PAID, Action.NOTE, by=COMMAND) as under_way:
        under_way.order.state, under_way.order.cancel_reason, under_way.order.invoice = OrderState.OPEN, None, None
        if "/refunds/" in rule:
            asked = rule.endswith(("/approve", "/decline"))
            state = RefundState.AWAITING_APPROVAL if asked else RefundState.TO_SEND
            under_way.order.refunds.append(Refund(adjustment=1, amount=1, state=state))
        if "/payments/" in rule:
            under_way.order.payments.append(Payment(amount=1, state="open"))
        under_way.record("note_added")


def of_catalog(holds: bool) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields of forms about a new catalog, and what stands in the address: it, and a mug that it `holds` or not."""
    with writing() as session:
        mug = session.scalars(select(Product).where(Product.sku == world.MUG)).one()
        new = Catalog(
            name=secrets.token_hex(9),
            items=[CatalogItem(product_id=mug.id)] if holds else [],
            token=secrets.token_hex(9),
        )
        session.add(new)
        session.flush()
        where = {"<int18:number>": str(new.id), "<int18:product>": str(mug.id)}
        return {"name": secrets.token_hex(9), "product": mug.id, "price": "7.50"}, where


def of_cart(customer: int) -> tuple[dict[str, Any], str]:
    """The fields of forms about a new cart of this account, of which no other is open, and its id: two mugs."""
    with writing() as session:
        session.execute(update(Cart).where(Cart.customer_id == customer).values(state="closed"))
        winter = session.scalars(select(Catalog.id).where(Catalog.name == "Winter")).one()
        mug = session.scalars(select(Product).where(Product.sku == world.MUG)).one()
        line = CartLine(position=1, product_id=mug.id, name=mug.name, quantity=2, unit_price=Decimal("9.50"))
        session.add(cart := Cart(customer_id=customer, catalog_id=winter, lines=[line]))
        session.flush()
        said = {"product": mug.id, "quantity": 1, f"quantity-{line.id}": 5, "agreed": 2 * mug.price}
        return said | {"catalog": ""}, str(cart.id)


def from_its_cart() -> None:
    """Open the order again that went back to its cart, and take that cart away."""
    with change(world.UNPAID, Action.TAG, by=COMMAND) as under_way:
        for cart in under_way.session.scalars(select(Cart).where(Cart.from_order_id == under_way.order.id)):
            under_way.session.delete(cart)
        under_way.order.state = OrderState.OPEN
        under_way.record("tagged", tag="open")


def code_for(rule: str) -> str:
    """The order that a route is tried on: linking wants one without an owner, sending one of many pieces."""
    if of_parcels(rule):
        return goods.MANY
    if rule == RETURN_TO_CART:
        return world.UNPAID
    return world.GUEST if "/link" in rule or "undo-lot" in rule else world.PAID


def of_parcels(rule: str) -> bool:
    """Whether the route is about what an order sends and gets back."""
    return rule.removeprefix("/orders/<code:code>/") in PARCELS


@pytest.fixture
def many_mugs(app) -> None:
    """An order of more pieces than all routes together send."""
    with app.app_context():
        goods.add_many()


@pytest.fixture
def make_ready(app, desk, request_of) -> Callable[[str], None]:
    """Brings the order of a route to where the route can act on it, by the actions themselves."""

    def ready(rule: str) -> None:
        code = code_for(rule)
        with app.app_context():
            order, chloe = world.order(code), world.customer(world.CHLOE).id
            if order.archived_at and "unarchive" not in rule:
                unarchive(code, by=COMMAND)
            if not order.archived_at and "unarchive" in rule:
                archive(code, by=COMMAND)
            if "untag" in rule and not any(tag.key == "gift" for tag in order.tags):
                tag(code, "gift", by=COMMAND)
            if code == world.GUEST and order.account_id:
                unlink(code, by=COMMAND)
            if code == world.PAID and not order.account_id:
                link(code, chloe, by=COMMAND, shop=SHOP)
            if of_parcels(rule):
                goods.ready_for(rule)
            if "undo-lot" in rule:
                if world.order(world.GUEST_PHONE).account_id:
                    unlink(world.GUEST_PHONE, by=COMMAND)
                link_together({code: None, world.GUEST_PHONE: None}, chloe, by=COMMAND, shop=SHOP)
            if rule.removeprefix("/orders/<code:code>/") in MONEY_VERBS:
                money_ready(rule)
            if rule == RETURN_TO_CART:
                from_its_cart()
        if rule == f"{NOTICE}/restore":
            desk.post(*request_of(NOTICE))
        if "undo/" in rule:
            desk.post(*request_of("/orders/<code:code>/reassign"))
        if rule.startswith("/settings") and "reactivate" in rule:
            desk.post(*request_of("/settings/staff/<int18:number>/deactivate"))

    return ready


@pytest.fixture
def spare(app) -> Callable[[], int]:
    """Gives the id of a colleague who is none of the visitors: made when first asked for."""

    @cache
    def of() -> int:
        with app.app_context(), writing() as session:
            session.add(staff := Staff(name="Spare", email="s@x.example", email_key="s@x.example", role=Role.VIEWER))
            session.flush()
            return staff.id

    return of


@pytest.fixture
def of_goods(app) -> Callable[[str], tuple[dict[str, Any], dict[str, str]]]:
    """Gives the fields of forms about products, their orders and test orders, and what stands in the address."""

    def of(rule: str) -> tuple[dict[str, Any], dict[str, str]]:
        once = secrets.token_hex(9)
        fields: dict[str, Any] = {"sku": once, "name": once, "price": "9.50", "currency": "EUR", "key": f"goods-{once}"}
        with app.app_context(), writing() as session:
            sold = Product(sku=f"{once}-1", name=once, currency="EUR", price=1)
            sold.archived_at = now() if "unarchive" in rule else None
            session.add(sold)
            session.flush()
            line = session.scalars(select(OrderLine).where(OrderLine.order_id == world.order(world.PAID).id)).first()
            number = sold.id
            fields |= {"row": f"l{line.id}", f"quantity-l{line.id}": line.quantity + 1, f"price-l{line.id}": "9.50"}
        if rule == LINES:
            del fields["key"]
            return fields, {}
        if rule == "/orders/new":
            return fields | {"row": f"p{number}", f"quantity-p{number}": "1", f"price-p{number}": "9.50"}, {}
        if "tests" in rule or "delete" in rule:
            with app.app_context():
                code = create_test(by=COMMAND)["code"]
                version = world.order(code).version
            return fields | {"version": version}, {"<code:code>": code}
        return fields | {"version": 1}, {"<int18:number>": str(number)}

    return of


@pytest.fixture
def waiting(app) -> Callable[[], int]:
    """Gives the id of a new letter about OD-1 that waits."""

    def of() -> int:
        with app.app_context(), writing() as session:
            caused = session.scalars(select(Activity).where(Activity.order_id == world.order(world.PAID).id)).first()
            one = secrets.token_hex(9)
            session.add(
                letter := Message(
                    activity_id=caused.id,
                    order_id=caused.order_id,
                    event=one,
                    way="email",
                    recipient="a@b.example",
                    recipient_key="a@b.example",
                    text="Hello",
                    html="<p>Hello</p>",
                    message_id=one,
                    send_after=now(),
                )
            )
            session.flush()
            return letter.id

    return of


@pytest.fixture
def a_batch(app) -> Callable[[], int]:
    """Gives the id of a batch that put OD-2 away just now."""

    def of() -> int:
        with app.app_context():
            if world.order(world.TWO_BOXES).archived_at:
                unarchive(world.TWO_BOXES, by=COMMAND)
            chosen = picked(db.session(), [world.TWO_BOXES])
            return bulk(Wish(BatchVerb.ARCHIVE), chosen, by=COMMAND, shop=SHOP, as_of=10**17)["batch"]

    return of


@pytest.fixture
def spare_session(app, spare) -> Callable[[], int]:
    """Gives the id of a new session of that colleague."""

    def of() -> int:
        whose = spare()
        with app.app_context(), writing() as session:
            session.add(row := StaffSession(token_hash=secrets.token_hex(32), staff_id=whose))
            session.flush()
            return row.id

    return of


@pytest.fixture
def spare_view(app, spare) -> Callable[[], int]:
    """Gives the id of a new view that this colleague shared, the only one."""

    def of() -> int:
        name, whose = secrets.token_hex(9), spare()
        with app.app_context(), writing() as session:
            session.query(SavedView).delete()
            row = SavedView(staff_id=whose, name=name, name_key=name, query="q=kate", shared=True, position=1)
            session.add(row)
            session.flush()
            return row.id

    return of


@pytest.fixture
def of_settings(app, spare) -> Callable[[], dict[str, Any]]:
    """Gives the fields of the settings' forms, right as things stand."""

    def of() -> dict[str, Any]:
        once, whose = secrets.token_urlsafe(), spare()
        with app.app_context():
            store, role = db.session.get_one(Store, 1), db.session.get_one(Staff, whose).role
            fields = {name: getattr(store, name) for name in ("version", "region", "zone", "currency", "code_prefix")}
        new = Role.SUPPORT if role is Role.VIEWER else Role.VIEWER
        address = f"{secrets.token_hex(9)}@x.example"
        return fields | {"key": once, "name": once, "email": address, "role": new.value} | TAX

    return of


@pytest.fixture
def of_customer(app, number) -> Callable[[bool], dict[str, Any]]:
    """Gives the fields of forms about a customer, who is closed or not as it is needed, and no offline buyer."""

    whose = number(world.OFFLINE)

    def of(closed: bool) -> dict[str, Any]:
        once = secrets.token_urlsafe()
        with app.app_context(), writing():
            customer = db.session.get_one(Customer, int(whose))
            customer.offline_buyer, customer.deactivated_at = False, now() if closed else None
            version = customer.version
        said = {"name": once[:9], "phone": "", "offline": "1", "whose": whose}
        return {"key": once, "version": version, "email": f"{secrets.token_hex(9)}@x.example", **said}

    return of


@pytest.fixture
def of_facts(app, number) -> Callable[[str], tuple[int, int]]:
    """Gives a new group and the id of a note of the owner's, about the account that forms are about.

    It has the tag "trade", and is in the group where a route takes it out.
    """

    whose = int(number(world.OFFLINE))

    def of(rule: str) -> tuple[int, int]:
        with app.app_context(), writing() as session:
            writer = session.scalars(select(Staff).where(Staff.role == Role.OWNER)).first()
            one = secrets.token_hex(9)
            group = CustomerGroup(name=one, name_key=one)
            note = CustomerNote(customer_id=whose, author=writer.name, staff_id=writer.id, text=one)
            session.query(CustomerGroup).delete()
            session.merge(CustomerTag(customer_id=whose, key="trade", tag="trade"))
            session.add_all([group, note])
            session.flush()
            session.query(ToldApart).delete()
            if "maybe" in rule:
                one, other = sorted((whose, int(number(world.KATE))))
                session.add(ToldApart(one_id=one, other_id=other, by_name=writer.name))
            if "leave" in rule:
                session.add(Membership(group_id=group.id, customer_id=whose))
            return group.id, note.id

    return of


@pytest.fixture
def noted(app) -> Callable[[], int]:
    """Gives the id of a new note of support's about the order that routes are tried on."""

    def of() -> int:
        with app.app_context(), writing() as session:
            writer = session.scalars(select(Staff).where(Staff.role == Role.SUPPORT)).first()
            note = Note(order_id=world.order(world.PAID).id, author=writer.name, staff_id=writer.id, text="Old")
            session.add(note)
            session.flush()
            return note.id

    return of


def send(visitor: Visitor, method: str, path: str, fields: dict[str, Any]):
    return visitor.open(path) if method == "GET" else visitor.post(path, fields)


@kinds.first
@pytest.mark.feature("R10")
def test_each_role_gets_what_it_may_and_nothing_else(app, stands, request_of, make_ready):
    wrong, visitors = {}, {role: signed_in(app, role) for role in Role}
    for (method, rule), route in TABLE.items():
        for role, visitor in visitors.items():
            if method == "POST" or not of_parcels(rule):
                make_ready(rule)
            asked = request_of(rule)
            before = stands(code_for(rule))
            answer = send(visitor, method, *asked)
            expected = route.status if role in route.may else route.otherwise
            untouched = rule in ELSEWHERE or stands(code_for(rule)) == before
            acts = expected == 303 and method == "POST" and rule.startswith(TOUCHES)
            acts = acts and rule not in {ASKS_ONLY, *ELSEWHERE}
            if (answer.status, untouched) != (expected, not acts):
                wrong[method, rule, role.value] = (answer.status, expected, untouched)
    assert not wrong


def test_a_stranger_gets_the_way_to_sign_in(app, stranger, stands, request_of):
    before = stands(world.PAID)
    for (method, rule), route in TABLE.items():
        answer = send(Visitor(app), method, *request_of(rule))
        if route.stranger is not None:
            assert answer.status == route.stranger, (method, rule)
        else:
            assert (answer.status, answer.location.split("?")[0]) == (303, TO_SIGN_IN), (method, rule)
    ours = sum(rule.startswith("/outbox") for _, rule in TABLE)  # made for the requests, not by them
    assert stands(world.PAID) == before._replace(letters=before.letters + ours)


def test_what_a_role_may_not_do_is_not_shown(app):
    with app.app_context():
        goods.add_many()
        goods.ready_for("shipments")
    for role in Role:
        page = signed_in(app, role).open(f"/orders/{goods.MANY}").page.one(id="order")
        for words in ("Fulfil", "Return", "Mark as packed", "Edit shipment", "Hand over", "Cancel shipment"):
            assert (words in {node.name for node in page.all("a")}) == (role in PACKERS), (role, words)
    for role in Role:
        visitor = signed_in(app, role)
        assert ("Imports" in visitor.open("/orders").page.one("nav", aria_label="Main").text) == (role in IMPORTERS)
        shown = {"Reassign" in visitor.open(path).text for path in ("/orders", "/orders/OD-1")}
        assert shown == {role in OWNERSHIP}, role
        page = visitor.open("/orders/OD-4").page.one(id="order")
        for words, able in (
            ("Link to customer account", OWNERSHIP), ("Edit order customer", OWNERSHIP), ("Looks like Kate", OWNERSHIP),
            ("Unlink", OWNERSHIP), ("Archive", OWNERSHIP), ("Add tag", TAGGERS),
        ):  # fmt: skip
            assert (words in page.text) == (role in able), (role, words)
