"""What money that moves will change on an order: both statuses and the owner's total spend, before and after."""

from typing import NamedTuple

from dashboard.core.facts import OrderFacts
from dashboard.core.statuses import OrderState, PaymentStatus, payment_status
from dashboard.models.order import Order
from dashboard.pages.becomes import Becomes, becomes
from dashboard.pages.move import Move, move, spent


class Outcome(NamedTuple):
    """Pairs of before and after; `spend` of an owner whose sum the order is in, or was."""

    payment: tuple[PaymentStatus, PaymentStatus]
    fulfilment: Becomes
    spend: Move | None
    currency: str

    @property
    def changes(self) -> bool:
        """Whether anything will be otherwise."""
        return any(before is not after for before, after in (self.payment, self.fulfilment)) or self.spend is not None


def outcome(order: Order, known: OrderFacts, after: OrderFacts) -> Outcome:
    """What will change once these facts are those."""
    return Outcome(
        (payment_status(known), payment_status(after)),
        becomes(known, after),
        spend_of(order, known, after),
        order.currency,
    )


def spend_of(order: Order, known: OrderFacts, after: OrderFacts) -> Move | None:
    """The owner's total spend, if it changes."""
    difference = counted(after) - counted(known)
    if order.owner is None or not difference:
        return None
    before = spent(order.owner, order.currency)
    return move(order.owner.name, before, before + difference, order.currency, gains=difference > 0)


def counted(known: OrderFacts) -> int:
    """What an order of these facts adds to its owner's total spend."""
    return known.held if known.state is OrderState.OPEN and not known.test else 0
