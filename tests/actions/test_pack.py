"""Mark as packed: the order is dispatched, its lines are fixed, and nothing is sent or taken yet."""

import pytest

from dashboard.actions.cancel_shipment import cancel_shipment
from dashboard.actions.once import Submission
from dashboard.actions.pack import pack
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.core.statuses import FulfilmentStatus
from dashboard.extensions import db
from dashboard.models import StockMove
from dashboard.models.order_facts import facts
from tests import goods, world
from tests.actions.test_change import broken, log, refused, rows
from tests.actions.test_reassign import said

KEY, OTHER = Submission("p" * 32, "d" * 64), Submission("p" * 32, "e" * 64)


def packs(code=world.PAID, by=None, **options):
    """Pack as Femi of fulfilment would."""
    return pack(code, by=by or world.staff(Role.FULFILMENT), **options)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("U11")
def test_packed_is_dispatched_and_its_lines_are_fixed():
    moves = rows(StockMove)
    packs()
    order = world.order(world.PAID)
    assert (order.packed_at, order.shipments) == (log(world.PAID)[-1].at, [])
    assert (order.fulfilment_status, rows(StockMove)) == (FulfilmentStatus.DISPATCHED, moves)
    assert said(world.PAID) == "Femi Adu marked this order as packed"
    unmet = guards.failed(Action.EDIT_LINES, facts(db.session(), order))
    assert [condition.key for condition in unmet] == ["unpacked"]
    assert broken() == []


def test_a_canceled_shipment_takes_the_mark_off_so_that_it_can_be_packed_again():
    packs()
    cancel_shipment(world.PAID, goods.send(world.PAID, 1, handed_over=False), by=COMMAND)
    order = world.order(world.PAID)
    assert (order.packed_at, order.fulfilment_status) == (None, FulfilmentStatus.UNFULFILLED)
    packs()
    assert broken() == []


def test_who_may_and_what_is_left():
    for role in (Role.SUPPORT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Mark as packed”."):
            packs(by=world.staff(role), once=KEY)
    for code, why in (
        (world.TWO_BOXES, "No piece of this order is left to pack."),
        (world.CANCELED, "This order is canceled."),
        (world.ARCHIVED, "This order is archived."),
    ):
        with refused(WrongState, why):
            packs(code, once=KEY)
    with refused(Vanished, "There is no order OD-999 any more."):
        packs("OD-999", once=KEY)


def test_stale_and_twice():
    seen = world.order(world.PAID).version
    first = packs(seen=seen, once=KEY)
    with refused(Replayed) as caught:
        packs(seen=seen, once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        packs(once=OTHER)
    with refused(WrongState, "This order is marked as packed already."):
        packs()
    with refused(Stale, "This order was changed meanwhile."):
        packs(seen=seen)
