"""An order’s lines as its confirmation looks at them, and beside what the buyer placed."""

from collections import Counter

from dashboard.core.confirming import Compared, Line, Now
from dashboard.core.facts import OrderFacts
from dashboard.core.products import called
from dashboard.core.quantities import per_line
from dashboard.core.reckoning import LineSum
from dashboard.models.line import OrderLine
from dashboard.models.order import Order
from dashboard.models.order_facts import GIVEN_BACK


def confirmation(order: Order, known: OrderFacts) -> list[Line]:
    """Every line of the order, also those taken off."""
    given_back: Counter[int] = Counter()
    for refund in order.refunds:
        if refund.state not in GIVEN_BACK:
            given_back.update({part.line_id: part.amount for part in refund.lines})
    pieces = per_line(known)
    return [
        Line(
            f"l{line.id}",
            called(line.name, line.variant),
            line.quantity,
            line.unit_price,
            line.tax_rate,
            LineSum(line.discount, line.tax, line.total),
            pieces[line.id].packed,
            pieces[line.id].refunded,
            given_back[line.id],
        )
        for line in order.lines
    ]


def compared(order: Order) -> list[Compared]:
    """The lines as placed beside the lines as confirmed; empty where they are the same."""
    found = [
        Compared(called(line.name, line.variant), placed(line), Now(line.quantity, line.unit_price))
        for line in order.lines
    ]
    return found if any(one.differs for one in found) else []


def placed(line: OrderLine) -> Now | None:
    """The line as the buyer placed it, None where the merchant added it."""
    if line.original_quantity is None or line.original_unit_price is None:
        return None
    return Now(line.original_quantity, line.original_unit_price)
