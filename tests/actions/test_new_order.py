"""Staff place an order for a buyer: whole, once, under a code of the shop’s own, with what was placed beside it."""

from decimal import Decimal

import pytest

from dashboard.actions.archive_product import archive_product
from dashboard.actions.deactivate_customer import deactivate_customer
from dashboard.actions.new_order import NewOrder, Piece, new_order
from dashboard.actions.once import Submission
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Vanished
from dashboard.core.statuses import FulfilmentStatus, PaymentStatus, Route
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Store
from tests import world
from tests.actions.goods import moved, product
from tests.actions.test_change import broken, log, refused, spent

D = Decimal
KEY, OTHER = Submission("n" * 32, "d" * 64), Submission("n" * 32, "e" * 64)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def pieces(*several):
    """Pieces by SKU, quantity and price."""
    return [Piece(product(sku).id, quantity, D(price)) for sku, quantity, price in several]


def placed(by=None, once=None, **said):
    """Place it for Kate as Sofia of support would; two mugs where nothing else is said. Returns the order."""
    given = {"lines": pieces((world.MUG, 2, "9.50")), "customer_id": world.customer(world.KATE).id, **said}
    return world.order(new_order(NewOrder(**given), by=by or world.staff(Role.SUPPORT), once=once)["code"])


@pytest.mark.feature("U1")
def test_it_is_placed_whole():
    before, stock = spent(world.KATE), moved()
    order = placed(
        lines=pieces((world.MUG, 2, "9.50"), (world.CANDLE, 1, "14"), (world.TOWEL, 1, "8")),
        discount=500,
        shipping=400,
        address={
            "name": "Kate",
            "street1": "Elbterrasse 9",
            "postcode": "22587",
            "city": "Hamburg",
            "country": "germany",
        },
        note="By phone",
    )
    assert (order.route, order.total, order.tax, order.shipping_tax) == (Route.PROXY, 4000, 638, 64)
    assert (order.payment_status, order.fulfilment_status) == (PaymentStatus.UNPAID, FulfilmentStatus.UNFULFILLED)
    assert (order.owner.name, order.customer_name, order.customer_email) == (world.KATE, world.KATE, world.KATE_EMAIL)
    assert [(line.original_quantity, line.original_unit_price) for line in order.lines] == [
        (2, D("9.50")), (1, D("14")), (1, D("8")),
    ]  # fmt: skip
    assert order.shipping_address["country"] == "DE"
    assert [(note.text, note.internal, note.author) for note in order.notes] == [("By phone", True, "Sofia Lund")]
    assert [(line.verb, line.actor_name) for line in log(order.code)] == [("placed", "Sofia Lund")]
    assert moved() == stock  # it is taken when a shipment is made
    amounts = [sums[0] for sums in spent(world.KATE).values()]
    assert amounts == [sums[0] for sums in before.values()]
    assert broken() == []


def test_codes_go_on_and_step_over_those_that_are_taken():
    first = placed()
    number = int(first.code.removeprefix("OD-"))
    with writing() as session:
        session.get_one(type(first), first.id).code = f"OD-{number + 1}"
    assert placed().code == f"OD-{number + 2}"


def test_prices_without_tax_get_it_on_top():
    with writing() as session:
        session.get_one(Store, 1).tax_included = False
    order = placed(lines=pieces((world.MUG, 1, "10")), shipping=100)
    assert (order.total, order.tax, order.tax_included) == (1309, 209, False)
    assert broken() == []


def test_a_guest_is_known_by_what_was_given():
    order = placed(customer_id=None, guest=True, name=" Ada ", email="ada@mail.example", phone="0151 2345678")
    assert (order.account_id, order.customer_name, order.guest_key) == (None, "Ada", "e:ada@mail.example")
    assert order.customer_phone_key == "+491512345678"
    assert broken() == []


def test_twice_is_once():
    sofia = world.staff(Role.SUPPORT)
    code = placed(by=sofia, once=KEY).code
    with refused(Replayed) as again:
        placed(by=sofia, once=KEY)
    assert again.value.result["code"] == code
    with refused(KeyReused, "This form was already submitted"):
        placed(by=sofia, once=OTHER)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"customer_id": None}, "q"),
        ({"customer_id": 10**9}, "q"),
        ({"guest": True}, "name"),
        ({"guest": True, "email": "ada@"}, "email"),
        ({"guest": True, "phone": "12"}, "phone"),
        ({"guest": True, "name": "x" * 201}, "name"),
        ({"lines": []}, "product_q"),
        ({"discount": 1901}, "discount"),
        ({"address": {"city": "Hamburg", "country": "Atlantis"}}, "shipping_country"),
        ({"note": "x" * 5_001}, "note"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(said, field):
    with pytest.raises(Invalid) as caught:
        placed(**said)
    assert caught.value.field == field


def test_what_is_gone_or_not_allowed():
    with refused(NotPermitted, "Your role (Fulfilment) may not place orders for buyers."):
        placed(by=world.staff(Role.FULFILMENT))
    with refused(Vanished, "One of these products is gone", "product_q"):
        placed(lines=[Piece(10**9, 1, D(1))])
    with refused(Vanished, "That catalog is gone", "catalog"):
        placed(catalog_id=10**9)
    archive_product(product().id, by=COMMAND)
    with refused(Invalid, "Stoneware mug, Sage is archived", "product_q"):
        placed()
    deactivate_customer(world.customer(world.KATE).id, by=COMMAND)
    with refused(Vanished, "Kate Wong’s account is closed", "q"):
        placed(lines=pieces((world.CANDLE, 1, "1")))
    db.session.rollback()
