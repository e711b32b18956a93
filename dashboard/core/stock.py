"""Why stock moves, and in what condition goods come back. Source: docs/domain.md, Stock."""

from dashboard.core.words import Status


class StockReason(Status):
    """Why pieces left the shelf or came back to it."""

    FULFILLED = "fulfilled"
    SHIPMENT_CANCELED = "shipment_canceled"
    RETURNED = "returned"
    REFUNDED = "refunded"
    COUNTED = "counted"
    IMPORTED = "imported"


class GoodsCondition(Status):
    """What state returned goods are in."""

    AS_NEW = "as_new"
    OPENED = "opened"
    DAMAGED = "damaged"
    INCOMPLETE = "incomplete"


# What is fit to be sold again without a second look.
FIT = frozenset({GoodsCondition.AS_NEW, GoodsCondition.OPENED})
