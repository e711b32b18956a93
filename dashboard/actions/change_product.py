"""A change of one product, through the store's own door: its lines stand in the store's log."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from dashboard.actions.change_store import StoreChange, change_store
from dashboard.actions.once import Submission
from dashboard.actions.stock import move_one
from dashboard.core.person import Person
from dashboard.core.products import called, told_stock
from dashboard.core.refusals import Invalid, Stale, Vanished
from dashboard.core.roles import require_permission
from dashboard.core.sentences import News
from dashboard.core.stock import StockReason
from dashboard.database import writing
from dashboard.models.activity import Activity
from dashboard.models.catalog import Product
from dashboard.models.product_view import LINES, VERBS


class ProductChange:
    """A change of a product under way: `product` is ours until commit."""

    def __init__(self, store: StoreChange, product: Product) -> None:
        self.store, self.product = store, product
        self.session, self.by = store.session, store.by

    def record(self, verb: str, **text: str) -> None:
        """Write the line in the store's log, and add 1 to the product's version."""
        product = self.product
        product.version += 1
        self.session.flush()
        self.store.record(verb, product=called(product.name, product.variant), product_id=product.id, **text)
        self.store.result = {"id": product.id, "name": called(product.name, product.variant)}


@contextmanager
def change_product(
    number: int, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> Iterator[ProductChange]:
    """Change the product of this id; `seen` is the version that the person saw.

    Raises Replayed and the refusals NotPermitted, KeyReused, Vanished and Stale.
    """
    require_permission(by, "product")
    with writing() as session:
        query = select(Product).where(Product.id == number).with_for_update(key_share=True)
        product = session.scalar(query.execution_options(populate_existing=True))
        if product is None:
            raise Vanished("There is no such product.")
        with change_store("product", by=by, once=once) as store:  # the store comes last, wherever rows are locked
            if seen is not None and seen != product.version:
                raise Stale(news(session, product, seen), "This product was")
            yield ProductChange(store, product)


def news(session: Session, product: Product, seen: int) -> list[News]:
    """What was done to the product since that version."""
    query = select(Activity).where(Activity.store_id == 1, Activity.verb.in_(VERBS))
    lines = session.scalars(query.order_by(Activity.seq.desc()).limit(LINES))
    own = [line for line in lines if json.loads(line.text or "{}").get("product_id") == product.id]
    return [News.of(line) for line in reversed(own[: max(0, product.version - seen)])]


def refuse_taken(session: Session, sku: str, product_id: int = 0) -> None:
    """Raise Invalid beside "sku" if another product goes by it."""
    if session.scalar(select(exists().where(Product.sku == sku, Product.id != product_id))):
        raise Invalid(f"Another product has the SKU {sku} already.", "sku")


def count(session: Session, product: Product, stock: int | None, by: Person) -> str | None:
    """Set what was counted on the shelf, keeping the difference as a move; in the words of the log, if it differs.

    The stock of a counted product is the sum of its moves, also of one that is counted no more for a while.
    """
    was = product.stock
    if stock == was:
        return None
    product.stock = was or 0
    session.flush()
    move_one(session, product.id, (stock or 0) - (was or 0), StockReason.COUNTED, by=by)
    session.refresh(product, ["stock"])
    product.stock = stock
    return f"stock from {told_stock(was)} to {told_stock(stock)}"
