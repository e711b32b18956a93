"""Lines of an order from products, and the sums that they come to."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.core.products import called
from dashboard.core.reckoning import LineSum, Wanted
from dashboard.core.refusals import Invalid, Vanished
from dashboard.models.catalog import Product
from dashboard.models.line import OrderLine

MOST_LINES = 200


def products_of(session: Session, ids: Sequence[int]) -> dict[int, Product]:
    """These products by id, archived ones too. Raises Vanished beside "product_q" where one is not there."""
    found = {one.id: one for one in session.scalars(select(Product).where(Product.id.in_(set(ids))))}
    if set(ids) - found.keys():
        raise Vanished("One of these products is gone. Take it out.", "product_q")
    return found


def refuse_archived(product: Product) -> None:
    """Raise Invalid beside "product_q" for a product that is sold no more."""
    if product.archived_at is not None:
        name = called(product.name, product.variant)
        raise Invalid(f"{name} is archived: it is sold no more. Take it out.", "product_q")


def line_for(product: Product, position: int, quantity: int, unit_price: Decimal, tax_rate: int) -> OrderLine:
    """A line of this product that its merchant added; its sums are still to be put in."""
    return OrderLine(
        position=position,
        product_id=product.id,
        sku=product.sku,
        name=product.name,
        variant=product.variant,
        picture=product.picture,
        quantity=quantity,
        unit_price=unit_price,
        tax_rate=tax_rate,
    )


def as_placed(line: OrderLine) -> OrderLine:
    """The line as the buyer placed it, which never changes."""
    line.original_quantity, line.original_unit_price = line.quantity, line.unit_price
    return line


def wanted(line: OrderLine) -> Wanted:
    """What of a line its sums depend on."""
    return Wanted(line.quantity, line.unit_price, line.tax_rate)


def put_sums(lines: Sequence[OrderLine], sums: Sequence[LineSum]) -> None:
    """Write the sums on their lines."""
    for line, found in zip(lines, sums, strict=True):
        line.discount, line.tax, line.total = found
