"""What the tests of products and their orders ask."""

from sqlalchemy import func, select

from dashboard.extensions import db
from dashboard.models import Product, StockMove
from tests import world


def product(sku: str = world.MUG) -> Product:
    """The product of this SKU."""
    return db.session.scalars(select(Product).where(Product.sku == sku)).one()


def moved(sku: str = world.MUG) -> int:
    """What the moves of its stock come to."""
    query = select(func.coalesce(func.sum(StockMove.pieces), 0)).where(StockMove.product_id == product(sku).id)
    return db.session.scalar(query) or 0
