"""Add a product to a catalog, at a price of its own or at the product's; once it is there, set that price."""

from typing import Any

from sqlalchemy.orm import Session

from dashboard.actions.change_catalog import change_catalog
from dashboard.actions.once import Submission
from dashboard.core import money, products
from dashboard.core.person import Person
from dashboard.core.products import called
from dashboard.core.refusals import Invalid
from dashboard.models.catalog import CatalogItem, Product


def add_to_catalog(
    number: int,
    product: int | None,
    price: str = "",
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
) -> dict[str, Any]:
    """Offer the product in the catalog of this id; `price` as typed, empty for the product's own.

    Returns the product's name, the price in words, and whether it is new there. Raises as change_catalog(), and Invalid
    beside "product_q" or "price".
    """
    with change_catalog(number, by=by, seen=seen, once=once) as under_way:
        sold = on_sale(under_way.session, product)
        own = products.price(price, sold.currency) if price.strip() else None
        item = under_way.item(sold.id)
        if item is not None and item.price == own:
            raise Invalid("It is offered at that price already. Nothing was changed.", "price")
        new = item is None
        if item is None:
            item = CatalogItem(catalog_id=number, product_id=sold.id)
            under_way.session.add(item)
        item.price = own
        name, told = called(sold.name, sold.variant), worded(own, sold)
        under_way.record("catalog_filled" if new else "catalog_priced", product=name, product_id=sold.id, price=told)
        under_way.change.result = {"product": name, "price": told, "new": new, "catalog": under_way.catalog.name}
    return under_way.change.result


def on_sale(session: Session, product: int | None) -> Product:
    """The product. Raises Invalid beside "product_q" where none of those on sale was chosen."""
    found = session.get(Product, product) if product else None
    if found is None:
        raise Invalid("Choose a product.", "product_q")
    if found.archived_at is not None:
        raise Invalid(f"{called(found.name, found.variant)} is archived: it is sold no more.", "product_q")
    return found


def worded(own: int | None, product: Product) -> str:
    """The price in words: "10.00 EUR", or "its own price, 9.50 EUR"."""
    if own is None:
        return f"its own price, {money.money(product.price, product.currency)}"
    return money.money(own, product.currency)
