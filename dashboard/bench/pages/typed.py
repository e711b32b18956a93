"""What somebody types into the search boxes: every shape that a search can have, from what is in the store."""

from collections.abc import Iterable
from random import Random
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.bench.pages.addresses import numbers
from dashboard.models import Customer, Order, OrderLine, Shipment

FREQUENT = ("example", "mug", "candle", "neighbour", "street", "od-1")
RARE = ("haljanstad", "zelwenvik", "quinrazek", "abhelgaard", "torunwick")
LETTERS = ("a", "ka", "ö", "7", "x1", "mu")
NOWHERE = ("xylophonist", "qqq", "zzz mug", "OD-99999999", "nobody@nowhere.example")


class Typed(NamedTuple):
    """What somebody types, and what it is."""

    shape: str
    text: str


def each(shape: str, texts: Iterable[str | None], count: int = 1_000) -> list[Typed]:
    """The first of these texts, those that are missing passed over."""
    return [Typed(shape, text) for text in texts if text][:count]


def searches(session: Session, total: int, count: int) -> list[Typed]:
    """So many searches of each shape over orders."""
    dice = Random(13)
    columns = (Order.code, Order.customer_name, Order.customer_email, Order.customer_phone, Order.customer_phone_key)
    chosen = select(*columns).where(Order.id.in_(numbers(dice, total, count * 3))).order_by(Order.id)
    rows = session.execute(chosen).all()
    lines = select(OrderLine.sku, OrderLine.name).where(OrderLine.order_id.in_(numbers(dice, total, count)))
    sold = session.execute(lines.order_by(OrderLine.id)).all()
    boxes = select(Shipment.tracking_number).where(Shipment.order_id.in_(numbers(dice, total, count * 2)))
    return [
        *each("code", (row.code for row in rows), count),
        *each("part of a code", (row.code[:-1] for row in rows), count),
        *each("half a name", (half(row.customer_name) for row in rows), count),
        *each("whole name", (row.customer_name for row in reversed(rows)), count),
        *each("e-mail", (row.customer_email for row in rows), count),
        *each("half an e-mail", (row.customer_email and row.customer_email[:9] for row in rows), count),
        *each("phone as written", (row.customer_phone for row in rows), count),
        *each("phone, national", (national(row.customer_phone_key) for row in rows), count),
        *each("SKU", (row.sku for row in sold), count),
        *each("product", (row.name for row in sold), count),
        *each("tracking number", session.scalars(boxes.order_by(Shipment.id)), count),
        *each("two words", (f"{half(row.customer_name)} mug" for row in rows), count),
        *each("frequent word", FREQUENT),
        *each("rare word", RARE),
        *each("one or two letters", LETTERS),
        *each("no match", NOWHERE),
    ]


def people(session: Session, total: int, count: int) -> list[Typed]:
    """So many searches of each shape over accounts."""
    chosen = numbers(Random(17), max(1, round(total * 0.3)), count * 3)
    columns = (Customer.name, Customer.email, Customer.phone, Customer.phone_key)
    rows = session.execute(select(*columns).where(Customer.id.in_(chosen)).order_by(Customer.id)).all()
    return [
        *each("half a name", (half(row.name) for row in rows), count),
        *each("whole name", (row.name for row in rows), count),
        *each("e-mail", (row.email for row in rows), count),
        *each("phone as written", (row.phone for row in rows), count),
        *each("phone, national", (national(row.phone_key) for row in rows), count),
        *each("frequent word", ("example", "emre", "post", "silva")),
        *each("one or two letters", LETTERS),
        *each("no match", NOWHERE),
    ]


def half(name: str) -> str:
    """The first letters of the last word of a name: what is typed before it stands on the screen."""
    last = (name.split() or [""])[-1]
    return last[: max(3, len(last) // 2)]


def national(key: str | None) -> str | None:
    """A German number as it is written at home."""
    return f"0{key[3:]}" if key else None
