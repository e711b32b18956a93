"""The letters of what happens to an order, in the shop's own words where it wrote some."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dashboard.core import filling, notices
from dashboard.core.money import money
from dashboard.core.notices import EVENTS, Choice
from dashboard.core.parcels import listed
from dashboard.letters.edited import BLANK_LINES, pieces
from dashboard.letters.letter import Addressee, compose, day, one_address, reached
from dashboard.letters.order_placed import contact
from dashboard.letters.shop import Shop
from dashboard.models.order import Order
from dashboard.models.outbox import Message


def goes_to(order: Order, choice: Choice, shop: Shop) -> Addressee | None:
    """The order customer, whoever owns the order, if they can be written to by a way that is on."""
    if order.is_test:
        return None
    to = contact(order)
    where = reached(to, shop)
    return to if where and choice.goes(where.way) else None


def letter(
    name: str, order: Order, to: Addressee, choice: Choice, shop: Shop, values: Mapping[str, str], *, at: datetime
) -> Message | None:
    """The message of this event in these words; None if they cannot be reached. Never of a test order."""
    return None if order.is_test else written(name, to, choice, shop, values, at=at)


def written(
    name: str, to: Addressee, choice: Choice, shop: Shop, values: Mapping[str, str], *, at: datetime
) -> Message | None:
    """The message of this event in these words, filled with these values; None if they cannot be reached."""
    subject = filling.filled(choice.subject, values) or EVENTS[name].label
    by_mail = filling.filled(choice.text, values)
    words: dict[str, Any] = {
        "paragraphs": [[pieces(line) for line in one.splitlines()] for one in BLANK_LINES.split(by_mail)],
        "body": filling.folded(by_mail),
        "sms": filling.filled(choice.sms, values) or subject,
        "to_shop": name == notices.NEW_ORDER,
    }
    return compose(name, to, subject[:300], shop, at=at, like="notice", **words)


def example(name: str, order: Order, shop: Shop, *, at: datetime) -> dict[str, str]:
    """What the placeholders of this event stand for in this order, or would if it happened to all of it now."""
    parts: dict[str, Sequence[Any]] = {
        "order_canceled": order.refunds, "refund_sent": order.refunds, "payment_received": order.payments,
        "return_recorded": order.returns,
    }  # fmt: skip
    meant = parts.get(name, order.shipments)[-1:]
    link = f"{shop.base_url}/orders/{order.code}" if name == notices.NEW_ORDER else f"{shop.base_url}/o/…"
    found = values_of(name, order, [one.id for one in meant], shop, at=at, link=link)
    would = {**whole(order, shop, at), "carrier": "our carrier", "date": day(at, shop, at)}
    return {key: found[key] or would.get(key, "") for key in found}


def values_of(
    name: str, order: Order, ids: Sequence[int], shop: Shop, *, at: datetime, link: str = ""
) -> dict[str, str]:
    """What the placeholders of this event stand for in this order; `ids` are as core.notices.happened() gives them."""
    said = {**whole(order, shop, at), "link": link}
    if name == "order_canceled":
        said |= {"amount": amount(order, refunds_of(order, ids)), "date": day(at, shop, at)}
    elif name in ("refund_sent", "payment_received"):
        said |= of_money(order, name, ids, shop, at)
    elif name == "return_recorded":
        parts = [part for one in order.returns if one.id in ids for part in one.lines]
        said |= {"pieces": in_words(order, parts), "date": day(at, shop, at)}
    elif name not in (notices.PLACED, notices.NEW_ORDER):
        said |= of_parcels(order, ids, shop, at)
    return {key: said[key] for key in EVENTS[name].placeholders}


def whole(order: Order, shop: Shop, at: datetime) -> dict[str, str]:
    """What they stand for where the whole order is meant."""
    called = {line.id: line.name for line in order.lines}
    return {
        "name": order.customer_name,
        "order": order.code,
        "store": shop.name,
        "pieces": listed({line.id: line.quantity for line in order.lines if line.quantity}, called),
        "amount": money(order.total, order.currency),
        "date": day(order.placed_at, shop, at),
    }


def of_parcels(order: Order, ids: Sequence[int], shop: Shop, at: datetime) -> dict[str, str]:
    """What they stand for where shipments are meant."""
    meant = [one for one in order.shipments if one.id in ids]
    left = [one.delivered_at or one.shipped_at or at for one in meant]
    return {
        "pieces": in_words(order, [part for one in meant for part in one.lines]),
        "carrier": ", ".join(dict.fromkeys(one.carrier for one in meant if one.carrier)) or "our carrier",
        "tracking": ", ".join(dict.fromkeys(one.tracking_number for one in meant if one.tracking_number)),
        "date": day(max(left, default=at), shop, at),
    }


def of_money(order: Order, name: str, ids: Sequence[int], shop: Shop, at: datetime) -> dict[str, str]:
    """What they stand for where payments or refunds are meant."""
    if name == "refund_sent":
        sent = refunds_of(order, ids)
        return {
            "amount": amount(order, sent),
            "date": day(max((one.sent_at or at for one in sent), default=at), shop, at),
        }
    paid = [one for one in order.payments if one.id in ids]
    return {"amount": amount(order, paid), "date": day(max((one.at for one in paid), default=at), shop, at)}


def refunds_of(order: Order, ids: Sequence[int]) -> list[Any]:
    """The order's refunds of these ids."""
    return [one for one in order.refunds if one.id in ids]


def amount(order: Order, things: Sequence[Any]) -> str:
    """What they come to, "" for none."""
    return money(sum(one.amount for one in things), order.currency) if things else ""


def in_words(order: Order, parts: Sequence[Any]) -> str:
    """Pieces of the order's lines: "Stoneware mug × 2, Beeswax candle × 1"."""
    counted: dict[int, int] = {}
    for part in parts:
        counted[part.line_id] = counted.get(part.line_id, 0) + part.quantity
    return listed(counted, {line.id: line.name for line in order.lines})


def shop_addresses(notices_to: str, email: str | None) -> list[str]:
    """Where new orders are reported to."""
    given = [one.strip() for one in notices_to.split(",") if one.strip()]
    return [one_address(one) for one in given or ([email] if email else [])]
