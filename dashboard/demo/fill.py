"""Fill an empty database with the demo store."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from dashboard.core.refusals import Refused
from dashboard.database import now, writing
from dashboard.demo import crowd, past, shop
from dashboard.demo.accounts import ACCOUNTS
from dashboard.demo.cast import CAST, MUG, TEST_ORDER
from dashboard.demo.draft import Setting
from dashboard.demo.furnish import furnish, hashed, open_account
from dashboard.demo.open_draft import open_draft
from dashboard.demo.products import BY_SKU
from dashboard.demo.setting import setting
from dashboard.demo.story import Story
from dashboard.demo.tell import tell
from dashboard.models import Cart, CartLine, Customer, Order, Staff

GENERATED = 240
SEED = 20261
OLDEST, NEWEST = timedelta(days=90), timedelta(hours=54)
FIRST_OF_CAST, APART = timedelta(hours=47), timedelta(hours=2.4)
ORDERS = GENERATED + len(CAST) + 1
Progress = Callable[[int], None]


class NotEmpty(Refused):
    """The database holds something already."""


def is_empty(session: Session) -> bool:
    """Whether nobody works here and nothing was ordered yet."""
    return not session.scalar(select(exists().where(Staff.id > 0) | exists().where(Order.id > 0)))


def fill(progress: Progress = lambda orders: None) -> None:
    """Put the demo store into the database, all or nothing. `progress` is told how many orders were added.

    Raises NotEmpty if it holds staff or orders.
    """
    with writing() as session:
        if not is_empty(session):
            raise NotEmpty("This database is not empty; the demo store only goes into an empty one.")
        moment = now().replace(second=0, microsecond=0)
        furnish(session, moment - OLDEST - timedelta(days=30))
        open_accounts(session, moment, hashed(shop.BUYER_PASSWORD))
        tell_all(session, setting(session), moment, progress)


def open_accounts(session: Session, moment: datetime, password_hash: str | None) -> None:
    """Make the accounts of the cast and of the crowd before it; with None for a password nobody can log in."""
    for account in (*ACCOUNTS, *crowd.accounts()):
        open_account(session, account, moment - OLDEST - timedelta(days=1), password_hash)


def tell_all(session: Session, known: Setting, moment: datetime, progress: Progress = lambda orders: None) -> None:
    """Store every order, and the cart that one of them has to do with."""
    for at, story in (*generated(moment), *placed_cast(moment)):
        tell_coded(story, at, known)
        progress(1)
    add_cart(session, known, moment)
    known.numbers.keep()


def tell_coded(story: Story, at: datetime, known: Setting) -> None:
    """Store one order and take its number from its series."""
    series = "tests" if story.test else "orders"
    if int(story.code.rpartition("-")[2]) != known.numbers.take(series):
        raise ValueError(f"{story.code} is not the next of its series.")
    tell(open_draft(story, at, known))


def generated(moment: datetime) -> list[tuple[datetime, Story]]:
    """The orders before the cast, and when each was placed, oldest first."""
    dice = Random(SEED)
    span = (OLDEST - NEWEST).total_seconds()
    ages = sorted((NEWEST.total_seconds() + dice.random() * span for _ in range(GENERATED)), reverse=True)
    return [
        (
            moment - timedelta(seconds=round(age)),
            past.story(dice, f"OD-{number}", crowd.party(dice), age / 3600),
        )
        for number, age in enumerate(ages, start=9761)
    ]


def placed_cast(moment: datetime) -> list[tuple[datetime, Story]]:
    """The cast over the last two days in order of code, the test order before it."""
    first = moment - FIRST_OF_CAST
    return [(first - APART / 4, TEST_ORDER), *((first + APART * at, story) for at, story in enumerate(CAST))]


def add_cart(session: Session, known: Setting, moment: datetime) -> None:
    """Siobhán's open Autumn cart, which keeps OD-10013 from going back to a cart."""
    siobhan = session.scalars(select(Customer).where(Customer.name == "Siobhán O'Keeffe")).one()
    mug = BY_SKU[MUG]
    line = CartLine(
        position=1, product_id=known.products[MUG], sku=MUG, name=mug.name, quantity=1, unit_price=mug.price
    )
    cart = Cart(customer_id=siobhan.id, catalog_id=known.catalogs["Autumn"], lines=[line], created_at=moment)
    session.add(cart)
