"""What every template can use."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from flask import Flask, g, request
from flask_login import current_user
from markupsafe import Markup

from dashboard.core import devices, money
from dashboard.core.guards import may
from dashboard.core.person import Role
from dashboard.core.sentences import Part
from dashboard.core.statuses import shipment_label
from dashboard.models.signed_in import BADGE
from dashboard.pages import who
from dashboard.pages.flash import flashes
from dashboard.pages.moments import Clock
from dashboard.pages.order_menu import mend
from dashboard.pages.theme import theme

# The navigation: word, endpoint, icon, the path its pages begin with, and who sees it. What is not built is not here. A
# phone has room for five.
NAV = (
    ("Orders", "orders.index", "shopping-bag", "/orders", "read"),
    ("Customers", "customers.index", "users", "/customers", "read"),
    ("Products", "products.index", "package", "/products", "read"),
    ("Money to send", "money_to_send.index", "cash", "/money-to-send", "refund"),
    ("Outbox", "outbox.index", "send", "/outbox", "outbox"),
    ("Imports", "imports.index", "table-import", "/imports", "import"),
    ("Settings", "settings.index", "settings", "/settings", "read"),
)

COUNTRIES = Locale("en", "GB").territories
ICONS = {
    "placed": "shopping-bag", "imported": "file-import", "reimported": "refresh", "paid": "credit-card",
    "payment_opened": "hourglass", "packed": "package", "shipped": "truck-delivery", "delivered": "circle-check",
    "refunded": "receipt-refund",
    "refund_asked": "hourglass", "refunded_and_returned": "receipt-refund", "refund_asked_and_returned": "hourglass",
    "refund_approved": "check", "refund_declined": "x", "refund_sent": "send", "refund_failed": "alert-triangle",
    "payment_failed": "alert-triangle", "canceled_and_refunded": "x", "canceled_refund_asked": "x",
    "returned": "arrow-back-up", "canceled": "x", "invoiced": "file-invoice",
    "confirmed": "list-check", "returned_to_cart": "shopping-cart-share", "tagged": "tag", "note_added": "note",
    "reassigned": "switch-horizontal", "customer_changed": "users", "undone": "arrow-back-up",
    "customer_created": "user-plus", "registered": "user-plus", "code_asked": "key", "link_asked_by_buyer": "mail",
    "password_set": "key", "link_asked": "mail", "details_changed": "pencil",
    "customer_deactivated": "ban", "customer_reactivated": "user-check", "offline_buyer_on": "id",
    "offline_buyer_off": "login",
    "linked": "link", "unlinked": "user-question", "order_customer_edited": "pencil", "edit_undone": "arrow-back-up",
    "untagged": "tag", "note_edited": "note", "note_deleted": "trash", "group_joined": "users", "group_left": "users",
    "told_apart": "users", "told_apart_undone": "arrow-back-up", "archived": "archive", "unarchived": "archive",
    "message_hurried": "send", "message_edited": "pencil", "message_dropped": "trash", "message_retried": "refresh",
    "order_packed": "package", "shipment_edited": "pencil", "shipment_canceled": "x",
    "reordered": "shopping-bag", "ordered_anew": "shopping-bag", "cart_opened": "shopping-cart-share",
    "cart_filled": "plus", "cart_edited": "pencil", "cart_closed": "x",
    "resent": "mail", "erased": "trash", "customer_erased": "trash", "data_exported": "download",
    "orders_exported": "download", "order_link_made": "link", "order_link_replaced": "link", "order_link_ended": "x",
}  # fmt: skip


def register(app: Flask) -> None:
    """Give templates the person, the store, and the words for moments and money."""
    app.context_processor(everywhere)
    app.add_template_filter(lambda at: clock().when(at), "when")
    app.add_template_filter(lambda at: clock().iso(at), "iso")
    app.add_template_filter(lambda at: f"{at.astimezone(clock().zone):%H:%M}", "hour")
    app.add_template_filter(money.amount, "amount")
    app.add_template_filter(money.money, "money")
    app.add_template_filter(sentence_html, "sentence")
    app.add_template_filter(breakable)
    app.add_template_filter(price)
    app.add_template_filter(rate)
    app.add_template_filter(address_lines)
    app.add_template_filter(devices.device)
    app.add_template_filter(lambda verb: ICONS.get(verb, "history"), "verb_icon")
    app.jinja_env.globals |= {"shipment_label": shipment_label, "mend": mend}
    app.add_template_filter(countdown)
    app.add_template_filter(gone)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def everywhere() -> dict[str, Any]:
    """The names that all templates share."""
    user = current_user._get_current_object()
    inside = user.is_authenticated
    return {
        "person": user.person if inside else None,
        "store": who.store(),
        "theme": theme(),
        "flashes": flashes,
        "section": section(request.path),
        "nav": entries(user.person.role) if inside else (),
        "failed_messages": badge(user.row.failed) if inside else "",
        "money_waits": badge(user.row.to_send) if inside else "",
        "clock": clock(),
        "may": lambda permission: inside and may(user.person, permission),
    }


def badge(count: int) -> str:
    """A count as the navigation says it; nothing for none."""
    return f"{BADGE}+" if count > BADGE else str(count or "")


def section(path: str) -> str:
    """The part of the desk that a path is in: "/orders", and "/orders/" for what is below it."""
    first, below, _ = path[1:].partition("/")
    return f"/{first}{below}"


@cache
def entries(role: Role | None) -> tuple[tuple[str, ...], ...]:
    """The navigation that a role sees."""
    return tuple(tuple(entry) for *entry, permission in NAV if may(role, permission))


def clock() -> Clock:
    """The store's clock: one per request, since a page tells a hundred times."""
    if "clock" not in g:
        g.clock = Clock.of(who.store())
    found: Clock = g.clock
    return found


def countdown(left: timedelta) -> str:
    """A wait as people read it: "0:42", "12:05"."""
    seconds = max(0, round(left.total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02}"


def gone(span: tuple[datetime, datetime, datetime]) -> int:
    """How much of a wait is over, in per cent: (its begin, its end, now)."""
    begin, end, now = span
    whole = (end - begin).total_seconds()
    return 100 if whole <= 0 else max(0, min(100, round((now - begin).total_seconds() / whole * 100)))


def breakable(address: str) -> Markup:
    """An e-mail address that may break after its @."""
    name, at, domain = address.partition("@")
    return Markup("<bdi>{}{}<wbr>{}</bdi>").format(name, at, domain) if at else Markup("<bdi>{}</bdi>").format(address)


def price(unit_price: Decimal, currency: str) -> str:
    """A unit price with the source's precision, at least the currency's decimals: "9.50", "0.001"."""
    places = max(money.decimals(currency), -int(unit_price.normalize().as_tuple().exponent))
    return f"{unit_price:,.{places}f}".replace("-", money.MINUS)


def rate(basis_points: int) -> str:
    """A tax rate: "19 %", "7.5 %"."""
    return f"{Decimal(basis_points) / 100:f} %"


def address_lines(address: Mapping[str, str]) -> list[str]:
    """An address as written on a parcel, without its empty lines."""
    town = " ".join(part for part in (address.get("postcode"), address.get("city")) if part)
    names = ("name", "company", "street1", "street2")
    country = address.get("country") or ""
    named = COUNTRIES.get(country, country)
    lines = [*(address.get(name) for name in names), town, address.get("region"), named]
    return [line for line in lines if line]


def sentence_html(parts: Iterable[Part]) -> Markup:
    """A sentence of the log: names and amounts strong, customers linked."""
    return Markup("").join(part_html(part) for part in parts)


def part_html(part: Part) -> Markup:
    """One stretch of a sentence."""
    if part.customer_id is not None:
        return Markup('<a href="/customers/{}">{}</a>').format(part.customer_id, part.text)
    return Markup("<b>{}</b>").format(part.text) if part.strong else Markup("{}").format(part.text)
