"""The PDF of an order: all that it says, for everybody at the desk, in every state, and nothing but text."""

import pytest
from sqlalchemy import select

from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.models import Order, OrderLine, Store
from dashboard.models.store import Logo
from tests import world
from tests.pages.hostile import SCRIPTS, naughty
from tests.pages.queries import queries
from tests.pages.visitor import signed_in
from tests.papers.printed import addresses_in, printed, squeezed

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63606060f80f00010401005f2c3f4b0000000049454e44ae426082"
)
ORDERED = (
    world.PAID, world.TWO_BOXES, world.GUEST, world.RETURNED_TO_CART, world.ARCHIVED, world.CANCELED, world.REFUNDED,
    world.TEST,
)  # fmt: skip


def pdf(visitor, code):
    """The file of this order."""
    answer = visitor.open(f"/orders/{code}/pdf")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{code}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.body


def says(file, *words):
    """That the file says all of this."""
    text = squeezed(printed(file))
    assert not [one for one in words if squeezed(one) not in text]
    return text


@pytest.mark.feature("D4")
def test_it_says_what_the_order_says(desk):
    text = says(
        pdf(desk, world.PAID), "Order OD-1", "Online store", "Payment Paid", "Fulfilment Unfulfilled",
        "chloe@mail.example", "+49 151 2345 6789", "Fischerallee 18", "22763 Hamburg", "Germany", "Stoneware mug",
        "MUG-SG-300", "9.50", "19.00", "Items 41.00", "Discount WELCOME5 −5.00", "Shipping: DHL Paket 4.00",
        "Total, EUR 40.00", "Includes tax 19 % 6.38", "Paid 40.00", "Payments", "It is not an invoice", "Page 1 of 1",
    )  # fmt: skip
    assert "Asthebuyerplacedit" not in text
    assert "Wrapthemugs" not in text  # notes of the desk are the desk's


@pytest.mark.feature("D6")
def test_every_state_has_its_file(desk):
    files = {code: pdf(desk, code) for code in ORDERED}
    says(files[world.TWO_BOXES], "Shipments", "JD0146 0001", "2 × Serving bowl", "Delivered", "In transit")
    says(files[world.RETURNED_TO_CART], "This order was returned to the buyer’s cart.", "Fulfilment Returned to cart")
    says(files[world.ARCHIVED], "It is archived.")
    says(files[world.CANCELED], "This order was canceled")
    says(files[world.REFUNDED], "Refunds", "Refunded −14.00", "Payment Partially refunded")
    says(files[world.TEST], "Test order TEST-1", "This is a test: nothing was bought.")
    assert {code: addresses_in(file) for code, file in files.items() if addresses_in(file)} == {}


@pytest.mark.feature("D6")
def test_whoever_may_look_may_have_it(app):
    for role in Role:
        assert signed_in(app, role).open(f"/orders/{world.PAID}/pdf").status == 200
    viewer = signed_in(app, Role.VIEWER)
    assert viewer.open("/orders/OD-99/pdf").status == 404
    link = viewer.open(f"/orders/{world.PAID}").page.button("Download PDF")
    assert (link["href"], "hx-get" in link) == (f"/orders/{world.PAID}/pdf", False)


def test_the_same_order_gives_the_same_file(desk):
    assert pdf(desk, world.TWO_BOXES) == pdf(desk, world.TWO_BOXES)


@pytest.mark.feature("D1")
def test_what_was_placed_stands_beside_what_was_confirmed(app, desk):
    with app.app_context(), writing() as session:
        order = session.scalars(select(Order).where(Order.code == world.UNPAID)).one()
        order.lines[0].quantity = 1
        session.flush()
        line = OrderLine(order_id=order.id, position=9, name="Beeswax candle", quantity=1, unit_price=14, total=1400)
        session.add(line)
        other = session.scalars(select(Order).where(Order.code == world.RETURNED_TO_CART)).one()
        order.reordered_from_id = other.id
    says(
        pdf(desk, world.UNPAID),
        "As the buyer placed it",
        "added by the shop",
        "1 × 14.00",
        "It was reordered from OD-6.",
    )
    says(pdf(desk, world.RETURNED_TO_CART), "It was ordered anew as OD-3.")


def test_many_lines_take_many_pages(app, desk):
    with app.app_context(), writing() as session:
        order = session.scalars(select(Order).where(Order.code == world.UNPAID)).one()
        session.add(Logo(digest="d" * 64, kind="image/png", data=PNG))
        session.flush()
        store = session.get(Store, 1)
        store.logo, store.address = "d" * 64, "Kaistraße 4\n20457 Hamburg"
        for number in range(60):
            session.add(
                OrderLine(
                    order_id=order.id,
                    position=10 + number,
                    name=f"Bowl no. {number}",
                    quantity=1,
                    original_quantity=1,
                    unit_price=14,
                    original_unit_price=14,
                    total=1400,
                )
            )
    file = pdf(desk, world.UNPAID)
    text = says(
        file, "Kaistraße 4, 20457 Hamburg", "Page 1 of 3", "Page 3 of 3", *(f"Bowl no. {at}" for at in range(60))
    )
    assert text.count(squeezed("Unit price")) == 3  # the head stands on each page
    assert b"/Subtype /Image" in file


def test_it_costs_few_reads(app, desk):
    desk.open(f"/orders/{world.TWO_BOXES}/pdf")
    with queries(app) as sent:
        desk.open(f"/orders/{world.TWO_BOXES}/pdf")
    assert len(sent) <= 8


def test_hostile_strings_are_text(app, desk, kind):
    every = [text for text in (*SCRIPTS, *naughty()[:: 6 if kind == "sqlite" else 60]) if "\0" not in text]
    hostile = [text.encode("utf-8", "replace").decode()[:200] for text in every]
    with app.app_context(), writing() as session:
        order = session.scalars(select(Order).where(Order.code == world.UNPAID)).one()
        order.customer_name, order.shipping_method = hostile[0], hostile[7]
        order.shipping_address = {"name": hostile[1], "street1": hostile[2], "city": hostile[3], "country": "<x>"}
        session.get(Store, 1).name = ")</script> /JS (alert(1)) endobj"
        for number, text in enumerate(hostile):
            session.add(
                OrderLine(
                    order_id=order.id,
                    position=10 + number,
                    name=text or "-",
                    variant=text[:200],
                    quantity=1,
                    original_quantity=1,
                    unit_price=1,
                    original_unit_price=1,
                    total=100,
                )
            )
    file = pdf(desk, world.UNPAID)
    assert addresses_in(file) == []
    text = squeezed(printed(file))
    assert squeezed("<script>alert(1)</script>") in text
    assert squeezed("<img src=x onerror=alert(1)>") in text
