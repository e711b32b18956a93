"""Import products from a list: what is new is added, what differs is changed, and the rest is told."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.change_product import count
from dashboard.actions.change_store import change_store
from dashboard.actions.edit_product import apply, shown
from dashboard.core import products
from dashboard.core.money import amount, to_decimal
from dashboard.core.person import Person
from dashboard.core.products import LABELS, Entered, told_stock
from dashboard.core.refusals import Invalid, Stale
from dashboard.core.roles import require_permission
from dashboard.database import writing
from dashboard.models.catalog import Product
from dashboard.models.store import Store

LARGEST = 5_000_000  # bytes of a file
AT_ONCE = 500
PARTS = ("name", "variant", "price", "currency", "stock")


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of a row: "new", "changed", "same" or "refused", with what changes or why it is refused.

    `values` and `stock` are written; `stock_given`: whether the row says how many there are.
    """

    row: int
    sku: str
    name: str
    outcome: str
    told: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    stock: int | None = None
    stock_given: bool = False


def plan(session: Session, rows: Sequence[Mapping[str, Any]], currency: str, hold: bool = False) -> list[Planned]:
    """What would become of each row as things stand; `hold`: the products that are there become ours until commit."""
    known = products_by_sku(session, [str(row.get("sku", "")) for row in rows], hold)
    seen: dict[str, int] = {}
    return [planned(row, known, seen, currency) for row in rows]


def products_by_sku(session: Session, skus: Sequence[str], hold: bool) -> dict[str, Product]:
    """The products that go by these; `hold`: locked by ascending id, as everywhere."""
    wanted = sorted(set(skus))
    ids: list[int] = []
    for at in range(0, len(wanted), AT_ONCE):
        ids += session.scalars(select(Product.id).where(Product.sku.in_(wanted[at : at + AT_ONCE])))
    ids.sort()
    found: dict[str, Product] = {}
    for at in range(0, len(ids), AT_ONCE):
        query = select(Product).where(Product.id.in_(ids[at : at + AT_ONCE])).order_by(Product.id)
        if hold:
            query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
        found |= {product.sku: product for product in session.scalars(query)}
    return found


def refuse_twice(sku: str, row: int, seen: dict[str, int]) -> None:
    """Raise Invalid where an earlier row is about this SKU; else `seen` has it."""
    if sku and sku in seen:
        raise Invalid(f"The SKU {sku} stands in row {seen[sku]} already.")
    seen[sku] = row


def planned(row: Mapping[str, Any], known: Mapping[str, Product], seen: dict[str, int], currency: str) -> Planned:
    """What would become of one row. What it does not say of a product that is there stays as it is."""
    number, sku, name = int(row["row"]), str(row.get("sku", "")), str(row.get("name", ""))
    try:
        if "refused" in row:
            raise Invalid(str(row["refused"]))
        refuse_twice(sku, number, seen)
        product = known.get(sku)
        entered = filled(row, product, currency)
        values, stock = entered.values(), products.stock(entered.stock)
    except Invalid as refusal:
        return Planned(number, sku[:120], name[:200], "refused", refusal.sentence)
    given = bool(str(row.get("stock", "")).strip())
    if product is None:
        told = f"{amount(values['price'], values['currency'])} {values['currency']}, stock {told_stock(stock)}"
        return Planned(number, sku, values["name"], "new", told, values, stock, given)
    told = differences(product, values, stock if given else product.stock)
    return Planned(number, sku, values["name"], "changed" if told else "same", told, values, stock, given)


def filled(row: Mapping[str, Any], product: Product | None, currency: str) -> Entered:
    """The row as it would be typed, what it leaves empty being as the product has it."""
    said = {part: str(row.get(part, "")).strip() for part in PARTS}
    had = {"currency": currency}
    if product is not None:
        price = f"{to_decimal(product.price, product.currency):f}"
        had = {"name": product.name, "variant": product.variant, "price": price, "currency": product.currency}
    return Entered(sku=str(row.get("sku", "")), **{part: text or had.get(part, "") for part, text in said.items()})


def differences(product: Product, values: Mapping[str, Any], stock: int | None) -> str:
    """What of the product would be another, in words."""
    said = []
    for name, value in values.items():
        if getattr(product, name) != value:
            new = amount(value, values["currency"]) if name == "price" else f"“{value}”"
            said.append(f"{LABELS[name]} {shown(product, name)} → {new}")
    if product.stock != stock:
        said.append(f"stock {told_stock(product.stock)} → {told_stock(stock)}")
    return "; ".join(said)


def digest(plan: Sequence[Planned]) -> str:
    """What a preview showed, to be compared with what would be done."""
    said = "\0".join(f"{one.row} {one.outcome} {one.told}" for one in plan)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def tally(plan: Sequence[Planned]) -> dict[str, int]:
    """How many rows become what."""
    return {outcome: sum(one.outcome == outcome for one in plan) for outcome in ("new", "changed", "same", "refused")}


def import_products(
    rows: Sequence[Mapping[str, Any]], filename: str, seen: str, *, by: Person, once: keys.Submission | None = None
) -> dict[str, Any]:
    """Write what the preview showed, whose digest `seen` is; one line in the shop’s log. Returns the tally.

    Raises Replayed, NotPermitted, KeyReused, Stale where products changed since, and Invalid where nothing would.
    """
    require_permission(by, "product")
    with writing() as session:
        keys.look(session, once)
        currency = session.get_one(Store, 1).currency
        found = plan(session, rows, currency, hold=True)
        counts = tally(found)
        if digest(found) != seen:
            raise Stale([], "Products were")
        if not counts["new"] + counts["changed"]:
            raise Invalid("Nothing in this file is new or different.", "file")
        write(session, found, by)
        with change_store("product", by=by, once=once) as change:
            changes = f"{counts['new']:,} new, {counts['changed']:,} changed, {counts['refused']:,} refused"
            change.record("products_imported", file=filename, changes=changes)
            change.result = counts
    return counts


def write(session: Session, found: Sequence[Planned], by: Person) -> None:
    """Add and change the products. Raises Stale if somebody made one of them since we looked."""
    known = products_by_sku(session, [one.sku for one in found if one.outcome == "changed"], hold=False)
    for one in found:
        if one.outcome == "changed":
            product = known[one.sku]
            for name, value in one.values.items():
                if getattr(product, name) != value:
                    apply(product, name, value)
            if one.stock_given:
                count(session, product, one.stock, by)
            product.version += 1
    new = [(Product(**one.values), one) for one in found if one.outcome == "new"]
    try:
        with session.begin_nested():
            session.add_all(product for product, _ in new)
    except IntegrityError:
        raise Stale([], "Products were") from None
    for product, one in new:
        if one.stock is not None:
            count(session, product, one.stock, by)
