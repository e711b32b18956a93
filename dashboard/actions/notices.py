"""What the shop tells of by itself: which letter follows from a change, and from a new order."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions.order_link import new_token
from dashboard.core import contacts
from dashboard.core.notices import EVENTS, NEW_ORDER, PLACED, Choice, Standing, choice, happened
from dashboard.core.refusals import Invalid
from dashboard.letters import notice
from dashboard.letters.letter import Addressee, Recipient
from dashboard.letters.shop import Shop, shop_of
from dashboard.models.notice import Notice
from dashboard.models.order import Order
from dashboard.models.order_standing import order_standing
from dashboard.models.outbox import Message
from dashboard.models.store import Store


class Telling(NamedTuple):
    """Who tells, and what holds for each event."""

    shop: Shop
    choices: Mapping[str, Choice]


class Spoken:
    """What is read of the shop at most once for all orders of a transaction, and only if something is to be said."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.telling: Telling | None = None

    def read(self) -> Telling | None:
        """Who tells and what holds; None before the first run."""
        if self.telling is None and (shop := shop_of(self.session)):
            self.telling = Telling(shop, choices_of(self.session))
        return self.telling


def choices_of(session: Session) -> dict[str, Choice]:
    """What holds for each event."""
    kept = {row.event: row for row in session.scalars(select(Notice))}
    return {name: choice(name, kept.get(name)) for name in EVENTS}


def follows(order: Order, before: Standing, spoken: Spoken, *, at: datetime) -> Message | None:
    """The one letter to the order customer about what came about since `before`, if any is on."""
    if order.is_test:
        return None
    came = happened(before, order_standing(order))
    telling = spoken.read() if came else None
    if telling is None:
        return None
    for name, ids in came.items():
        if to := addressee(order, telling, name):
            values = notice.values_of(name, order, ids, telling.shop, at=at)
            return notice.letter(name, order, to, telling.choices[name], telling.shop, values, at=at)
    return None


def asked_for(session: Session, order: Order, name: str, ids: Sequence[int], *, at: datetime) -> Message | None:
    """The letter of this event that somebody asks for, though it may be off; None if they cannot be written to."""
    telling = Spoken(session).read()
    if telling is None:
        return None
    asked = telling.choices[name]._replace(by_email=True, by_sms=True)
    telling = Telling(telling.shop, {name: asked})
    to = addressee(order, telling, name)
    values = notice.values_of(name, order, ids, telling.shop, at=at)
    return notice.letter(name, order, to, asked, telling.shop, values, at=at) if to else None


def addressee(order: Order, telling: Telling, name: str) -> Addressee | None:
    """Who gets the letter of this event; nobody where the order's contact is none that a letter can go to."""
    try:
        return notice.goes_to(order, telling.choices[name], telling.shop)
    except Invalid:
        return None


def of_new(session: Session, order: Order, *, at: datetime) -> Iterator[Message]:
    """The letters about an order placed just now: to its customer, unless it is a test, and to the shop itself."""
    telling = Spoken(session).read()
    if telling is None:
        return
    shop, placed = telling.shop, telling.choices[PLACED]
    if to := addressee(order, telling, PLACED):
        link = f"{shop.base_url}/o/{new_token(session, order, at)}"
        values = notice.values_of(PLACED, order, (), shop, at=at, link=link)
        if written := notice.letter(PLACED, order, to, placed, shop, values, at=at):
            yield written
    if telling.choices[NEW_ORDER].by_email:
        yield from to_the_shop(session, order, telling, at)


def to_the_shop(session: Session, order: Order, telling: Telling, at: datetime) -> Iterator[Message]:
    """The shop's own e-mails about a new order."""
    store, shop = session.get_one(Store, 1), telling.shop
    link = f"{shop.base_url}/orders/{order.code}"
    values = notice.values_of(NEW_ORDER, order, (), shop, at=at, link=link)
    for address in notice.shop_addresses(store.notices_to, store.email):
        to = Addressee("", Recipient("email", address, contacts.email_key(address)))
        if written := notice.written(NEW_ORDER, to, telling.choices[NEW_ORDER], shop, values, at=at):
            yield written
