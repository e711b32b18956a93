"""Carts as staff and their buyers look at them: what lies in one at today's prices, and what changed since."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from dashboard.core import cart_news, money
from dashboard.core.cart_news import Today, Told, Was
from dashboard.core.products import called
from dashboard.core.reckoning import Wanted, reckon
from dashboard.models.cart import Cart, CartLine
from dashboard.models.catalog import Catalog
from dashboard.models.catalog_offer import Offered, offer
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.store import Store

OTHER = "Other"


class CartRow(NamedTuple):
    """A cart in a list: its catalog's name, the code of the order that went back to it, and the pieces in it."""

    id: int
    catalog: str
    state: str
    created_at: datetime
    from_code: str | None
    reorder_code: str | None
    pieces: int


class Line(NamedTuple):
    """A line of a cart. `price` and `amount` are today's, in minor units of `currency`; None once it is gone.

    `was` is the unit price that it was put in at, of `was_currency`; `counts`: whether it can be ordered.
    """

    id: int
    product_id: int | None
    name: str
    variant: str
    picture: str | None
    quantity: int
    was: Decimal
    was_currency: str
    currency: str
    price: int | None
    amount: int | None
    changes: tuple[Told, ...]

    @property
    def counts(self) -> bool:
        """Whether it can be ordered as it is today."""
        return cart_news.counts(self.changes)

    @property
    def called(self) -> str:
        """Its name with its variant."""
        return called(self.name, self.variant)


def carts_of(session: Session, customer: int, only_open: bool = False) -> list[CartRow]:
    """The buyer's carts, open ones first, then the newest."""
    query = rows().where(Cart.customer_id == customer).order_by(Cart.state != "open", Cart.id.desc())
    if only_open:
        query = query.where(Cart.state == "open")
    return [row_of(row) for row in session.execute(query)]


def cart_of(session: Session, customer: int, number: int) -> tuple[Cart, Customer, CartRow] | None:
    """The buyer's cart of this id with its buyer, and as it stands in a list; None where it is none of theirs."""
    query = rows(Cart, Customer).join(Customer, Customer.id == Cart.customer_id)
    row = session.execute(query.where(Cart.id == number, Cart.customer_id == customer)).first()
    return (row[-2], row[-1], row_of(row[:-2])) if row else None


def rows(*more: Any) -> Select[Any]:
    """The query for carts in a list, and `more` beside each."""
    returned, reorder = aliased(Order), aliased(Order)
    pieces = select(func.coalesce(func.sum(CartLine.quantity), 0)).where(CartLine.cart_id == Cart.id).scalar_subquery()
    columns = (Cart.id, Catalog.name, Cart.state, Cart.created_at, returned.code, reorder.code, pieces)
    query = select(*columns, *more).select_from(Cart).outerjoin(Catalog, Catalog.id == Cart.catalog_id)
    query = query.outerjoin(returned, returned.id == Cart.from_order_id)
    return query.outerjoin(reorder, reorder.reordered_from_id == Cart.from_order_id)


def row_of(row: Sequence[Any]) -> CartRow:
    """A row of that query; a cart of no catalog is called "Other"."""
    return CartRow(row[0], row[1] or OTHER, *row[2:])


def cart_lines(session: Session, cart: Cart, currency: str) -> list[Line]:
    """What lies in it today; `currency` is the store's, in which orders are placed. Two queries."""
    origin = select(Order.currency).where(Order.id == cart.from_order_id).scalar_subquery()
    query = select(CartLine, func.coalesce(origin, currency)).where(CartLine.cart_id == cart.id)
    rows = session.execute(query.order_by(CartLine.position, CartLine.id)).all()
    ids = [line.product_id for line, _ in rows if line.product_id]
    sold = {one.id: one for one in offer(session, cart.catalog_id, currency, ids)}
    return [line_of(line, was_currency, sold.get(line.product_id or 0), currency) for line, was_currency in rows]


def line_of(line: CartLine, was_currency: str, product: Offered | None, currency: str) -> Line:
    """One line beside its product, whose price is the catalog's; None where it is not sold any more."""
    today = Today(product.price, product.currency, product.stock) if product else None
    changes = cart_news.since(Was(line.quantity, line.unit_price, was_currency), today)
    amount = money.line_total(line.quantity, money.to_decimal(today.price, currency), currency) if today else None
    return Line(
        id=line.id,
        product_id=line.product_id,
        name=product.name if product else line.name,
        variant=product.variant if product else "",
        picture=product.picture if product else None,
        quantity=line.quantity,
        was=line.unit_price,
        was_currency=was_currency,
        currency=currency,
        price=today.price if today else None,
        amount=amount,
        changes=changes,
    )


def total(lines: Sequence[Line], store: Store) -> int:
    """What an order of the lines that count comes to, with its tax, in minor units of the store's currency."""
    wanted = [
        Wanted(line.quantity, money.to_decimal(line.price, line.currency), store.tax_rate)
        for line in lines
        if line.counts and line.price is not None
    ]
    return reckon(wanted, store.currency, tax_included=store.tax_included).total
