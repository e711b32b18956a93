"""Return to cart on its page: every condition with what mends it, what goes into the cart, and doing it."""

import pytest
from sqlalchemy import select

from dashboard.actions.edit_lines import edit_lines
from dashboard.core.confirming import Now
from dashboard.core.person import Role
from dashboard.extensions import db
from dashboard.models import Cart
from tests import world
from tests.kinds import first
from tests.pages.visitor import signed_in

pytestmark = first
ALL = 14


def opened(visitor, code=world.UNPAID):
    """The dialog."""
    return visitor.open(f"/orders/{code}/return-to-cart").page.one(id="verb")


def unmet(page):
    """The conditions that are not met: the name of each, its sentence and the words on what mends it."""
    found = page.one("ul", class_="conditions").all("li", class_="no")
    return [(row.one("strong").text, row.one("p").text, [way.text for way in row.all("a")]) for row in found]


@pytest.mark.feature("D4", "D5")
def test_the_order_goes_back_and_its_page_says_so(app, desk, stands):
    before, page = stands(world.UNPAID), opened(desk)
    assert page.one(id="verb-title").text == "Return order OD-3 to cart"
    assert "This cannot be undone" in page.text
    [paper] = [link for link in page.all("a") if link.text == "Download PDF first"]
    assert paper["href"] == f"/orders/{world.UNPAID}/pdf"
    switch = page.one("input", role="switch")
    assert (switch["name"], "checked" in switch) == ("notify", True)
    assert page.one("label", for_="message").text == "Message"
    assert f"Goes to {world.KATE_EMAIL}" in page.one(id="message-note").text
    assert len(page.all("li", class_="yes")) == ALL
    page = desk.follow(desk.submit(page.one("form"), "Return to cart", message="Sets of two.")).page
    flash = page.one(id="flash")
    assert flash.one("h2").text == "OD-3 is returned to the cart"
    assert "Kate Wong finds it in the Winter cart. One letter to kate.wong@mail.example waits" in flash.text
    assert "Undo" not in flash.text
    assert "Unpaid Returned to cart" in page.one(class_="order-title").text
    after = stands(world.UNPAID)
    assert (after.lines, after.letters) == (before.lines + 1, before.letters + 1)
    with app.app_context():
        assert db.session.scalars(select(Cart).where(Cart.from_order_id == world.order(world.UNPAID).id)).one().lines


@pytest.mark.feature("D4")
def test_switched_off_nobody_is_told(desk, stands):
    before = stands(world.UNPAID)
    sent = desk.submit(opened(desk).one("form"), "Return to cart", notify=None, message="kept to oneself")
    assert (sent.status, stands(world.UNPAID).letters) == (303, before.letters)


@pytest.mark.feature("D1", "D4")
def test_what_goes_into_the_cart_stands_beside_what_is_confirmed(app, desk):
    with app.app_context():
        mug = world.order(world.UNPAID).lines[0].id
        candle = next(line.product_id for line in world.order(world.PAID).lines if line.sku == world.CANDLE)
        price = world.order(world.UNPAID).lines[0].unit_price
        edited = {f"l{mug}": Now(1, price), f"p{candle}": Now(1, price)}
        edit_lines(world.UNPAID, edited, by=world.staff(Role.MANAGER))
    page = opened(desk)
    assert "The changes of the order confirmation are not kept." in page.text
    rows = [[cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")]
    assert rows == [["1", "2 +1"], ["1", "0 added by the store"]]


@pytest.mark.feature("D3")
@pytest.mark.parametrize(
    ("code", "told"),
    [
        (world.GUEST, [
            ("The order has an owner", "This is a guest order. Link it to a customer account first.",
             ["Link to customer account"]),
            ("Nothing paid that is not refunded", "Money of this order is still held. Refund it first.",
             ["Refund 28.00 EUR"]),
        ]),
        (world.ARCHIVED, [
            ("Not archived", "This order is archived. Unarchive it first.", ["Unarchive"]),
            ("No delivery note refers to the order", "A shipment, which is a delivery note, refers to this order.", []),
            ("Nothing paid that is not refunded", "Money of this order is still held. Refund it first.",
             ["Refund 8.00 EUR"]),
        ]),
        (world.CANCELED, [("The order’s state allows it", "This order is canceled.", [])]),
        (world.RETURNED_TO_CART, [
            ("The order’s state allows it",
             "This order was returned to the buyer’s cart; it can only be archived and tagged.", []),
            ("No cart for the same catalog in the order list",
             "A cart for the same catalog is already in the buyer’s order list.", []),
        ]),
    ],
)  # fmt: skip
def test_every_failed_condition_is_told_with_what_mends_it(desk, code, told):
    page = opened(desk, code)
    assert unmet(page) == told
    assert len(page.all("li", class_="yes")) == ALL - len(told)
    assert f"Not possible yet: {len(told)} of {ALL} conditions" in page.text
    assert not page.all("button", type="submit")
    [stands_still] = [one for one in page.all("button") if one.text == "Return to cart"]
    assert stands_still["aria-disabled"] == "true"
    assert page.one(id=stands_still["aria-describedby"]).text.endswith("not met")


@pytest.mark.feature("D3")
def test_what_mends_is_offered_to_who_may(app):
    assert unmet(opened(signed_in(app, Role.SUPPORT), world.GUEST))[1][2] == []


def test_what_is_refused(desk, stands):
    first_form, second = opened(desk).one("form"), opened(desk).one("form")
    before = stands(world.UNPAID)
    answer = desk.submit(first_form, "Return to cart", message="x" * 2001)
    assert (answer.status, stands(world.UNPAID)) == (422, before)
    assert answer.page.one(class_="field-error").text == "Use 2,000 characters at most."
    assert answer.page.one("textarea").text == "x" * 2001
    assert desk.submit(second, "Return to cart").status == 303
    answer = desk.submit(first_form, "Return to cart", message="Too late")
    assert (answer.status, "Returned to the buyer’s cart" in answer.alert) == (409, True)
    answer = desk.post("/orders/OD-8/return-to-cart", {"version": 9, "key": "k" * 20, "notify": "y"})
    assert answer.status in (409, 422)
