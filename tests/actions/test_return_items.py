"""Return: delivered pieces are back, no more than were delivered; those fit to be sold again are on the shelf."""

import pytest
from sqlalchemy import select

from dashboard.actions.deliver import deliver
from dashboard.actions.once import Submission
from dashboard.actions.return_items import Back, Return, return_items
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.core.statuses import FulfilmentStatus
from dashboard.core.stock import GoodsCondition, StockReason
from dashboard.extensions import db
from dashboard.models import StockMove
from tests import goods, world
from tests.actions.test_change import broken, refused, spent
from tests.actions.test_fulfil import line
from tests.actions.test_reassign import said

KEY, OTHER = Submission("r" * 32, "d" * 64), Submission("r" * 32, "e" * 64)
F, C = FulfilmentStatus, GoodsCondition


def back(code=world.TWO_BOXES, pieces=None, reason="", by=None, **options):
    """Take back as Femi of fulfilment would: counts by SKU, or Back."""
    counts = {world.BOWL: 1} if pieces is None else pieces
    lines = {line(sku, code): one if isinstance(one, Back) else Back(one) for sku, one in counts.items()}
    return return_items(code, Return(lines, reason), by=by or world.staff(Role.FULFILMENT), **options)


def fulfilment(code=world.TWO_BOXES):
    """The order's stored status."""
    return world.order(code).fulfilment_status


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("U22", "U11")
def test_piece_by_piece_until_all_is_back():
    bowls = goods.stock(world.BOWL)
    back(reason=" Not\nwanted ")
    assert (fulfilment(), said(world.TWO_BOXES)) == (F.PARTIALLY_RETURNED, "Returned: Serving bowl × 1")
    [first] = world.order(world.TWO_BOXES).returns
    assert (first.reason, first.lines[0].quantity, first.lines[0].restocked) == ("Not wanted", 1, 1)
    assert goods.stock(world.BOWL) == bowls + 1
    move = db.session.scalars(select(StockMove).where(StockMove.reason == StockReason.RETURNED)).one()
    assert (move.pieces, move.order_id, move.shipment_id) == (1, first.order_id, None)
    deliver(world.TWO_BOXES, ["SH-2"], by=COMMAND)
    back(pieces={world.BOWL: 1, world.SPOON: 2})
    assert fulfilment() is F.RETURNED
    with refused(WrongState, "No delivered piece is left to return."):
        back()
    assert spent(world.CHLOE) == {"EUR": (9000, 2)}  # no money has moved
    assert broken() == []


@pytest.mark.feature("U22")
def test_what_is_not_fit_stays_off_the_shelf():
    bowls = goods.stock(world.BOWL)
    result = back(pieces={world.BOWL: Back(2, C.DAMAGED, restock=False)})
    assert (result["restocked"], goods.stock(world.BOWL)) == (0, bowls)
    [part] = world.order(world.TWO_BOXES).returns[0].lines
    assert (part.quantity, part.restocked, part.condition) == (2, 0, C.DAMAGED)
    assert result["quantities"] == {str(line(world.BOWL, world.TWO_BOXES)): 2}
    assert broken() == []


def test_no_more_than_was_delivered_and_only_of_this_order():
    bowl, spoon = line(world.BOWL, world.TWO_BOXES), line(world.SPOON, world.TWO_BOXES)
    with refused(Invalid, "Serving bowl: choose from 0 to 2.", f"quantity-{bowl}"):
        back(pieces={world.BOWL: 3})
    with refused(Invalid, "Wooden spoon: choose from 0 to 0.", f"quantity-{spoon}"):
        back(pieces={world.SPOON: 1})  # still under way
    with refused(Invalid, "Nothing is chosen."):
        back(pieces={world.BOWL: 0})
    with refused(Invalid, "Use 500 characters at most.", "reason"):
        back(reason="x" * 501)
    foreign = Return({line(world.CANDLE, world.GUEST): Back(1)})
    with refused(Invalid, "One of these items is no longer part of the order."):
        return_items(world.TWO_BOXES, foreign, by=COMMAND)


@pytest.mark.feature("R10")
def test_who_may_and_which_order():
    for role in (Role.SUPPORT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Return”."):
            back(by=world.staff(role), once=KEY)
    for code, why in (
        (world.PAID, "No delivered piece is left to return."),
        (world.CANCELED, "This order is canceled."),
        (world.ARCHIVED, "This order is archived."),
    ):
        with refused(WrongState, why):
            back(code, {}, once=KEY)
    with refused(Vanished, "There is no order OD-999 any more."):
        return_items("OD-999", Return(), by=COMMAND)


def test_stale_and_twice():
    seen = world.order(world.TWO_BOXES).version
    first = back(seen=seen, once=KEY)
    with refused(Replayed) as caught:
        back(seen=seen, once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        back(once=OTHER)
    with refused(Stale, "This order was changed meanwhile."):
        back(seen=seen)
