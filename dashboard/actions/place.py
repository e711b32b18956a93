"""Bring orders into being: placed at the desk, by demo data, or by an import."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from dashboard.actions import spend
from dashboard.actions.change import Change, settle
from dashboard.actions.derive import derive
from dashboard.actions.lock import lock_customers
from dashboard.actions.notices import of_new
from dashboard.actions.place_rows import Rows, Take, completed, every, made_up, number
from dashboard.actions.record import GENESIS, line_of
from dashboard.actions.under_way import Unrecorded
from dashboard.core.person import COMMAND, Person
from dashboard.database import now, writing
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer
from dashboard.models.goods_return import GoodsReturn
from dashboard.models.ids import take_ids
from dashboard.models.line import OrderLine
from dashboard.models.order import Order
from dashboard.models.refund import Refund
from dashboard.models.search_index import first_document
from dashboard.models.shipment import Shipment

PARTED = {"refunds": Refund, "shipments": Shipment, "returns": GoodsReturn}


class Arrival:
    """A new order on its way in with others: it has its id and its lines theirs, and nothing is stored yet."""

    def __init__(self, order: Order, by: Person, at: datetime) -> None:
        self.order, self.by, self.at = order, by, at
        self.added: list[Any] = []
        self.log: list[Activity] = []

    def add(self, thing: Any) -> None:
        """Store this beside the order."""
        self.added.append(thing)

    def record(self, verb: str, **text: Any) -> Activity:
        """Write the order's next line in the log."""
        before = self.log[-1].hash if self.log else GENESIS
        self.log.append(line_of(self.order, verb, text, by=self.by, at=self.at, previous_hash=before))
        return self.log[-1]


class Placing(NamedTuple):
    """A new order, and what adds its later parts and records what happened to it, once its lines have ids."""

    order: Order
    fill: Callable[[Arrival], None]


@contextmanager
def place(
    order: Order, *, by: Person, at: datetime | None = None, whole: bool = False, past: bool = False
) -> Iterator[Change]:
    """Store a new order; the caller records what happened to it. All or nothing, as every change.

    `whole`: every part of it is put in through its relationships, so that none needs to be read again. Its customer and
    the shop are told, unless a command placed it, or it is of the `past`. Raises Unrecorded if nothing was recorded.
    """
    with writing() as session:
        session.add(order)
        session.flush()
        under_way = Change(session, order, by, at or now())
        yield under_way
        settle(under_way, before=(None,), whole=whole)
        if under_way.notify and not past and by.kind != COMMAND.kind:
            for message in of_new(session, order, at=under_way.at):
                under_way.send(message)


def place_together(new: Sequence[Placing], *, by: Person, at: datetime) -> None:
    """Store new orders, all or none, by one statement for each table instead of many small ones.

    Every part is put in through its relationships. The session does not know the orders afterwards: who goes on with
    one reads it anew. Raises Unrecorded if nothing was recorded of one.
    """
    with writing() as session:
        owners = lock_customers(session, {order.account_id for order, _ in new})
        rows = Rows()
        for arrival in arrived(session, new, by=by, at=at, take=take_ids):
            settled(session, arrival, rows)
        rows.store(session)
        for customer_id in owners:
            spend.recompute(session, customer_id)


def arrived(
    session: Session, new: Sequence[Placing], *, by: Person, at: datetime, take: Take = made_up
) -> list[Arrival]:
    """New orders with all their parts and ids; nothing is written.

    `take` gives them their ids. Raises Unrecorded for an order without a line in the log.
    """
    arrivals = [Arrival(order, by, at) for order, _ in new]
    orders = [order for order, _ in new]
    number(session, take, Order, orders)
    number(session, take, OrderLine, list(every(orders, "lines")))
    for arrival, (order, fill) in zip(arrivals, new, strict=True):
        completed(order)
        owner = session.get(Customer, order.account_id) if order.account_id else None
        set_committed_value(order, "owner", owner)
        fill(arrival)
    if unrecorded := [arrival.order.code for arrival in arrivals if not arrival.log]:
        raise Unrecorded(f"{unrecorded[0]} was placed without a record.")
    for name, kind in PARTED.items():
        number(session, take, kind, list(every(orders, name)))
    return arrivals


def settled(session: Session, arrival: Arrival, rows: Rows) -> None:
    """Add the rows of one order, with what follows from its facts: statuses and search document."""
    rows.add_parts(arrival.order)  # which puts in what they are by themselves: the statuses depend on it
    derive(session, arrival.order)
    rows.add_alone(arrival.order)
    for thing in (first_document(arrival.order), *arrival.log, *arrival.added):
        rows.add(thing)
