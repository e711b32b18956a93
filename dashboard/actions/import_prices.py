"""Import the prices of a catalog from a list: by its SKU, each product is offered there, at its price there."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions.add_to_catalog import worded
from dashboard.actions.change_catalog import change_catalog
from dashboard.actions.import_products import Planned, digest, products_by_sku, refuse_twice, tally
from dashboard.actions.once import Submission
from dashboard.core import money, products
from dashboard.core.person import Person
from dashboard.core.products import called
from dashboard.core.refusals import Invalid, Stale
from dashboard.models.catalog import CatalogItem, Product

Prices = Mapping[int, int | None]


def plan(session: Session, rows: Sequence[Mapping[str, Any]], number: int) -> list[Planned]:
    """What would become of each row in the catalog of this id, as things stand."""
    known = products_by_sku(session, [str(row.get("sku", "")) for row in rows], hold=False)
    query = select(CatalogItem.product_id, CatalogItem.price).where(CatalogItem.catalog_id == number)
    there: dict[int, int | None] = {row[0]: row[1] for row in session.execute(query)}
    seen: dict[str, int] = {}
    return [planned(row, known, there, seen) for row in rows]


def planned(row: Mapping[str, Any], known: Mapping[str, Product], there: Prices, seen: dict[str, int]) -> Planned:
    """What would become of one row. A price that is left empty stays as it is, at first the product's own."""
    number, sku = int(row["row"]), str(row.get("sku", ""))
    product = known.get(sku)
    name = called(product.name, product.variant) if product else str(row.get("name", ""))
    try:
        if "refused" in row:
            raise Invalid(str(row["refused"]))
        refuse_twice(sku, number, seen)
        sold = on_sale(product, sku, str(row.get("currency", "")).strip().upper())
        said = str(row.get("price", "")).strip()
        price = products.price(said, sold.currency) if said else there.get(sold.id)
    except Invalid as refusal:
        return Planned(number, sku[:120], name[:200], "refused", refusal.sentence)
    values = {"product_id": sold.id, "price": price}
    if sold.id not in there:
        return Planned(number, sku, name, "new", worded(price, sold), values)
    had = there[sold.id]
    told = "" if had == price else f"{shown(had, sold)} → {shown(price, sold)}"
    return Planned(number, sku, name, "changed" if told else "same", told, values)


def on_sale(product: Product | None, sku: str, currency: str) -> Product:
    """The product, if it can be offered in this currency. Raises Invalid."""
    if product is None:
        raise Invalid(f"No product has the SKU {sku[:120]}." if sku else "Enter the SKU of a product.")
    if product.archived_at is not None:
        raise Invalid("This product is archived: it is sold no more.")
    if currency and currency != product.currency:
        raise Invalid(f"This product is priced in {product.currency}.")
    return product


def shown(price: int | None, product: Product) -> str:
    """A price of a catalog in a few words."""
    return "its own price" if price is None else money.amount(price, product.currency)


def import_prices(
    number: int,
    rows: Sequence[Mapping[str, Any]],
    filename: str,
    seen: str,
    *,
    by: Person,
    once: Submission | None = None,
) -> dict[str, Any]:
    """Write what the preview showed, whose digest `seen` is; one line in the shop’s log. Returns the tally.

    Raises as change_catalog(), Stale where prices changed since, and Invalid where nothing would.
    """
    with change_catalog(number, by=by, once=once) as under_way:
        session = under_way.session
        found = plan(session, rows, number)
        counts = tally(found)
        if digest(found) != seen:
            raise Stale([], "Prices were")
        if not counts["new"] + counts["changed"]:
            raise Invalid("Nothing in this file is new or different.", "file")
        for one in found:
            if one.outcome == "new":
                session.add(CatalogItem(catalog_id=number, **one.values))
            elif one.outcome == "changed":
                session.get_one(CatalogItem, (number, one.values["product_id"])).price = one.values["price"]
        changes = f"{counts['new']:,} new, {counts['changed']:,} changed, {counts['refused']:,} refused"
        under_way.record("prices_imported", file=filename, changes=changes)
        under_way.change.result = counts
    return under_way.change.result
