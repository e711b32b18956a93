"""Orders chosen from the list, by code or all that match: what a batch and its preview need of each, as plain rows."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from dashboard.core.batches import MOST
from dashboard.core.criteria import Criteria
from dashboard.core.facts import OrderFacts, OwnerFacts
from dashboard.core.sentences import QUIET
from dashboard.core.statuses import OrderState, PaymentStatus
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer
from dashboard.models.note import OrderTag
from dashboard.models.order import Order
from dashboard.models.order_list import plan_of
from dashboard.models.time_box import time_box

TIMES = 20  # as long as a search: a preview of thousands may take two seconds


class Selected(NamedTuple):
    """One order; money in minor units of its currency."""

    id: int
    code: str
    version: int
    state: OrderState
    archived: bool
    test: bool
    currency: str
    paid: int
    refunded: int
    owner_id: int | None
    owner: str | None
    guest: str | None
    payment_status: PaymentStatus

    @property
    def facts(self) -> OrderFacts:
        """What the guards of the verbs of batches look at."""
        owner = OwnerFacts(self.owner_id) if self.owner_id is not None else None
        return OrderFacts(code=self.code, state=self.state, archived=self.archived, test=self.test, owner=owner)

    @property
    def counts(self) -> int:
        """What it adds to its owner's total spend."""
        return self.paid - self.refunded if self.state is OrderState.OPEN and not self.test else 0


COLUMNS: tuple[Any, ...] = (
    Order.id,
    Order.code,
    Order.version,
    Order.state,
    Order.archived_at.is_not(None),
    Order.is_test,
    Order.currency,
    Order.paid,
    Order.refunded,
    Order.account_id,
    Customer.name,
    func.coalesce(Order.customer_email, Order.customer_phone, Order.customer_name),
    Order.payment_status,
)


def query_of() -> Select[Any]:
    """The query for such rows, newest first."""
    query = select(*COLUMNS).select_from(Order).outerjoin(Customer, Customer.id == Order.account_id)
    return query.order_by(Order.placed_at.desc(), Order.id.desc())


def picked(session: Session, codes: Collection[str]) -> list[Selected]:
    """The orders of these codes that there are, newest first."""
    if not codes:
        return []
    return [Selected(*row) for row in session.execute(query_of().where(Order.code.in_(codes)))]


def matching(session: Session, criteria: Criteria) -> list[Selected]:
    """All orders of this list, one more than a batch may have at most. Raises TooLong."""
    conditions = plan_of(session, criteria).conditions
    with time_box(session, TIMES) as connection:
        return [Selected(*row) for row in connection.execute(query_of().where(*conditions).limit(MOST + 1))]


def last_line(session: Session) -> int:
    """The newest line of all logs: what a preview was drawn from."""
    return session.scalar(select(func.max(Activity.id))) or 0


def changed_since(session: Session, as_of: int) -> set[int]:
    """The ids of orders with a line that matters after this one."""
    query = select(Activity.order_id).where(
        Activity.id > as_of, Activity.order_id.is_not(None), Activity.verb.not_in(QUIET)
    )
    return {number for number in session.scalars(query) if number is not None}


def begun_since(session: Session, as_of: int) -> set[int]:
    """The ids of orders that there were not yet at this line."""
    query = select(Activity.order_id).where(Activity.id > as_of, Activity.order_id.is_not(None), Activity.seq == 1)
    return {number for number in session.scalars(query) if number is not None}


def having_tag(session: Session, key: str, ids: Sequence[int]) -> set[int]:
    """Which of these orders have the tag with this key."""
    tagged = set(session.scalars(select(OrderTag.order_id).where(OrderTag.key == key)))
    return tagged & set(ids)
