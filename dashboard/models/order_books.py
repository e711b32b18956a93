"""An order's money and pieces as refunds are reckoned from: what was paid, given back or reserved, and put back."""

from collections import Counter

from dashboard.core.refunds import Books, LineMoney
from dashboard.models.order import Order
from dashboard.models.order_facts import GIVEN_BACK


def books(order: Order) -> Books:
    """The order's books, from parts that are loaded. Refunds awaiting approval count, since they reserve."""
    standing = [refund for refund in order.refunds if refund.state not in GIVEN_BACK]
    pieces: Counter[int] = Counter()
    back: Counter[int] = Counter()
    for refund in standing:
        for part in refund.lines:
            pieces[part.line_id] += part.quantity
            back[part.line_id] += part.amount
    return Books(
        currency=order.currency,
        captured=sum(payment.amount for payment in order.payments if payment.state == "captured"),
        refunded=sum(refund.amount for refund in standing),
        shipping=order.shipping + (0 if order.tax_included else order.shipping_tax),
        shipping_refunded=sum(refund.shipping for refund in standing),
        lines={
            line.id: LineMoney(line.name, line.quantity, line.total, pieces[line.id], back[line.id])
            for line in order.lines
            if line.quantity
        },
    )


def put_back(order: Order) -> Counter[int]:
    """Pieces by line id that refunds and returns put back on the shelf; a failed refund leaves them there."""
    pieces: Counter[int] = Counter()
    for refund in order.refunds:
        for part in refund.lines:
            pieces[part.line_id] += part.restocked
    for goods in order.returns:
        for back in goods.lines:
            pieces[back.line_id] += back.restocked
    return pieces
