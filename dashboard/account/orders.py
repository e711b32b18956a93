"""The buyer's orders: those that the account owns now, the newest first."""

from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.account import who
from dashboard.core import buyer_words
from dashboard.core.statuses import OrderState
from dashboard.core.words import FulfilmentStatus
from dashboard.extensions import db
from dashboard.models import keyset
from dashboard.models.buyer_orders import COUNTED, Listed, Row, Thing, counted, owned

pages = Blueprint("account_orders", __name__)


class Shown(NamedTuple):
    """An order as the list has it: `badge` is its state or its fulfilment, `says` a few words more."""

    order: Row
    title: str
    pictures: list[str]
    badge: OrderState | FulfilmentStatus
    says: str
    past: bool


@pages.get("/account")
def begin() -> ResponseReturnValue:
    """Where the buyers’ pages begin."""
    return redirect(url_for(".index"), 303)


@pages.get("/account/orders")
def index() -> str:
    """The list, page by page."""
    account = who.account()
    place = keyset.read(request.args.get("after"), datetime, back=False)
    page = owned(db.session(), account.id, place)
    last = page.rows[-1] if page.rows else None
    older = page.more and last and url_for(".index", after=keyset.written(last.placed_at, last.id))
    return render_template(
        "account/orders.html",
        account=account,
        orders=[shown(page, row) for row in page.rows],
        first=place is None,
        older=older,
        count=how_many(counted(db.session(), account.id)),
    )


def shown(page: Listed, row: Row) -> Shown:
    """An order of the page in words."""
    things = page.things[row.id]
    kept = row.state is OrderState.RETURNED_TO_CART
    return Shown(
        row,
        buyer_words.title([thing.name for thing in things]),
        pictures(things),
        row.state if kept else row.fulfilment_status,
        buyer_words.order(
            row.state, row.payment_status, row.fulfilment_status, page.parcels[row.id], in_cart=row.in_cart
        ),
        row.fulfilment_status in buyer_words.PAST or (kept and not row.in_cart),
    )


def pictures(things: list[Thing]) -> list[str]:
    """Two pictures of what is in an order at most."""
    return [thing.picture for thing in things if thing.picture][:2]


def how_many(count: int) -> str:
    """ "1 order", "3 orders", "1,000+ orders"."""
    if count > COUNTED:
        return f"{COUNTED:,}+ orders"
    return "1 order" if count == 1 else f"{count:,} orders"
