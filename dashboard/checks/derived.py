"""Invariants: what an order stores besides its facts is what the facts say."""

from dashboard.checks.case import Case
from dashboard.checks.invariant import PerOrder
from dashboard.core import money
from dashboard.core.statuses import payment_status


def statuses(case: Case) -> bool:
    """Both statuses are functions of the facts."""
    row = case.row
    return row.payment_status == payment_status(case.money) and row.fulfilment_status == case.goods.status


def sums(case: Case) -> bool:
    """Paid is what was captured, refunded what was refunded."""
    return case.row.paid == case.money.captured and case.row.refunded == case.money.refunded


def total_sort(case: Case) -> bool:
    """The key that lists sort totals by is the total."""
    return case.row.total_sort == money.sort_value(case.row.total, case.row.currency)


def item_count(case: Case) -> bool:
    """The count of items is that of the lines."""
    return case.row.item_count == case.goods.ordered


def total(case: Case) -> bool:
    """Lines, shipping, its tax where prices exclude it, and the difference make up the total."""
    row = case.row
    shipping = row.shipping + (0 if row.tax_included else row.shipping_tax)
    return row.total == sum([line.total for line in case.lines]) + shipping + row.difference


DERIVED = (
    PerOrder("statuses", "Payment and fulfilment status follow from the order’s facts.", statuses),
    PerOrder("sums", "Paid and refunded are the sums of the order’s payments and refunds.", sums),
    PerOrder("total_sort", "The sort key of the total is the total.", total_sort),
    PerOrder("item_count", "The count of items is the sum of the order’s lines.", item_count),
    PerOrder("total", "Lines, shipping and difference add up to the total.", total),
)
