"""Create a test order: a full order of made-up people, in a series of its own, in no sum."""

from datetime import datetime
from random import Random, SystemRandom
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.order_lines import as_placed, line_for, put_sums, wanted
from dashboard.actions.place import place
from dashboard.core import contacts, money
from dashboard.core.made_up import MOST_LINES, MOST_PIECES, OVER, PEOPLE, SERIES, SHIPPING, THINGS, MadeUp
from dashboard.core.person import Person
from dashboard.core.reckoning import reckon
from dashboard.core.refusals import WrongState
from dashboard.core.roles import require_permission
from dashboard.core.statuses import Route
from dashboard.database import now, writing
from dashboard.models.catalog import Product
from dashboard.models.line import OrderLine
from dashboard.models.order import Order
from dashboard.models.store import Store, take_number
from dashboard.models.trial_orders import possible


def create_test(
    *, by: Person, once: keys.Submission | None = None, at: datetime | None = None, dice: Random | None = None
) -> dict[str, Any]:
    """Place one. Returns its code. Raises Replayed, NotPermitted, KeyReused, and WrongState where real orders are here.

    The shop gets its usual e-mail; no letter about it goes to a customer, whoever comes to own it.
    """
    require_permission(by, "order_create")
    with writing() as session:
        keys.claim(session, once)
        store = session.get_one(Store, 1)
        if not possible(session, store):
            raise WrongState(OVER)
        order = made_up(session, store, dice or SystemRandom(), at or now())
        with place(order, by=by, at=order.placed_at) as under_way:
            under_way.record("placed", route="Test order")
        result = {"code": order.code}
        keys.keep(session, once, result)
    return result


def made_up(session: Session, store: Store, dice: Random, at: datetime) -> Order:
    """The order, not stored yet."""
    person = dice.choice(PEOPLE)
    address = {"name": person.name, "street1": person.street, "postcode": person.postcode, "city": person.city}
    order = Order(
        code=free_code(session),
        placed_at=at,
        route=Route.ONLINE_STORE,
        is_test=True,
        currency=store.currency,
        tax_included=store.tax_included,
        shipping=money.to_minor(SHIPPING, store.currency),
        shipping_method="Test shipping",
        shipping_address={**address, "country": store.region},
        **customer(person),
    )
    lines = [as_placed(line) for line in goods(session, store, dice)]
    sums = reckon(
        [wanted(line) for line in lines],
        store.currency,
        shipping=order.shipping,
        tax_included=store.tax_included,
        shipping_rate=store.tax_rate,
    )
    put_sums(lines, sums.lines)
    order.lines = lines
    order.shipping_tax, order.tax, order.total = sums.shipping_tax, sums.tax, sums.total
    return order


def customer(person: MadeUp) -> dict[str, str]:
    """The columns of the order customer."""
    key = contacts.email_key(person.email)
    return {"customer_name": person.name, "customer_email": person.email, "customer_email_key": key}


def goods(session: Session, store: Store, dice: Random) -> list[OrderLine]:
    """Some of what the shop sells in its currency; of a shop without products, things that nobody sells."""
    sold = select(Product).where(Product.archived_at.is_(None), Product.currency == store.currency)
    products = list(session.scalars(sold.order_by(Product.id).limit(200)))
    if not products:
        products = [
            Product(sku="", name=name, variant="", price=money.to_minor(price, store.currency))
            for name, price in THINGS
        ]
    some = dice.sample(products, dice.randint(1, min(MOST_LINES, len(products))))
    return [
        line_for(
            one,
            position,
            dice.randint(1, MOST_PIECES),
            money.to_decimal(one.price, store.currency),
            store.tax_rate,
        )
        for position, one in enumerate(some, start=1)
    ]


def free_code(session: Session) -> str:
    """The next code of the series that no order has."""
    while True:
        code = f"{SERIES}{take_number(session, 'tests')}"
        if not session.scalar(select(exists().where(Order.code == code))):
            return code
