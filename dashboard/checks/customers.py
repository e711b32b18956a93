"""Invariants about customers: what they have spent, and the keys by which their contacts are compared."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, select, tuple_, union, union_all
from sqlalchemy.orm import Session

from dashboard.actions.spend import COUNTED
from dashboard.checks.invariant import Overall
from dashboard.core import contacts, search
from dashboard.core.refusals import Invalid
from dashboard.models import Cart, Customer, CustomerSpend, Order, Store
from dashboard.models.customer import NEVER


def spend(session: Session) -> Iterator[str]:
    """Accounts whose stored total spend is not the sum over the open, real orders they own."""
    own = (Order.account_id, Order.currency, func.sum(Order.paid - Order.refunded), func.count())
    owned = select(*own).where(Order.account_id.is_not(None), *COUNTED).group_by(Order.account_id, Order.currency)
    stored = select(CustomerSpend.customer_id, CustomerSpend.currency, CustomerSpend.amount, CustomerSpend.orders)
    yield from (f"customer {number}" for number in unequal(session, owned, stored))


def listed(session: Session) -> Iterator[str]:
    """Accounts that lists sort by something else than the orders they own come to."""
    here = and_(*COUNTED, Order.currency == select(Store.currency).scalar_subquery())
    spent = func.sum(case((here, Order.paid - Order.refunded), else_=0))
    own = (Order.account_id, func.count(), func.max(Order.placed_at), spent)
    owned = select(*own).where(Order.account_id.is_not(None)).group_by(Order.account_id)
    sorts = (Customer.order_count, Customer.last_order_at, Customer.spend_sort)
    stored = select(Customer.id, *sorts).where(tuple_(*sorts) != tuple_(0, NEVER, 0))
    yield from (f"customer {number}" for number in unequal(session, owned, stored))


def unequal(session: Session, one: Select[*tuple[Any, ...]], other: Select[*tuple[Any, ...]]) -> list[int]:
    """The accounts, in the first column, that have a row on one side only. Neither side has a row twice."""
    both = union_all(one, other).subquery()
    alone = select(both.c[0]).group_by(*both.c).having(func.count() == 1).subquery()
    return list(session.scalars(select(alone.c[0]).distinct().order_by(alone.c[0])))


def keys(session: Session) -> Iterator[str]:
    """Accounts with a key that is not that of the contact or name beside it."""
    query = select(
        Customer.id, Customer.name, Customer.name_key, Customer.email, Customer.email_key, Customer.phone,
        Customer.phone_key,
    )  # fmt: skip
    for number, name, name_key, email, email_key, phone, phone_key in session.execute(
        query.order_by(Customer.id).execution_options(yield_per=1_000)
    ):
        if name_key != search.fold(name) or not email_fits(email, email_key) or not phone_fits(phone, phone_key):
            yield f"customer {number}"


def email_fits(email: str | None, key: str | None) -> bool:
    """Whether this is the key of the address."""
    if email is None or key is None:
        return email is key
    try:
        return contacts.email_key(email) == key
    except Invalid:
        return False


def phone_fits(phone: str | None, key: str | None) -> bool:
    """Whether this can be the key of the number. Its country may have been the store's of that time."""
    if phone is None or key is None:
        return phone is key
    try:
        return contacts.phone_key(key, "ZZ") == key and contacts.phone_tail(phone) == contacts.phone_tail(key)
    except Invalid:
        return False


def merged(session: Session) -> Iterator[str]:
    """Accounts that were merged into another and still own orders, an open cart, or stand in a circle of merges."""
    part = Customer.merged_into_id.is_not(None)
    owns = select(Customer.id).where(part, exists().where(Order.account_id == Customer.id))
    fills = select(Customer.id).where(part, exists().where(Cart.customer_id == Customer.id, Cart.state == "open"))
    wrong = set(session.scalars(union(owns, fills)))
    rows = session.execute(select(Customer.id, Customer.merged_into_id).where(part))
    into: dict[int, int | None] = {row.id: row.merged_into_id for row in rows}
    for number in into:
        passed: set[int | None] = {number}
        at = into.get(number)
        while at in into and at not in passed:
            passed.add(at)
            at = into[at]
        if at in passed:
            wrong.add(number)
    yield from (f"customer {number}" for number in sorted(wrong))


CUSTOMERS = (
    Overall("merged", "An account that was merged into another owns nothing, and leads to one that was not.", merged),
    Overall("spend", "A customer’s total spend is the sum over the open, real orders they own.", spend),
    Overall("listed", "What lists of customers sort by is what the orders they own come to.", listed),
    Overall("keys", "The keys of customers are those of their names and contacts.", keys),
)
