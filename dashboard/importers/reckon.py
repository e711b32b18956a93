"""The sums of an incoming order: discounts and taxes shared out to the lines, and what its total says beyond them."""

from dataclasses import dataclass

from dashboard.core import money
from dashboard.importers.incoming import IncomingOrder


@dataclass(frozen=True, slots=True)
class Sums:
    """Discount, tax and total of each line, in their order. The file’s own total is kept, `difference` is the rest."""

    discounts: tuple[int, ...]
    taxes: tuple[int, ...]
    totals: tuple[int, ...]
    tax_included: bool
    shipping_tax: int
    total: int
    difference: int


def reckon(order: IncomingOrder) -> Sums:
    """Share out what the file says of the whole order.

    Prices include tax if subtotal and shipping make the total; then the tax is inside, also inside shipping.
    """
    gross = [money.line_total(line.quantity, line.unit_price, order.currency) for line in order.lines]
    discounts = share_discount(order, gross)
    nets = [amount - discount for amount, discount in zip(gross, discounts, strict=True)]
    net = sum(nets)
    included = order.tax_included
    if included is None:
        included = order.total is None or order.tax == 0 or order.total != net + order.shipping + order.tax
    taxes, shipping_tax = share_tax(order, nets, included)
    totals = nets if included else [amount + tax for amount, tax in zip(nets, taxes, strict=True)]
    ours = sum(totals) + order.shipping + (0 if included else shipping_tax)
    total = ours if order.total is None else order.total
    return Sums(tuple(discounts), tuple(taxes), tuple(totals), included, shipping_tax, total, total - ours)


def share_discount(order: IncomingOrder, gross: list[int]) -> list[int]:
    """Each line's discount: its own, and its share of what the whole order got.

    The subtotal tells best, since the order's discount may name its own lines' once more, or that of shipping.
    """
    own = [min(line.discount, amount) for line, amount in zip(order.lines, gross, strict=True)]
    left = [amount - discount for amount, discount in zip(gross, own, strict=True)]
    rest = order.discount - sum(own) if order.subtotal is None else sum(left) - order.subtotal
    rest = min(max(rest, 0), sum(left))
    return own if rest == 0 else [a + b for a, b in zip(own, money.share_out(rest, left), strict=True)]


def share_tax(order: IncomingOrder, nets: list[int], included: bool) -> tuple[list[int], int]:
    """The tax of each line, and of shipping: as the source tells it, else shared out.

    Then shipping bears tax only where prices include it.
    """
    told = [line.tax for line in order.lines if line.tax is not None]
    if len(told) == len(nets):
        return told, max(order.tax - sum(told), 0)
    weights = [net if line.taxable else 0 for line, net in zip(order.lines, nets, strict=True)]
    if order.tax == 0 or sum(weights) == 0:
        return [0] * len(nets), 0
    *taxes, shipping_tax = money.share_out(order.tax, [*weights, order.shipping if included else 0])
    return taxes, shipping_tax
