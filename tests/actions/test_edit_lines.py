"""The order confirmation: other lines than were placed, to the cent, with what was placed kept beside them."""

from decimal import Decimal

import pytest

from dashboard.actions.archive_product import archive_product
from dashboard.actions.edit_lines import edit_lines
from dashboard.actions.once import Submission
from dashboard.core.confirming import SAME, Now
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.core.statuses import PaymentStatus
from dashboard.extensions import db
from dashboard.models.confirmation import compared
from tests import world
from tests.actions.goods import product
from tests.actions.test_change import broken, refused, spent, touch
from tests.actions.test_reassign import said

D = Decimal
KEY, OTHER = Submission("l" * 32, "d" * 64), Submission("l" * 32, "e" * 64)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def line(sku, code=world.PAID):
    """The key of an order's line."""
    return next(f"l{one.id}" for one in world.order(code).lines if one.sku == sku)


def sold(sku):
    """The key of a product to be added."""
    return f"p{product(sku).id}"


def edit(wanted, code=world.PAID, by=None, **options):
    """Edit as Milan the manager would; quantities at the line's own price where only they are given."""
    prices = {f"l{one.id}": one.unit_price for one in world.order(code).lines}
    now = {key: said if isinstance(said, Now) else Now(said, prices.get(key, D(18))) for key, said in wanted.items()}
    return edit_lines(code, now, by=by or world.staff(Role.MANAGER), **options)


@pytest.mark.feature("D1")
def test_lines_change_and_what_was_placed_stays():
    told = edit({line(world.MUG): 1, line(world.TOWEL): 0, sold(world.BOWL): 1}, seen=world.order(world.PAID).version)
    order = world.order(world.PAID)
    assert (told["was"], told["now"], told["left"]) == ("40.00 EUR", "40.50 EUR", 50)
    assert [(one.name, one.quantity, one.original_quantity) for one in order.lines] == [
        ("Stoneware mug", 1, 2), ("Beeswax candle", 1, 1), ("Linen tea towel", 0, 1), ("Serving bowl", 1, None),
    ]  # fmt: skip
    assert (sum(one.discount for one in order.lines), order.discount) == (500, 500)
    assert order.tax == order.shipping_tax + sum(one.tax for one in order.lines)
    assert order.payment_status is PaymentStatus.PARTIALLY_PAID
    assert [one.differs for one in compared(order)] == [True, False, True, True]
    assert said(world.PAID) == (
        "Order confirmation changed: Stoneware mug, Sage 2 → 1; Linen tea towel, Harbour stripe 1 → 0; "
        "Serving bowl, Oat, 24 cm 1 added at 18.00; total 40.00 EUR → 40.50 EUR"
    )
    assert broken() == []


def test_there_and_back_again_is_what_was_placed():
    before = world.order(world.PAID)
    sums = [(one.discount, one.tax, one.total) for one in before.lines], before.tax, before.total
    spend = spent(world.CHLOE)
    edit({line(world.MUG): 5})
    edit({line(world.MUG): 2})
    order = world.order(world.PAID)
    assert ([(one.discount, one.tax, one.total) for one in order.lines], order.tax, order.total) == sums
    assert (compared(order), spent(world.CHLOE)) == ([], spend)
    assert broken() == []


def test_the_total_may_fall_below_what_is_paid():
    told = edit({line(world.CANDLE): 0})
    assert told["left"] == -1400
    assert world.order(world.PAID).payment_status is PaymentStatus.PAID
    assert broken() == []


def test_refunded_pieces_stay():
    candle = line(world.CANDLE, world.REFUNDED)
    with refused(Invalid, "Beeswax candle, Amber, 180 g: 1 of 2 are refunded, so no fewer.", f"quantity-{candle}"):
        edit({candle: 0, sold(world.BOWL): 1}, world.REFUNDED)
    with refused(Invalid, "Beeswax candle", f"price-{candle}"):
        edit({candle: Now(1, D(13))}, world.REFUNDED)
    edit({candle: 1}, world.REFUNDED)
    assert broken() == []


def test_twice_is_once():
    milan, mug = world.staff(Role.MANAGER), line(world.MUG)
    edit({mug: 3}, by=milan, once=KEY)
    with refused(Replayed):
        edit({mug: 3}, by=milan, once=KEY)
    with refused(KeyReused, "This form was already submitted"):
        edit({mug: 4}, by=milan, once=OTHER)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (world.TWO_BOXES, "Some pieces are packed already."),
        (world.ARCHIVED, "This order is archived."),
        (world.CANCELED, "This order is canceled"),
        (world.RETURNED_TO_CART, "This order was returned"),
    ],
)
def test_not_once_it_is_packed_or_over(code, sentence):
    first = f"l{world.order(code).lines[0].id}"
    with refused(WrongState, sentence):
        edit({first: 9}, code)


def test_what_is_refused():
    mug = line(world.MUG)
    with refused(NotPermitted, "Your role (Support) may not use “Edit lines”."):
        edit({mug: 3}, by=world.staff(Role.SUPPORT))
    with refused(Invalid, SAME):
        edit({mug: 2})
    with refused(Invalid, "One of these items is no longer part of the order."):
        edit({f"l{world.order(world.GUEST).lines[0].id}": Now(3, D(1))})
    with refused(Vanished, "One of these products is gone", "product_q"):
        edit({"p999999999": 1})
    with refused(Vanished, "There is no order OD-99 any more."):
        edit_lines("OD-99", {}, by=world.staff(Role.MANAGER))
    archive_product(product(world.BOWL).id, by=COMMAND)
    with refused(Invalid, "Serving bowl, Oat, 24 cm is archived", "product_q"):
        edit({sold(world.BOWL): 1})
    seen = world.order(world.PAID).version
    touch(world.PAID, "archived", reason="")
    with refused(Stale, "This order was changed meanwhile"):
        edit({mug: 3}, seen=seen)
    db.session.rollback()
