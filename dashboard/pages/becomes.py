"""What will change, by the rules themselves: an order's fulfilment as its facts are, and as they would be."""

from typing import NamedTuple

from dashboard.core.facts import OrderFacts
from dashboard.core.statuses import FulfilmentStatus, fulfilment_status


class Becomes(NamedTuple):
    """The status before and after."""

    was: FulfilmentStatus
    now: FulfilmentStatus


def becomes(known: OrderFacts, then: OrderFacts) -> Becomes:
    """The fulfilment status of both."""
    return Becomes(fulfilment_status(known), fulfilment_status(then))
