"""The order letter: what was ordered, what it comes to, where it goes. To the order customer, whoever owns it."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from babel import Locale

from dashboard.core import money
from dashboard.core.statuses import OrderState
from dashboard.letters.letter import Addressee, Recipient, compose, day, header, one_address
from dashboard.letters.shop import Shop
from dashboard.models.order import Order
from dashboard.models.outbox import Message

COUNTRIES = Locale("en", "GB").territories
EVENT = "order_placed"


class Row(NamedTuple):
    """A line of the sum: what, how many at which price, and the amount."""

    what: str
    detail: str
    amount: str


def letter(order: Order, to: Addressee, shop: Shop, link: str, *, at: datetime) -> Message | None:
    """The order letter to them, with this link to the order's page; None without an address, and for a test order."""
    if order.is_test:
        return None
    return compose(
        EVENT,
        to,
        f"We have your order {order.code}",
        shop,
        at=at,
        code=order.code,
        placed=day(order.placed_at, shop, at),
        standing=standing(order),
        rows=rows(order),
        total=Row(total_word(order), "", money.money(order.total, order.currency)),
        address=address(order),
        thanks=f"Thank you, {to.name}" if to.name.strip() else "Thank you",
        link=link,
    )


def contact(order: Order) -> Addressee:
    """The order customer: the e-mail address given with the order, else the phone number."""
    name, where = " ".join(order.customer_name.split()), None
    if order.customer_email and order.customer_email_key:
        where = Recipient("email", one_address(order.customer_email), order.customer_email_key)
    elif order.customer_phone_key:
        where = Recipient("sms", header(order.customer_phone or order.customer_phone_key), order.customer_phone_key)
    return Addressee(name, where)


def standing(order: Order) -> str:
    """How the order stands, as the second half of a sentence."""
    if order.state is not OrderState.OPEN:
        return f"is {order.state.label.lower()}"
    left = order.total - (order.paid - order.refunded)
    if order.refunded:
        return "is placed"
    return "is placed and paid" if left <= 0 else f"is placed; {money.money(left, order.currency)} is still to be paid"


def total_word(order: Order) -> str:
    """What the total is called."""
    return "Total, paid" if order.paid >= order.total and not order.refunded else "Total"


def rows(order: Order) -> list[Row]:
    """The lines as confirmed, and what is added to them or taken off; they come to the total."""
    found = [
        Row(
            f"{line.name}, {line.variant}" if line.variant else line.name,
            f"{line.quantity} × {price(line.unit_price, order.currency)}",
            money.amount(line.worth(order.tax_included), order.currency),
        )
        for line in order.lines
        if line.quantity
    ]
    return found + beside(order)


def beside(order: Order) -> list[Row]:
    """What is added to the lines or taken off."""
    lines = sum(line.worth(order.tax_included) for line in order.lines)
    discount = sum(line.discount for line in order.lines)
    tax = 0 if order.tax_included else sum(line.tax for line in order.lines) + order.shipping_tax
    rest = order.total - (lines - discount + order.shipping + tax)
    amounts = (("Discount", -discount), ("Shipping", order.shipping), ("Tax", tax), ("Other", rest))
    return [Row(word, "", money.amount(amount, order.currency)) for word, amount in amounts if amount]


def price(unit_price: Decimal, currency: str) -> str:
    """A unit price with the source's precision, at least the currency's decimals."""
    places = max(money.decimals(currency), -int(unit_price.normalize().as_tuple().exponent))
    return f"{unit_price:,.{places}f}"


def address(order: Order) -> list[str]:
    """Where it goes, in lines; empty if it was given with no address."""
    given = order.shipping_address or {}
    town = " ".join(part for part in (given.get("postcode"), given.get("city")) if part)
    country = given.get("country") or ""
    lines = [*(given.get(name) for name in ("name", "company", "street1", "street2")), town, given.get("region")]
    return [" ".join(line.split()) for line in (*lines, COUNTRIES.get(country, country)) if line]
