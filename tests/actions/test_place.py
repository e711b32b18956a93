"""An order comes into being: stored whole, with everything derived, or not at all."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from dashboard.actions.place import Placing, place, place_together
from dashboard.actions.under_way import Unrecorded
from dashboard.core.person import COMMAND
from dashboard.core.statuses import CancelReason, FulfilmentStatus, OrderState, PaymentStatus, RefundState, Route
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models import Order, OrderDoc, OrderLine, Payment, Refund
from tests import world
from tests.actions.test_change import broken, everything, log, spent


def order(
    code: str, *, owner: str | None = None, total: int = 0, paid: int = 0, refunded: int = 0, **columns: Any
) -> Order:
    """An order of one thing, not stored yet. `owner` is an account's name, amounts are in minor units."""
    price = Decimal(total)
    line = OrderLine(
        position=1, sku="THING-1", name="Thing", quantity=1, unit_price=price, original_quantity=1,
        original_unit_price=price, total=total,
    )  # fmt: skip
    known = {"placed_at": now(), "route": Route.ONLINE_STORE, "currency": "EUR", "total": total, "customer_name": "Ada"}
    return Order(
        code=code,
        account_id=world.customer(owner).id if owner else None,
        lines=[line],
        payments=[Payment(amount=paid)] if paid else [],
        refunds=[Refund(amount=refunded, adjustment=refunded, state=RefundState.SENT)] if refunded else [],
        **{**known, **columns},
    )


def placed(code: str, *, whole: bool = False, **wanted: Any) -> None:
    """Store such an order."""
    with place(order(code, **wanted), by=COMMAND, whole=whole) as under_way:
        under_way.record("placed", route=under_way.order.route.label)


def together(*codes: str, **wanted: Any) -> None:
    """Store such orders all at once."""
    new = [
        Placing(order(code, **wanted), lambda arrival: arrival.record("placed", route="Online store")) for code in codes
    ]
    place_together(new, by=COMMAND, at=now())


def canceled(code: str, **wanted: Any) -> None:
    """Store such an order, canceled with its money still held."""
    placed(code, state=OrderState.CANCELED, cancel_reason=CancelReason.FRAUD, **wanted)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.parametrize("whole", [False, True])
def test_a_new_order_is_derived_indexed_logged_and_counted(whole):
    placed("SH-1", whole=whole, owner=world.KATE, total=5000, paid=5000, refunded=1200)
    made = world.order("SH-1")
    assert (made.payment_status, made.fulfilment_status) == (
        PaymentStatus.PARTIALLY_REFUNDED,
        FulfilmentStatus.UNFULFILLED,
    )
    assert (made.paid, made.refunded, made.total_sort, made.item_count, made.version) == (5000, 1200, 50_000, 1, 2)
    assert spent(world.KATE) == {"EUR": (800 + 3800, 3)}
    document = db.session.scalar(select(OrderDoc.doc).filter_by(order_id=made.id))
    assert document.split("\n")[:5] == ["sh-1", "ada", "", "", "kate wong"]
    assert [(line.seq, line.verb) for line in log("SH-1")] == [(1, "placed")]
    assert broken() == []


def values(row: Any) -> dict[str, Any]:
    """What is stored of a row, but for what tells it from others."""
    own = {"id", "order_id", "line_id", "refund_id", "code", "at"}
    return {name: value for name, value in inspect(row).dict.items() if name[0] != "_" and name not in own}


def test_orders_placed_together_are_stored_as_those_placed_alone():
    wanted = {"owner": world.KATE, "total": 5000, "paid": 5000, "refunded": 1200, "placed_at": now()}
    placed("SH-1", **wanted)
    together("SH-2", "SH-3", **wanted)
    alone, *others = (world.order(code) for code in ("SH-1", "SH-2", "SH-3"))
    for other in others:
        for part in ("lines", "payments", "refunds"):
            assert [values(row) for row in getattr(other, part)] == [values(row) for row in getattr(alone, part)]
        columns = [column.key for column in Order.__table__.columns if column.key not in {"id", "code"}]
        assert [getattr(other, name) for name in columns] == [getattr(alone, name) for name in columns]
        document = db.session.scalar(select(OrderDoc.doc).filter_by(order_id=other.id))
        assert document.split("\n")[:5] == [other.code.lower(), "ada", "", "", "kate wong"]
        assert [(line.seq, line.verb) for line in log(other.code)] == [(1, "placed")]
    assert spent(world.KATE) == {"EUR": (800 + 3 * 3800, 5)}
    assert broken() == []


def test_of_orders_placed_together_all_are_stored_or_none():
    before = everything()
    with pytest.raises(IntegrityError):
        together("SH-1", "SH-2", "SH-2", total=1)
    with pytest.raises(Unrecorded):
        place_together([Placing(order("SH-1", total=1), lambda arrival: None)], by=COMMAND, at=now())
    assert everything() == before


def test_currencies_are_counted_apart():
    placed("SH-1", owner=world.KATE, total=12000, paid=12000, currency="JPY")
    placed("SH-2", owner=world.KATE, total=1500, paid=1500, currency="KWD")
    assert spent(world.KATE) == {"EUR": (800, 2), "JPY": (12000, 1), "KWD": (1500, 1)}
    assert [world.order(code).total_sort for code in ("SH-1", "SH-2")] == [12_000_000, 1500]


def test_what_counts_in_nobodys_spend():
    placed("TEST-7", owner=world.KATE, total=900, paid=900, is_test=True)
    canceled("SH-1", owner=world.KATE, total=900, paid=900)
    placed("SH-2", owner=world.KATE, total=900, state=OrderState.RETURNED_TO_CART)
    placed("SH-3", total=900, paid=900)
    assert spent(world.KATE) == {"EUR": (800, 2)}


def test_an_order_without_a_record_is_not_placed():
    before = everything()
    with pytest.raises(Unrecorded), place(order("SH-1", total=1), by=COMMAND):
        pass
    assert everything() == before


def test_an_error_on_the_way_leaves_nothing():
    before = everything()
    with pytest.raises(ZeroDivisionError), place(order("SH-1", owner=world.KATE, total=1), by=COMMAND) as under_way:
        under_way.record("placed", route="Online store")
        _ = 1 // 0
    assert everything() == before
