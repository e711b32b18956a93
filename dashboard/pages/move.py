"""What a change of owners will move: both sides' total spend before and after, as a form shows it before OK."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.core import money
from dashboard.core.statuses import OrderState
from dashboard.models.customer import Customer
from dashboard.models.order import Order


@dataclass(frozen=True, slots=True)
class Move:
    """One person's total spend before and after, as text; `unit`: its currency, where there are several."""

    name: str
    before: str
    after: str
    gains: bool
    guest: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What will change: both total spends before and after, and everything else as sentences."""

    moves: list[Move]
    effects: list[str]


def move(name: str, before: int, after: int, currency: str, *, gains: bool, guest: bool = False) -> Move:
    """One person's line."""
    return Move(name, money.amount(before, currency), money.amount(after, currency), gains, guest)


def spent(customer: Customer, currency: str) -> int:
    """An account's total spend in this currency."""
    return next((part.amount for part in customer.spend if part.currency == currency), 0)


def uncounted(order: Order) -> str | None:
    """Why the order counts in no total spend, if so."""
    if order.is_test:
        return "A test order counts in no total spend."
    if order.state is not OrderState.OPEN:
        return f"{order.state.label} orders count in no total spend."
    return None


def listed(*parts: str | None) -> str:
    """The parts that are there, in a row."""
    return ", ".join(part.strip() for part in parts if part and part.strip())


def contact_stays(order: Order) -> str:
    """That the order customer stays, and who it is."""
    kept = listed(order.customer_name, order.customer_email, order.customer_phone)
    return f"The order customer stays: {kept or 'no contact details'}."


def guest_name(order: Order) -> str:
    """What a guest is called beside their sum."""
    return f"Guest, {order.customer_email or order.customer_phone or order.customer_name or 'no contact details'}"


def between(order: Order, customer: Customer, guest: Mapping[str, int], moved: Mapping[str, int]) -> list[Move]:
    """The lines of an order's guest and of an account, by currency, where `moved` goes from one to the other.

    `guest` is what the guest spent before; amounts in minor units, negative where they go back to the guest.
    """
    name, lines = guest_name(order), []
    for currency, amount in sorted(moved.items()):
        had, has = guest.get(currency, 0), spent(customer, currency)
        unit = f" · {currency}" if len(moved) > 1 else ""
        them = move(f"{name}{unit}", had, had - amount, currency, gains=amount < 0, guest=True)
        account = move(f"{customer.name}{unit}", has, has + amount, currency, gains=amount > 0)
        lines += [them, account] if amount >= 0 else [account, them]
    return lines
