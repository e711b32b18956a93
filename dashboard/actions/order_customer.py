"""Edit the order customer: the snapshot of this one order, and neither its owner nor the account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.actions.change import change
from dashboard.actions.once import Submission
from dashboard.core import addresses, contacts, names
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.models.order import Order

LONGEST_NAME, LONGEST_PHONE = 200, 60
# Column -> its word in the log.
TOLD = {
    "customer_name": "name",
    "customer_email": "e-mail",
    "customer_phone": "phone",
}
ADDRESSES = {"shipping_address": "delivery", "billing_address": "billing"}


@dataclass(frozen=True, slots=True)
class OrderCustomer:
    """What staff enter: each a line as typed, the addresses by their parts."""

    name: str = ""
    email: str = ""
    phone: str = ""
    shipping: Mapping[str, str] = field(default_factory=dict)
    billing: Mapping[str, str] = field(default_factory=dict)


def order_customer(
    code: str, new: OrderCustomer, *, by: Person, region: str, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """Give the order this customer. `region` is the country of numbers without +.

    Returns code, what changed and the activity to undo. Raises Replayed, the refusals of change(), and Invalid beside
    the field, or where nothing differs.
    """
    with change(code, Action.ORDER_CUSTOMER, by=by, seen=seen, once=once) as under_way:
        order = under_way.order
        after = changed(order, new, region)
        if not after:
            raise Invalid("Nothing differs from what the order has.")
        before = {name: getattr(order, name) for name in after}
        for name, value in after.items():
            setattr(order, name, value)
        changes = in_words(before, after)
        activity = under_way.record(
            "order_customer_edited", changes=changes, reversed=in_words(after, before), before=before, after=after
        )
        under_way.result = {"code": code, "changes": changes, "undo": activity.seq, "version": order.version}
    return under_way.result


def changed(order: Order, new: OrderCustomer, region: str) -> dict[str, Any]:
    """The columns that become others, with their values. What stays as it came in is not looked at anew."""
    name = names.bounded(names.one_line(new.name), "name", LONGEST_NAME)
    values: dict[str, Any] = {"customer_name": order.customer_name if name == order.customer_name.strip() else name}
    values |= contact(order, "email", new.email, contacts.email_key)
    values |= contact(order, "phone", new.phone, lambda text: contacts.phone_key(text, region))
    values["shipping_address"] = addresses.address(new.shipping, order.shipping_address, "shipping")
    values["billing_address"] = addresses.address(new.billing, order.billing_address, "billing")
    return {column: value for column, value in values.items() if value != getattr(order, column)}


def contact(order: Order, kind: str, typed: str, key_of: Callable[[str], str]) -> dict[str, str | None]:
    """The e-mail or phone as typed, with its key. Raises Invalid beside the field."""
    column = f"customer_{kind}"
    text = contacts.visible(typed)
    if text == contacts.visible(getattr(order, column) or ""):
        return {}
    if not text:
        return {column: None, f"{column}_key": None}
    return {column: text, f"{column}_key": key_of(text)}


def in_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What became what: "e-mail chloe@mail.example → chloe.lee@mail.example, delivery postcode 22763 → 22765"."""
    said: list[tuple[str, str, str]] = []
    for column, word in TOLD.items():
        if column in after:
            said.append((word, before[column] or "none", after[column] or "none"))
    for column, kind in ADDRESSES.items():
        if column in after:
            parts = addresses.differences(before[column], after[column])
            said += [(f"{kind} {part}", was, now) for part, was, now in parts]
    return ", ".join(f"{word} {was} → {now}" for word, was, now in said)
