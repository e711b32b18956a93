"""Reassign an order: give it, owned or guest, another owner, and the money with it."""

from dataclasses import dataclass
from typing import Any

from dashboard.actions.change import Change, change
from dashboard.actions.create_customer import NewCustomer, create_customer
from dashboard.actions.once import Submission
from dashboard.actions.spend import counted
from dashboard.actions.together import Together
from dashboard.core import money
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Vanished
from dashboard.letters import reassigned, reassigned_old_owner, set_password
from dashboard.letters.shop import Shop
from dashboard.models.customer import Customer
from dashboard.models.order import Order

CONTACT = ("customer_name", "customer_email", "customer_email_key", "customer_phone", "customer_phone_key")


@dataclass(frozen=True, slots=True)
class NewOwner:
    """Who shall own the order: an account by id, or a new account to be made with it."""

    customer_id: int | None = None
    new: NewCustomer | None = None


def reassign(
    code: str,
    to: NewOwner,
    *,
    by: Person,
    shop: Shop,
    notify: bool = False,
    notify_old: bool = False,
    replace_contact: bool = False,
    seen: int | None = None,
    once: Submission | None = None,
    within: Together | None = None,
) -> dict[str, Any]:
    """Make the chosen customer the owner of the order; `within` is as in change().

    Returns what the page says afterwards: code, new owner, amount moved, the address a letter waits for, and the
    activity to undo. Raises Replayed and the refusals of change(), Invalid and Vanished.
    """
    action = Action.CHANGE_CUSTOMER if replace_contact else Action.REASSIGN
    with change(code, action, by=by, seen=seen, once=once, within=within) as under_way:
        order, old = under_way.order, under_way.order.owner
        new, token = chosen(under_way, to, shop)
        refuse_same(order, new)
        before = {name: getattr(order, name) for name in CONTACT}
        order.account_id = new.id
        if replace_contact:
            take_contact(order, new)
        activity = under_way.record(
            "customer_changed" if replace_contact else "reassigned",
            moved=(old.id if old else None, new.id),
            old=named(old),
            new=named(new),
            contact_before=before if replace_contact else None,
            contact_after={name: getattr(order, name) for name in CONTACT} if replace_contact else None,
        )
        if token and (link := set_password.letter(new, token, shop, at=under_way.at)):
            under_way.send(link)
        written = reassigned.letter(order, new, shop, at=under_way.at) if notify else None
        farewell = reassigned_old_owner.letter(order, old, shop, at=under_way.at) if notify_old and old else None
        for message in filter(None, (written, farewell)):
            under_way.send(message)
        under_way.result = {
            **told(order, new),
            "letter_to": written.recipient if written else None,
            "farewell_to": farewell.recipient if farewell else None,
            "undo": activity.seq,
        }
    return under_way.result


def told(order: Order, new: Customer) -> dict[str, Any]:
    """What the page says of an order that has its new owner."""
    amount = money.money(counted(order), order.currency)
    return {"code": order.code, "owner": named(new), "moved": amount, "version": order.version}


def chosen(under_way: Change, to: NewOwner, shop: Shop) -> tuple[Customer, str | None]:
    """The new owner, locked or just made, and the token of the link to set a password where one is needed."""
    if to.new is not None:
        under_way.customers(under_way.order.account_id)
        made = create_customer(under_way.session, to.new, by=under_way.by, at=under_way.at, region=shop.region)
        return made.customer, made.token
    if to.customer_id is None:
        raise Invalid("Choose the customer who shall own this order.", "q")
    found = under_way.customers(to.customer_id, under_way.order.account_id)
    if to.customer_id not in found:
        raise Vanished("That customer is gone. Choose another one.", "q")
    refuse_gone(found[to.customer_id])
    return found[to.customer_id], None


def refuse_gone(customer: Customer) -> None:
    """Raise Vanished for an account that can own nothing any more."""
    if customer.merged_into_id is not None:
        raise Vanished(f"{customer.name} was merged into another account. Choose that one.", "q")
    if not customer.can_own:
        raise Vanished(f"{customer.name}’s account is closed. Choose another one.", "q")


def refuse_same(order: Order, new: Customer) -> None:
    """Raise Invalid if the order already belongs to this account."""
    if order.account_id == new.id:
        raise Invalid(f"{order.code} already belongs to {new.name}. Choose another customer.", "q")


def take_contact(order: Order, new: Customer) -> None:
    """Replace the order customer's contact details by the account's."""
    order.customer_name = new.name
    order.customer_email, order.customer_email_key = new.email, new.email_key
    order.customer_phone, order.customer_phone_key = new.phone, new.phone_key


def named(customer: Customer | None) -> dict[str, Any] | None:
    """A person as the log keeps one: the name frozen as it is now."""
    return {"id": customer.id, "name": customer.name} if customer else None
