"""Possible duplicates: pairs of accounts that may be one customer's, by what speaks for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dashboard.extensions import db
from dashboard.models.customer_rows import CustomerRow, rows_of
from dashboard.models.duplicates import ALIKE, Stretch, near_email, same_name, same_phone
from dashboard.models.keyset import read, written
from dashboard.models.told_apart_list import Apart, apart
from dashboard.pages import settings

pages = Blueprint("duplicates", __name__)

Walk = Callable[[Session, str], Stretch]
# The strongest evidence first: its word in the address, its heading, what is looked through, and how.
KINDS: tuple[tuple[str, str, str, Walk], ...] = (
    ("phone", "Same phone", f"up to {ALIKE} accounts of a number, the oldest ones", same_phone),
    ("name", "Same name and postcode", f"up to {ALIKE} accounts of a name, by their newest orders", same_name),
    ("email", "E-mail one letter off", "the accounts made last, compared with all others", near_email),
)


class Shown(NamedTuple):
    """A pair on the page: the account that would stay, the one that would go into it, and why."""

    into: CustomerRow
    part: CustomerRow
    reasons: tuple[str, ...]


class Section(NamedTuple):
    """One kind of evidence on the page."""

    kind: str
    title: str
    tells: str
    pairs: list[Shown]
    more: str | None
    begun: bool
    given_up: bool
    looked: int


@pages.get("/customers/duplicates")
def index() -> ResponseReturnValue:
    """The pairs, and those that are not the same; each kind goes on from the place in the address."""
    settings.require("customer_edit")
    session = db.session()
    found = [(kind, walk(session, place(kind[0]))) for kind in KINDS for walk in kind[3:]]
    ids = {one.id for _, stretch in found for pair in stretch.pairs for one in pair[:2]}
    rows = {row.id: row for row in rows_of(session, sorted(ids))}
    pairs, more = apart(session, read(request.args.get("apart"), datetime, False))
    return render_template(
        "customers/duplicates.html",
        sections=[section(kind[:3], stretch, rows) for kind, stretch in found],
        apart=pairs,
        older=further("apart", after(pairs[-1])) if more else None,
        here=request.full_path.rstrip("?"),
    )


def place(kind: str) -> str:
    """Where the walk of this kind goes on."""
    return request.args.get(kind, "")[:400].replace("\0", "")


def section(kind: tuple[str, str, str], stretch: Stretch, rows: dict[int, CustomerRow]) -> Section:
    """What the page shows of a stretch."""
    pairs = [shown(rows[pair.one.id], rows[pair.other.id], pair.reasons) for pair in stretch.pairs]
    more = further(kind[0], stretch.after) if stretch.after else None
    return Section(*kind, pairs, more, bool(place(kind[0])), stretch.given_up, stretch.looked)


def shown(one: CustomerRow, other: CustomerRow, reasons: tuple[str, ...]) -> Shown:
    """The pair, the account of more orders first; of as many the older one."""
    into, part = sorted((one, other), key=lambda row: (row.closed, -row.orders, row.id))
    return Shown(into, part, reasons)


def further(kind: str, after: str) -> str:
    """The address of the next stretch of this kind; the others stay where they are."""
    here: dict[str, Any] = {name: request.args.get(name) for name in (*(one[0] for one in KINDS), "apart")}
    return url_for("duplicates.index", **(here | {kind: after}), _anchor=f"h-{kind}")


def after(pair: Apart) -> str:
    """The place of a pair in the list of those told apart."""
    return written(pair.at, pair.one_id)
