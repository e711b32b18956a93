"""What the status words of many systems say of an order's money and goods, where no source of its own knows better."""

from enum import Enum

from dashboard.core.refusals import Invalid


class Paid(Enum):
    """How far an order is paid at its source."""

    NOTHING = "nothing"
    WAITING = "waiting"
    PARTLY = "partly"
    ALL = "all"
    PARTLY_BACK = "partly back"
    BACK = "back"


class Sent(Enum):
    """How far its goods are sent."""

    NOTHING = "nothing"
    PARTLY = "partly"
    ALL = "all"
    CANCELED = "canceled"


PAYMENT = {
    Paid.NOTHING: "unpaid pending pending_payment payment_due due open failed voided expired no n false not_paid"
    " outstanding cancelled canceled new",
    Paid.WAITING: "authorized authorised in_progress on_hold holded payment_review suspected_fraud processing_payment",
    Paid.PARTLY: "partially_paid partly_paid partial",
    Paid.ALL: "paid captured settled complete completed processing success succeeded yes y true payment closed_paid"
    " shipped fulfilled delivered",
    Paid.PARTLY_BACK: "partially_refunded partly_refunded partial_refund",
    Paid.BACK: "refunded refund closed fully_refunded chargeback",
}
FULFILMENT = {
    Sent.NOTHING: "unfulfilled unshipped pending open processing new on_hold holded null no n false not_shipped"
    " awaiting_shipment awaiting_fulfillment scheduled in_progress paid pending_payment payment_review failed"
    " refunded unpaid authorized restocked",
    Sent.PARTLY: "partial partially_fulfilled partially_shipped partiallyshipped partly_shipped",
    Sent.ALL: "fulfilled shipped complete completed sent delivered yes y true dispatched picked_up closed",
    Sent.CANCELED: "cancelled canceled voided",
}
PAID = {word: kind for kind, words in PAYMENT.items() for word in words.split()}
SENT = {word: kind for kind, words in FULFILMENT.items() for word in words.split()}


def normal(text: str) -> str:
    """A status word as the lists above have it."""
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split()).removeprefix("wc_")


def paid(text: str, column: str) -> Paid:
    """What a word says of the money. Raises Invalid for one that nobody knows."""
    kind = PAID.get(normal(text))
    if kind is None:
        raise Invalid(f"“{text[:40]}” under {column} is not known.")
    return kind


def sent(text: str, column: str) -> Sent:
    """What a word says of the goods. Raises Invalid for one that nobody knows."""
    kind = SENT.get(normal(text))
    if kind is None:
        raise Invalid(f"“{text[:40]}” under {column} is not known.")
    return kind
