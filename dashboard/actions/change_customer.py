"""The customers' own door: to bring an account into being, and to change one.

    with change_customer(7, by=person, seen=version, once=submission) as change:
        change.customer.name = …
        change.record("details_changed", changes=…)

All or nothing, one line in the account's log, as change() is for orders.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.buyer_sign_out import end_sessions
from dashboard.actions.lock import lock_customers
from dashboard.actions.record import record
from dashboard.actions.under_way import UnderWay, Unrecorded
from dashboard.core.person import Person
from dashboard.core.refusals import Stale, Vanished, WrongState
from dashboard.core.roles import require_permission
from dashboard.core.sentences import QUIET, News
from dashboard.database import now, writing
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer, PasswordLink
from dashboard.models.search_index import index_customer


class CustomerChange(UnderWay):
    """A change under way inside its transaction; the account's row is ours until commit."""

    def __init__(self, session: Session, by: Person, at: datetime) -> None:
        super().__init__(session, by, at)
        self.account: Customer | None = None

    @property
    def customer(self) -> Customer:
        """The account. Raises Unrecorded where none was brought into being yet."""
        if self.account is None:
            raise Unrecorded("There is no account yet.")
        return self.account

    def created(self, customer: Customer, activity: Activity) -> None:
        """Go on with an account that was made within this change, and the line that tells so."""
        self.account, self.activity = customer, activity

    def record(self, verb: str, **text: Any) -> Activity:
        """Write the line in the account's log: `text` is what its sentence needs, names as they are now."""
        self.activity = record(self.session, self.customer, verb, text, by=self.by, at=self.at)
        return self.activity

    def end_links(self) -> None:
        """End every open link by which a password could be set."""
        links = update(PasswordLink).where(PasswordLink.customer_id == self.customer.id, PasswordLink.used_at.is_(None))
        self.session.execute(links.values(used_at=self.at))

    def end_sessions(self) -> None:
        """Sign its holder out everywhere."""
        end_sessions(self.session, [self.customer.id], self.at)


@contextmanager
def change_customer(
    number: int | None,
    *,
    by: Person,
    permission: str | None = "customer_edit",
    seen: int | None = None,
    once: keys.Submission | None = None,
    at: datetime | None = None,
) -> Iterator[CustomerChange]:
    """Change the account of this id; with None bring one into being, by created().

    `seen` is the version that the person saw, `permission` what a change needs; None: it is the holder’s own.
    Raises Replayed, and the refusals NotPermitted, KeyReused, Vanished,
    Stale; WrongState for an account that is another's part or erased.
    """
    if permission is not None:
        require_permission(by, "customer_create" if number is None else permission)
    with writing() as session:
        keys.claim(session, once)
        under_way = CustomerChange(session, by, at or now())
        if number is not None:
            under_way.account = taken(session, number, seen)
        yield under_way
        if under_way.activity is None:
            raise Unrecorded(f"Customer {number} was changed without a record.")
        session.flush()
        index_customer(session, under_way.customer)
        keys.keep(session, once, under_way.result)


def taken(session: Session, number: int, seen: int | None) -> Customer:
    """The account of this id, fresh and ours until commit, if it can be changed and is as it was seen."""
    return changeable(session, lock_customers(session, [number]).get(number), seen)


def changeable(session: Session, customer: Customer | None, seen: int | None) -> Customer:
    """The account, if it can be changed and is as it was seen."""
    if customer is None:
        raise Vanished("There is no such customer any more.")
    refuse_stale(session, customer, seen)
    if customer.merged_into_id is not None:
        raise WrongState(f"{customer.name} was merged into another account. Change that one.")
    if customer.erased_at is not None:
        raise WrongState("What was known of this customer is erased.")
    return customer


def refuse_stale(session: Session, customer: Customer, seen: int | None) -> None:
    """Raise Stale if anything that matters was done to the account since version `seen`."""
    if seen is None or seen == customer.version:
        return
    query = select(Activity).where(
        Activity.customer_id == customer.id, Activity.seq >= seen, Activity.verb.not_in(QUIET)
    )
    news = [News.of(activity) for activity in session.scalars(query.order_by(Activity.seq))]
    if news or seen > customer.version:
        raise Stale(news, "This account was")
