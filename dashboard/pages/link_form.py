"""The link form, and what it will change: shown before OK, recomputed as the choice changes."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import Length

from dashboard.extensions import db
from dashboard.letters import reassigned
from dashboard.models.customer import Customer
from dashboard.models.guest_orders import GuestOrder, guest_order, guest_spend
from dashboard.models.order import Order
from dashboard.pages.move import Preview, between, contact_stays, uncounted


class LinkForm(FlaskForm):
    """Who shall own the guest order, and whether the other orders of its guest go along. `owner`: an account's id."""

    q = StringField("Name, e-mail or phone", [Length(max=320, message="Search with 320 characters at most.")])
    owner = HiddenField(validators=[Length(max=18)])
    together = BooleanField()
    notify = BooleanField("Send e-mail to the new owner", default=True)


def preview(order: Order, others: Sequence[GuestOrder], new: Customer | None, notify: bool) -> Preview:
    """What linking this order and these others to the account would change. `new` None: nobody chosen."""
    if new is None:
        return Preview([], ["Choose the customer to see what changes."])
    guest, count = guest_spend(db.session(), order)
    moved: dict[str, int] = {}
    for one in (guest_order(order), *others):
        moved[one.currency] = moved.get(one.currency, 0) + one.counts
    effects = [
        f"{new.name} becomes the owner of {these(len(others) + 1)} and finds {it(others)} in their account.",
        uncounted(order) if not others else None,
        contact_stays(order) if not others else "The order customers stay as they are.",
        left_behind(count - len(others) - 1),
        letter(new, notify),
    ]
    return Preview(between(order, new, guest, moved), [effect for effect in effects if effect])


def these(count: int) -> str:
    """The guest orders in question."""
    return "this guest order" if count == 1 else f"these {count} guest orders"


def it(others: Sequence[GuestOrder]) -> str:
    """The orders, once they were named."""
    return "them" if others else "it"


def left_behind(count: int) -> str:
    """What the guest account has afterwards."""
    if not count:
        return "The guest account disappears: no other order has its contact."
    return f"The guest account keeps {count} other {'order' if count == 1 else 'orders'}."


def letter(new: Customer, notify: bool) -> str:
    """Which letter goes out, as a sentence."""
    if not notify:
        return "No letter about the change."
    where = reassigned.way(new)
    if where is None:
        return "No letter: this account has neither e-mail nor phone."
    return f"One letter to {where}, after a short wait."
