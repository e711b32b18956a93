"""Refund: money, pieces, goods that came back, stock and statuses move together, or nothing does."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select

from dashboard.actions.change import change
from dashboard.actions.give_back import Asked
from dashboard.actions.once import Submission
from dashboard.actions.refund import refund
from dashboard.actions.stock import move_one
from dashboard.core.guards import Action
from dashboard.core.person import COMMAND, Role
from dashboard.core.refund_pieces import Meant
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.core.statuses import CancelReason, FulfilmentStatus, OrderState, PaymentStatus, RefundState
from dashboard.core.stock import GoodsCondition, StockReason
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Payment, Product, StockMove
from tests import world
from tests.actions.test_change import broken, log, refused, spent, touch
from tests.actions.test_reassign import said
from tests.faults.at_once import at_once

KEY, OTHER = Submission("k" * 32, "d" * 64), Submission("k" * 32, "e" * 64)


def back(code=world.PAID, pieces=None, by=None, options=None, **amounts):
    """Refund these pieces, by SKU, as Milan the manager would; `options` are of refund() itself."""
    found = {line.sku: line.id for line in world.order(code).lines}
    meant = {found[sku]: one if isinstance(one, Meant) else Meant(one) for sku, one in (pieces or {}).items()}
    conditions = {found[sku]: one for sku, one in amounts.pop("conditions", {}).items()}
    asked = Asked(meant, conditions=conditions, **amounts)
    return refund(code, asked, by=by or world.staff(Role.MANAGER), **(options or {}))


def stock_of(sku):
    """How many pieces of it lie on the shelf."""
    return db.session.scalar(select(Product.stock).where(Product.sku == sku))


def stocked(sku, pieces):
    """Count the stock of a product."""
    with writing() as session:
        product = session.scalars(select(Product).where(Product.sku == sku)).one()
        move_one(session, product.id, pieces - (product.stock or 0), StockReason.COUNTED, by=COMMAND)


def moved_back():
    """What was moved but by counting, oldest first."""
    query = select(StockMove).where(StockMove.reason != StockReason.COUNTED).order_by(StockMove.id)
    return db.session.scalars(query).all()


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("U10", "U9")
def test_money_pieces_and_statuses_move_together():
    result = back(pieces={world.MUG: 1}, shipping=100, adjustment=50, fee=20, reason="Arrived damaged")
    order = world.order(world.PAID)
    [made] = order.refunds
    mug = next(line for line in order.lines if line.sku == world.MUG)
    assert (made.items, made.shipping, made.adjustment, made.fee) == (round(mug.total / 2), 100, 50, 20)
    assert (made.amount, made.state, made.reason) == (made.items + 130, RefundState.TO_SEND, "Arrived damaged")
    assert [(part.line_id, part.quantity, part.withdrawn, part.restocked) for part in made.lines] == [(mug.id, 1, 1, 0)]
    assert made.asked_by_id == world.staff(Role.MANAGER).id
    assert (order.payment_status, order.refunded) == (PaymentStatus.PARTIALLY_REFUNDED, made.amount)
    assert spent(world.CHLOE) == {"EUR": (9000 - made.amount, 2)}
    assert said(world.PAID) == f"Refund of {result['amount']}"
    assert result == {"code": world.PAID, "amount": result["amount"], "state": "to_send", "refund": made.id}
    assert broken() == []


@pytest.mark.feature("U10")
def test_all_of_it_in_pieces_is_exactly_what_was_paid():
    for sku in (world.TOWEL, world.MUG, world.CANDLE, world.MUG):
        back(pieces={sku: 1})
    back(shipping=400)
    order = world.order(world.PAID)
    assert (order.refunded, order.payment_status) == (4000, PaymentStatus.REFUNDED)
    assert (order.fulfilment_status, order.state) == (FulfilmentStatus.UNFULFILLED, OrderState.OPEN)
    with refused(WrongState, "No money of this order is left to refund."):
        back(adjustment=1)
    assert broken() == []


@pytest.mark.feature("U10", "U22")
def test_delivered_pieces_are_returned_and_put_back_in_the_same_step():
    stocked(world.BOWL, 5)
    bowls = Meant(2, returned=True, restock=True)
    back(world.TWO_BOXES, {world.BOWL: bowls}, reason="Not wanted", conditions={world.BOWL: GoodsCondition.OPENED})
    order = world.order(world.TWO_BOXES)
    [goods] = order.returns
    assert (goods.reason, [(part.quantity, part.restocked, part.condition) for part in goods.lines]) == (
        "Not wanted",
        [(2, 2, GoodsCondition.OPENED)],
    )
    assert [(part.quantity, part.withdrawn, part.restocked) for part in order.refunds[0].lines] == [(2, 0, 0)]
    assert order.fulfilment_status is FulfilmentStatus.PARTIALLY_RETURNED
    assert (stock_of(world.BOWL), said(world.TWO_BOXES)) == (7, "Refund of 36.00 EUR; returned: Serving bowl × 2")
    assert broken() == []


@pytest.mark.feature("U10")
def test_what_was_sent_is_put_back_once_and_what_never_left_is_not():
    stocked(world.SPOON, 5)
    stocked(world.MUG, 5)
    back(world.TWO_BOXES, {world.SPOON: Meant(1, restock=True)})
    back(world.TWO_BOXES, {world.SPOON: Meant(1, restock=True)})
    back(world.PAID, {world.MUG: Meant(2, restock=True)})
    assert (stock_of(world.SPOON), stock_of(world.MUG)) == (7, 5)
    assert [(move.pieces, move.reason.value) for move in moved_back()] == [(1, "refunded")] * 2


@pytest.mark.feature("U10")
def test_pieces_that_may_still_be_sent_stay_to_be_sent():
    back(pieces={world.MUG: Meant(2, withdraw=False)})
    assert world.order(world.PAID).refunds[0].lines[0].withdrawn == 0


@pytest.mark.feature("U10")
def test_above_the_managers_limit_of_an_order_another_person_approves():
    with change(world.UNPAID, Action.RECORD_PAYMENT, by=COMMAND) as under_way:
        under_way.order.payments.append(Payment(amount=90_000))
        under_way.record("paid", amount="900.00 EUR")
    assert back(world.UNPAID, adjustment=50_000)["state"] == "to_send"
    assert back(world.UNPAID, adjustment=100)["state"] == "awaiting_approval"
    order = world.order(world.UNPAID)
    assert (order.refunded, said(world.UNPAID)) == (50_000, "Refund of 1.00 EUR asked for, not approved yet")
    assert back(world.UNPAID, adjustment=39_900, by=world.staff(Role.OWNER))["state"] == "to_send"
    with refused(WrongState, "Refunds that await approval hold back all that is left"):
        back(world.UNPAID, adjustment=1)
    assert broken() == []


def test_an_order_in_another_currency_always_needs_approval():
    with writing():
        world.order(world.PAID).currency = "JPY"
    assert back(adjustment=1)["state"] == "awaiting_approval"
    assert back(adjustment=1, by=world.staff(Role.OWNER))["state"] == "to_send"


@pytest.mark.feature("U10")
def test_the_order_is_canceled_with_its_last_piece():
    everything = {world.MUG: 2, world.CANDLE: 1, world.TOWEL: 1}
    back(pieces=everything, shipping=400, options={"cancel": CancelReason.OUT_OF_STOCK})
    order = world.order(world.PAID)
    assert (order.state, order.cancel_reason) == (OrderState.CANCELED, CancelReason.OUT_OF_STOCK)
    assert (order.fulfilment_status, order.payment_status) == (FulfilmentStatus.CANCELED, PaymentStatus.REFUNDED)
    assert said(world.PAID) == "Order canceled: out of stock. Refund of 40.00 EUR"
    assert broken() == []


@pytest.mark.parametrize(
    ("amounts", "field", "sentence"),
    [
        ({"pieces": {world.MUG: 3}}, "quantity", "Stoneware mug: 2 of 2 can still be refunded."),
        ({"shipping": 401}, "shipping", "At most 4.00 EUR of the shipping is left to refund."),
        ({"adjustment": 4001}, None, "The refund is 40.01 EUR, but only 40.00 EUR"),
        ({}, None, "This refund is of nothing."),
        ({"adjustment": 5, "fee": 5}, "fee", "The fee takes all of the refund."),
        ({"adjustment": 5, "reason": "x" * 501}, "reason", "Use 500 characters at most."),
    ],
)
def test_what_cannot_be_given_back_is_refused_beside_its_field(amounts, field, sentence):
    mug = next(line.id for line in world.order(world.PAID).lines if line.sku == world.MUG)
    with refused(Invalid, sentence, f"quantity-{mug}" if field == "quantity" else field):
        back(**amounts, options={"once": KEY})


def test_pieces_of_another_order():
    [line] = world.order(world.UNPAID).lines
    with refused(Invalid, "One of these items is no longer part of the order."):
        refund(world.PAID, Asked({line.id: Meant(1)}), by=world.staff(Role.OWNER), once=KEY)


def test_what_was_delivered_alone_comes_back():
    spoons = Meant(2, returned=True)  # on their way
    back(world.TWO_BOXES, {world.SPOON: spoons})
    assert (world.order(world.TWO_BOXES).returns, said(world.TWO_BOXES)) == ([], "Refund of 10.00 EUR")


def test_who_may_and_the_wrong_state():
    for role in (Role.FULFILMENT, Role.SUPPORT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Refund”."):
            back(adjustment=1, by=world.staff(role), options={"once": KEY})
    for code, why in (
        (world.UNPAID, "No money of this order is left to refund."),
        (world.ARCHIVED, "This order is archived. Unarchive it first."),
        (world.RETURNED_TO_CART, "This order was returned to the buyer’s cart"),
    ):
        with refused(WrongState, why):
            back(code, adjustment=1, options={"once": KEY})
    with refused(WrongState, "A shipment of this order stands. Cancel it first."):
        back(world.TWO_BOXES, adjustment=1, options={"cancel": CancelReason.OTHER})
    with refused(Vanished, "There is no order OD-999 any more."):
        refund("OD-999", Asked({}, adjustment=1), by=world.staff(Role.OWNER), once=KEY)


def test_stale_and_twice():
    seen, options = world.order(world.PAID).version, {"once": KEY}
    first = back(adjustment=100, options={"seen": seen, **options})
    with refused(Replayed) as caught:
        back(adjustment=100, options={"seen": seen, **options})
    assert caught.value.result == first
    with refused(KeyReused):
        back(adjustment=100, options={"once": OTHER})
    with refused(Stale, "This order was changed meanwhile."):
        back(adjustment=100, options={"seen": seen, "once": replace(KEY, key="l" * 32)})
    touch(world.PAID, "note_added")
    assert len(log(world.PAID)) == world.order(world.PAID).version - 1


@pytest.mark.feature("U10")
def test_never_more_than_was_paid_however_many_at_once(app):
    """Eight refunds of a quarter of the money each, on connections of their own: four are made."""

    def one(number):
        with app.app_context():
            try:
                return refund(world.PAID, Asked({}, adjustment=1000), by=COMMAND)["amount"]
            except (Invalid, WrongState) as no:
                return no.sentence[:20]

    made = at_once([partial(one, number) for number in range(8)])
    assert made.count("10.00 EUR") == 4
    assert (world.order(world.PAID).refunded, len(world.order(world.PAID).refunds)) == (4000, 4)
    assert broken() == []
