"""The one door: every change to an order goes through `change()`.

    with change(code, Action.REASSIGN, by=person, seen=version, once=submission) as change:
        change.order.account_id = …
        change.record("reassigned", old=…, new=…)

All or nothing: key, lock, version, guards, facts, statuses, spend, log and messages are one transaction.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions import spend
from dashboard.actions.derive import derive
from dashboard.actions.lock import lock_customers, lock_order
from dashboard.actions.notices import Spoken, follows
from dashboard.actions.order_link import replace_links
from dashboard.actions.record import record
from dashboard.actions.together import Together
from dashboard.actions.under_way import UnderWay, Unrecorded
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.post import MessageState
from dashboard.core.refusals import Stale, Vanished
from dashboard.core.sentences import QUIET, News
from dashboard.database import now, writing
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.order_facts import facts, shipment_facts
from dashboard.models.order_standing import order_standing
from dashboard.models.outbox import Message
from dashboard.models.search_index import index_order
from dashboard.models.shipment_letters import UNSENT


class Change(UnderWay):
    """A change to one order, under way inside its transaction.

    `notify`: whether the customer may be told of it by the notices that the shop has on. `overtaken`: letters (ids)
    that are not to go any more once such a notice is written.
    """

    notify = True
    overtaken: Sequence[int] = ()

    def __init__(
        self, session: Session, order: Order, by: Person, at: datetime, within: Together | None = None
    ) -> None:
        super().__init__(session, by, at)
        self.order, self.within = order, within

    def customers(self, *ids: int | None) -> dict[int, Customer]:
        """These accounts by id, locked until commit. To be called once, with all of them."""
        return self.within.customers(ids) if self.within else lock_customers(self.session, ids)

    def record(self, verb: str, moved: tuple[int | None, int | None] = (None, None), **text: Any) -> Activity:
        """Write the order's line in the log: `text` is what its sentence needs, names as they are now."""
        last = None
        if self.within:
            text, last = {**text, **self.within.place}, self.within.hashes.get(self.order.id)
        self.activity = record(self.session, self.order, verb, text, by=self.by, at=self.at, moved=moved, last=last)
        return self.activity

    def record_on(self, customer: Customer, verb: str, **text: Any) -> Activity:
        """Write a line in a customer's log, within this change."""
        return record(self.session, customer, verb, text, by=self.by, at=self.at)

    def send(self, message: Message | None) -> None:
        """Queue a message about this order, as a consequence of the activity recorded last."""
        if message is not None:
            message.order_id = self.order.id
        super().send(message)

    def drop(self, letters: Sequence[int]) -> bool:
        """Drop those of these letters (ids) that did not go yet, each with its line; whether there were any."""
        unsent = Message.id.in_(letters), Message.state.in_(UNSENT)
        gone = update(Message).where(*unsent).values(state=MessageState.DROPPED.value)
        dropped = self.session.execute(gone.returning(Message.subject, Message.recipient)).all() if letters else []
        for subject, to in dropped:
            self.record("message_dropped", letter=subject or "a text message", to=to)
        return bool(dropped)


@contextmanager
def change(
    code: str,
    action: Action,
    *,
    by: Person,
    seen: int | None = None,
    once: keys.Submission | None = None,
    at: datetime | None = None,
    owing: set[int] | None = None,
    within: Together | None = None,
    shipments: Sequence[str] = (),
) -> Iterator[Change]:
    """Change the order with this code; `shipments` are the numbers of those that the action is about, if any.

    `seen` is the version that the person saw (None: whatever it is now). `owing` gathers the accounts whose sums the
    caller writes anew, once for many orders, before it commits; `within` are orders that were locked and read together,
    this one among them, and have such a set of their own. Raises Replayed for a repeated
    submission, and the refusals of core.refusals: NotPermitted, KeyReused, Vanished, Stale, WrongState.
    """
    guards.require_permission(by, action)
    with writing() as session:
        keys.claim(session, once)
        order = taken(within, code) if within else lock_order(session, code)
        refuse_stale(session, order, seen)
        require(session, order, action, shipments)
        under_way = Change(session, order, by, at or now(), within)
        before, holders, stood = standing(order), held_by(order), order_standing(order)
        yield under_way
        if held_by(order) != holders and (within is None or order.id in within.linked):
            replace_links(session, order, under_way.at)
        settle(under_way, before, owing=within.owing if within else owing)
        if under_way.notify and action is not Action.IMPORT:
            spoken = within.spoken if within else Spoken(session)
            if letter := follows(order, stood, spoken, at=under_way.at):
                under_way.send(letter)
                if under_way.drop(under_way.overtaken):
                    under_way.result["dropped"] = True
        keys.keep(session, once, under_way.result)


def require(session: Session, order: Order, action: Action, numbers: Sequence[str]) -> None:
    """Raise Vanished for a shipment that is none of the order's, and WrongState unless the action is possible."""
    known = facts(session, order, carts=action is Action.RETURN_TO_CART)
    about = {one.number: shipment_facts(one) for one in order.shipments}
    if missing := [number for number in numbers if number not in about]:
        raise Vanished(f"{order.code} has no shipment {missing[0]}.")
    for number in numbers or (None,):
        guards.require(action, known, about[number] if number else None)


def settle(under_way: Change, before: tuple[Any, ...], whole: bool = False, owing: set[int] | None = None) -> None:
    """What follows from the facts: statuses, spend, search index; and no change without its line in the log."""
    if under_way.activity is None:
        raise Unrecorded(f"{under_way.order.code} was changed without a record.")
    session, order = under_way.session, under_way.order
    session.flush()
    if under_way.within:
        session.expire(order, ["owner"])  # what else is read together is changed through the order alone
    elif not whole:
        session.expire(order, PARTS)
    derive(session, order)
    session.flush()
    if standing(order) != before:
        owners = {before[0], order.account_id} - {None}
        for customer_id in under_way.customers(*owners):
            if owing is None:
                spend.recompute(session, customer_id)
            else:
                owing.add(customer_id)
    index_order(session, order)


def taken(within: Together, code: str) -> Order:
    """The order with this code among those read together. Raises Vanished."""
    if code not in within.orders:
        raise Vanished(f"There is no order {code} any more.")
    return within.orders[code]


PARTS = ["owner", "lines", "payments", "refunds", "shipments", "returns", "invoice", "marks", "notes"]


def standing(order: Order) -> tuple[Any, ...]:
    """What an owner’s sums depend on: the owner first, then state, test flag, money, and when it was placed."""
    money = (order.currency, order.paid, order.refunded)
    return (order.account_id, order.state, order.is_test, *money, order.placed_at)


def held_by(order: Order) -> tuple[Any, ...]:
    """Who may hold a link to the order’s page: its owner and its contact."""
    return (order.account_id, order.customer_email_key, order.customer_phone_key)


def refuse_stale(session: Session, order: Order, seen: int | None) -> None:
    """Raise Stale if anything that matters was done since version `seen`. Notes, tags and letters do not."""
    if seen is None or seen == order.version:
        return
    query = select(Activity).where(Activity.order_id == order.id, Activity.seq >= seen, Activity.verb.not_in(QUIET))
    news = [News.of(activity) for activity in session.scalars(query.order_by(Activity.seq))]
    if news or seen > order.version:
        raise Stale(news)
