"""What pages may cost: SELECTs with who asks and whether it changed, and bytes, each at its bound (docs/speed.md)."""

from datetime import timedelta

import pytest

from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.models import OrderTag
from tests import world
from tests.pages.crowd import LONG_AGO, add_long_order, add_order
from tests.pages.queries import queries
from tests.pages.visitor import HTMX, signed_in

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
LIST, ORDER, CUSTOMER, DIALOG = 4, 8, 6, 5
RAW = 80_000
DIALOG_WEIGHT = 8_000
# What a line of the order adds to the dialogs that have a row for each, in bytes.
PER_LINE = {"fulfil": 800, "refund": 900, "edit-lines": 1_050, "return": 1_300}
DIALOGS = (
    "reassign", "order-customer", "tag", "archive", "link", "unlink", "resend", "fulfil", "pack", "return",
    "refund", "cancel", "record-payment", "issue-invoice", "return-to-cart",
    *(f"shipments/SH-2/{verb}" for verb in ("edit", "hand-over", "deliver", "cancel")),
)  # fmt: skip


@pytest.fixture
def busy(app):
    """An owner's browser on a desk with more orders than one page has, as shops have them: bought, tagged, noted."""
    with app.app_context(), writing() as session:
        chloe = world.customer(world.CHLOE).id
        for number in range(60):
            owner = chloe if number % 3 else None
            placed = LONG_AGO + timedelta(minutes=number)
            order = add_order(session, f"OD-{10_000 + number}", placed, "MUG", customer_name="Chloe", account_id=owner)
            if not number % 4:
                session.add(OrderTag(order_id=order.id, key="gift", tag="gift"))
    return signed_in(app, Role.OWNER)


def cost(app, desk, path, **headers):
    """The SELECTs that a page needs."""
    desk.open(path, headers={**FROM_HERE, **headers})
    with queries(app) as sent:
        assert desk.open(path, headers={**FROM_HERE, **headers}).status == 200
    return len(sent)


@pytest.mark.feature("U2")
def test_a_list_costs_no_more_than_four_reads(app, busy):
    older = busy.open("/orders").page.one("a", rel="next")["href"]
    paths = ("/orders", older, "/orders?payment=unpaid&sort=total", "/orders?tag=gift", "/orders?guest=yes&sort=placed")
    paths += ("/orders?after=1.1",)  # where nothing is any more, so it begins at its top
    paths += ("/orders?q=mug", "/orders?q=chloe", "/orders?q=od-10")
    paths += ("/customers", "/customers?q=chloe", "/customers?q=chloe&sort=-spend&only=offline", "/customers?q=nobody")
    assert {path: cost(app, busy, path) for path in paths if cost(app, busy, path) > LIST} == {}


@pytest.mark.feature("U2")
def test_an_order_costs_no_more_than_eight_reads_whatever_it_holds(app, busy):
    codes = (world.PAID, world.TWO_BOXES, world.GUEST, world.GUEST_PHONE, world.REFUNDED, world.RETURNED_TO_CART)
    spent = {code: cost(app, busy, f"/orders/{code}?list=payment%3Dpaid") for code in codes}
    assert {code: count for code, count in spent.items() if count > ORDER} == {}


@pytest.mark.feature("U2")
def test_a_customer_costs_no_more_than_six_reads(app, busy, number):
    assert cost(app, busy, f"/customers/{number(world.CHLOE)}") <= CUSTOMER


@pytest.mark.feature("L1")
def test_customers_cost_no_more_than_four_reads_and_a_search_those_it_takes(app, busy, kind):
    """A search looks through accounts and orders, on PostgreSQL through the newest of each first."""
    lists = ("/customers", "/customers?sort=-spend&only=offline", "/customers?tag=vip")
    assert {path: cost(app, busy, path) for path in lists if cost(app, busy, path) > LIST} == {}
    assert cost(app, busy, "/customers?q=kate") <= LIST + (3 if kind == "sqlite" else 5)


@pytest.mark.feature("U2")
@pytest.mark.parametrize("verb", DIALOGS)
def test_opening_a_dialog_costs_no_more_than_five_reads(app, busy, verb):
    code = {"link": world.GUEST, "return": world.TWO_BOXES}.get(verb, world.PAID)
    code = world.TWO_BOXES if verb.startswith("shipments") else code
    path = f"/orders/{code}/{verb}"
    assert cost(app, busy, path, **HTMX) <= DIALOG
    assert len(busy.open(path, headers=HTMX).body) <= DIALOG_WEIGHT or verb == "order-customer"  # all countries


@pytest.mark.feature("U2")
def test_each_line_of_a_long_order_adds_little_to_its_dialogs(app, busy):
    with app.app_context(), writing() as session:
        for sent in (False, True):
            for lines in (5, 15):
                add_long_order(session, f"LONG-{lines}{'-SENT' if sent else ''}", lines, sent)
    weights = {}
    for verb in PER_LINE:
        ending = "-SENT" if verb == "return" else ""
        few, many = (len(busy.open(f"/orders/LONG-{n}{ending}/{verb}", headers=HTMX).body) for n in (5, 15))
        weights[verb] = (many - few) / 10
    assert {verb: weight for verb, weight in weights.items() if not 300 < weight <= PER_LINE[verb]} == {}


@pytest.mark.feature("U2")
@pytest.mark.parametrize("verb", ["link", "unlink"])
def test_asking_whose_an_order_is_costs_no_more_than_five_reads(app, busy, verb):
    code = {"link": world.GUEST, "unlink": world.PAID}[verb]
    assert cost(app, busy, f"/orders/{code}/{verb}", **HTMX) <= DIALOG


@pytest.mark.feature("U2")
def test_saying_which_shipment_stands_in_the_way_costs_no_more_than_five_reads(app, busy):
    assert cost(app, busy, f"/orders/{world.TWO_BOXES}/cancel", **HTMX) <= DIALOG


@pytest.mark.feature("U2")
@pytest.mark.parametrize("path", ["/orders/new", "/orders/create-test", "/orders/purge-tests", "/products/1/edit"])
def test_dialogs_of_no_order_cost_no_more_than_five_reads(app, busy, path):
    assert cost(app, busy, path, **HTMX) <= DIALOG


@pytest.mark.feature("U2")
@pytest.mark.parametrize("rest", ["", "/add", "/edit", "/close", "/place"])
def test_a_cart_and_its_dialogs_cost_no_more_than_five_reads(app, busy, number, rest):
    with app.app_context():
        cart = world.order(world.RETURNED_TO_CART).cart.id
    assert cost(app, busy, f"/customers/{number(world.KENJI)}/carts/{cart}{rest}", **(HTMX if rest else {})) <= DIALOG


@pytest.mark.feature("U2")
def test_fifty_rows_keep_their_weight(busy):
    answer = busy.open("/orders")
    assert sum(len(rows.all("tr")) for rows in answer.page.all("tbody")) == 50
    assert len(answer.body) <= RAW
