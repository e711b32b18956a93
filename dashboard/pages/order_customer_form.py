"""The form of the order customer, and what it will change: shown before OK."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField
from wtforms.fields.core import UnboundField

from dashboard.core import addresses
from dashboard.models.order import Order

KINDS = {"shipping": "Delivery address", "billing": "Billing address"}
LONGEST = 1_000


class Row(NamedTuple):
    """A line of what will change."""

    word: str
    was: str
    now: str


def part_field(part: str, label: str) -> UnboundField:
    """The field of one part of an address."""
    if part == "country":
        return SelectField(
            label,
            choices=[SelectChoice(code, name) for code, name in [("", "None"), *addresses.COUNTRIES.items()]],
            validate_choice=False,
        )
    return StringField(label)


class OrderCustomerForm(FlaskForm):
    """The order customer as typed; of the addresses, each part is a field called `shipping_city`."""

    name = StringField("Name")
    email = StringField("E-mail")
    phone = StringField("Phone")

    def parts(self, kind: str) -> dict[str, str]:
        """The parts of one address as typed."""
        return {part: (self[f"{kind}_{part}"].data or "")[:LONGEST] for part in addresses.PARTS}


for _kind in KINDS:
    for _part, _label in addresses.PARTS.items():
        setattr(OrderCustomerForm, f"{_kind}_{_part}", part_field(_part, _label))


def filled(order: Order) -> OrderCustomerForm:
    """The form as the order has it; a country that is in no list of ours is kept as one more choice."""
    known: dict[str, Any] = {
        "name": order.customer_name, "email": order.customer_email or "", "phone": order.customer_phone or "",
    }  # fmt: skip
    for kind in KINDS:
        known |= {f"{kind}_{part}": text for part, text in (address_of(order, kind) or {}).items()}
    form = OrderCustomerForm(data=known)
    for kind in KINDS:
        field = form[f"{kind}_country"]
        had = str((address_of(order, kind) or {}).get("country") or "")
        if had and had not in addresses.COUNTRIES:
            field.choices = [*field.choices, SelectChoice(had, had)]
    return form


def address_of(order: Order, kind: str) -> Mapping[str, Any] | None:
    """The delivery or the billing address."""
    return order.shipping_address if kind == "shipping" else order.billing_address


def rows(order: Order, form: OrderCustomerForm) -> list[Row]:
    """What the form as it stands would change, as far as it can be told without looking closer."""
    typed = {"name": form.name.data, "email": form.email.data, "phone": form.phone.data}
    had = {"name": order.customer_name, "email": order.customer_email, "phone": order.customer_phone}
    found = [
        Row(form[name].label.text, had[name] or "none", (text or "").strip()[:LONGEST] or "none")
        for name, text in typed.items()
        if (text or "").strip() != (had[name] or "").strip()
    ]
    for kind, word in KINDS.items():
        now = {part: text.strip() for part, text in form.parts(kind).items() if text.strip()}
        for part, *pair in addresses.differences(address_of(order, kind), now):
            found.append(Row(word if part == "address" else f"{word.split()[0]} {part}", *pair))
    return found
