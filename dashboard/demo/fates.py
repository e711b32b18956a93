"""What may become of an order, as functions from dice, items and hours to the events that happened."""

from random import Random

from dashboard.core.statuses import CancelReason, RefundState, ShipmentStatus
from dashboard.demo.events_desk import Archived, Canceled, Confirmed
from dashboard.demo.events_goods import Returned, Sent
from dashboard.demo.events_money import Invoiced, Paid, PaymentOpened, Refunded
from dashboard.demo.story import Event, Item

S = ShipmentStatus
Items = tuple[Item, ...]
Events = tuple[Event, ...]
METHODS = ("Bank transfer", "Visa ending 4242", "Mastercard ending 4444", "SEPA direct debit", "Cash on delivery")
CARRIERS = ("DHL", "DPD", "GLS", "Hermes", "UPS")
REASONS = ("Arrived broken", "Not as expected", "Ordered twice", "Too late")


def paid(dice: Random, span: float) -> Paid:
    """The whole total, soon after."""
    return Paid(span * 0.01, dice.choice(METHODS))


def sent(dice: Random, span: float, at: float, *steps: ShipmentStatus, pieces: dict[str, int] | None = None) -> Sent:
    """A parcel made at this fraction of the span, its steps a tenth of it apart."""
    carrier, tracking = dice.choice(CARRIERS), f"{dice.randrange(10**11):012d}"
    apart = tuple((place * span * 0.1, status) for place, status in enumerate(steps))
    return Sent(span * at, apart, pieces, carrier=carrier, tracking=tracking)


def delivered(dice: Random, items: Items, span: float) -> Events:
    """Paid, sent, arrived."""
    return (paid(dice, span), sent(dice, span, 0.2, S.SHIPPED, S.IN_TRANSIT, S.DELIVERED))


def put_away(dice: Random, items: Items, span: float) -> Events:
    """Delivered, invoiced and archived."""
    return (*delivered(dice, items, span), Invoiced(span * 0.1), Archived(span * 0.9))


def picked_up(dice: Random, items: Items, span: float) -> Events:
    """Collected at the counter."""
    steps = ((0.0, S.AWAITING_SHIPMENT), (span * 0.3, S.DELIVERED))
    return (paid(dice, span), Sent(span * 0.1, steps, point="pickup"))


def on_its_way(dice: Random, items: Items, span: float) -> Events:
    """Paid and under way."""
    return (paid(dice, span), sent(dice, span, 0.6, S.SHIPPED, S.IN_TRANSIT))


def failed(dice: Random, items: Items, span: float) -> Events:
    """Nobody was at home."""
    return (paid(dice, span), sent(dice, span, 0.5, S.SHIPPED, S.OUT_FOR_DELIVERY, S.DELIVERY_FAILED))


def two_boxes(dice: Random, items: Items, span: float) -> Events:
    """The first line apart from the rest; one line alone goes in one box."""
    first, rest = {items[0].sku: items[0].quantity}, {item.sku: item.quantity for item in items[1:]}
    boxes = [sent(dice, span, 0.2, S.SHIPPED, S.IN_TRANSIT, S.DELIVERED, pieces=first)]
    if rest:
        boxes.append(sent(dice, span, 0.3, S.SHIPPED, S.IN_TRANSIT, pieces=rest))
    return (paid(dice, span), *boxes)


def begun(dice: Random, items: Items, span: float) -> Events:
    """One piece of the first line is out, the rest is not packed."""
    return (paid(dice, span), sent(dice, span, 0.4, S.SHIPPED, S.IN_TRANSIT, pieces={items[0].sku: 1}))


def packed(dice: Random, items: Items, span: float) -> Events:
    """In its box, not handed over yet."""
    return (paid(dice, span), sent(dice, span, 0.5, S.AWAITING_SHIPMENT))


def waiting(dice: Random, items: Items, span: float) -> Events:
    """Paid, and nothing done yet."""
    return (paid(dice, span),)


def unpaid(dice: Random, items: Items, span: float) -> Events:
    """Neither paid nor sent."""
    return ()


def in_progress(dice: Random, items: Items, span: float) -> Events:
    """A payment begun and not received."""
    return (PaymentOpened(span * 0.01, "SEPA direct debit"),)


def down_payment(dice: Random, items: Items, span: float) -> Events:
    """A little paid in advance."""
    return (Paid(span * 0.02, dice.choice(METHODS), amount=100),)


def came_back(dice: Random, items: Items, span: float) -> Events:
    """Everything came back and was refunded, shipping apart."""
    pieces, reason = {item.sku: item.quantity for item in items}, dice.choice(REASONS)
    return (
        *delivered(dice, items, span),
        Returned(span * 0.7, pieces, reason),
        Refunded(span * 0.8, pieces, reason=reason),
    )


def one_back(dice: Random, items: Items, span: float) -> Events:
    """One piece came back; its money is sent, to be sent, or waits for approval."""
    pieces, reason = {items[0].sku: 1}, dice.choice(REASONS)
    state = dice.choice((RefundState.SENT, RefundState.SENT, RefundState.TO_SEND, RefundState.AWAITING_APPROVAL))
    return (
        *delivered(dice, items, span),
        Returned(span * 0.7, pieces, reason, restock=reason != "Arrived broken"),
        Refunded(span * 0.8, pieces, reason=reason, state=state),
    )


def goodwill(dice: Random, items: Items, span: float) -> Events:
    """A little money back, nothing returned."""
    return (*delivered(dice, items, span), Refunded(span * 0.8, adjustment=50, reason="Goodwill: it took long"))


def withdrawn(dice: Random, items: Items, span: float) -> Events:
    """Sold out after all: refunded, never to be sent."""
    pieces = {item.sku: item.quantity for item in items}
    return (paid(dice, span), Refunded(span * 0.3, pieces, reason="Sold out", withdraw=True))


def canceled(dice: Random, items: Items, span: float) -> Events:
    """Called off before it was paid."""
    return (Canceled(span * 0.2, dice.choice(tuple(CancelReason))),)


def confirmed(dice: Random, items: Items, span: float) -> Events:
    """The merchant added a piece before it was paid and sent."""
    more = Confirmed(span * 0.005, {items[0].sku: items[0].quantity + 1})
    return (more, *delivered(dice, items, span))


# How often each happens, in proportion.
FATES = {
    delivered: 40, put_away: 4, picked_up: 5, on_its_way: 8, failed: 2, two_boxes: 7, begun: 3, packed: 4,
    waiting: 8, unpaid: 5, in_progress: 2, down_payment: 2, came_back: 3, one_back: 4, goodwill: 2, withdrawn: 2,
    canceled: 4, confirmed: 2,
}  # fmt: skip
