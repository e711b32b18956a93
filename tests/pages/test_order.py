"""The order's page: whose it is, what is in it, what happened; and nothing that is not built."""

from decimal import Decimal

import pytest

from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.models import Invoice, OrderLine, OrderMark, Payment
from tests import world
from tests.pages.visitor import signed_in


def sums(page):
    """The payment card's rows: what, how, amount."""
    rows = page.region("Payment").one("dl", class_="sums").all("div")
    return [(row.one("dt").text, *[cell.text for cell in row.all("dd")]) for row in rows]


def header(page):
    return page.one("div", class_="order-title").text


@pytest.mark.feature("R1", "U4")
def test_the_page_has_its_regions(desk):
    page = desk.open("/orders/OD-1").page
    assert page.one("h1").text == "OD-1"
    named = [section.name for section in page.one(id="order").all("section")]
    assert named == [
        "Order customer", "Order account (details)", "Items", "Shipments", "Payment", "Activity",
        "Delivery address", "Tags", "Notes",
    ]  # fmt: skip
    assert header(page) == "OD-1 Paid Unfulfilled"
    assert "Online store · Winter · 4 items" in page.one("p", class_="order-sub").text


@pytest.mark.feature("R1")
def test_the_order_customer_is_as_given_and_the_account_is_live(app, desk):
    page = desk.open("/orders/OD-1").page
    given = {"Name": "Chloe", "E-mail": "chloe@mail.example", "Phone": "+49 151 2345 6789"}
    assert page.region("Order customer").facts == given
    assert page.region("Order account (details)").facts == {
        "Name": "Chloe Lee", "E-mail": "chloe.lee@mail.example", "Total spend": "90.00 EUR · 2 orders",
    }  # fmt: skip
    with app.app_context(), writing():
        account = world.customer(world.CHLOE)
        account.name, account.email = "Chloe Marsh", "marsh@mail.example"
    page = desk.open("/orders/OD-1").page
    assert page.region("Order customer").facts == given
    live = page.region("Order account (details)").facts
    assert (live["Name"], live["E-mail"]) == ("Chloe Marsh", "marsh@mail.example")


@pytest.mark.feature("R1", "R12")
def test_an_account_with_a_verified_number_shows_that(desk):
    account = desk.open("/orders/OD-6").page.region("Order account (details)")
    assert account.facts["Phone"] == "+81 90 1234 5678 verified"
    assert "E-mail" not in account.facts


@pytest.mark.feature("R2")
def test_the_owners_name_leads_to_their_page(app, desk):
    link = desk.open("/orders/OD-1").page.region("Order account (details)").button("Chloe Lee")
    assert desk.open(link["href"]).page.one("h1").text == "Chloe Lee"


@pytest.mark.feature("R14")
def test_a_guest_order_says_so(desk):
    account = desk.open("/orders/OD-4").page.region("Order account (details)")
    assert "Guest order" in account.text
    assert not account.all("dl")
    assert account.button("Reassign order")["href"] == "/orders/OD-4/reassign"


@pytest.mark.feature("R3")
def test_reassign_opens_in_place_and_is_a_link_too(desk):
    link = desk.open("/orders/OD-1").page.region("Order account (details)").button("Reassign order")
    assert link["href"] == link["hx-get"] == "/orders/OD-1/reassign"
    assert (link["hx-target"], link["hx-select"]) == ("#sheet", "#verb")


@pytest.mark.feature("U6")
def test_change_customer_is_under_more(desk):
    page = desk.open("/orders/OD-1").page
    items = page.one(id="more-menu").all(role="menuitem")
    assert [item.text for item in items] == [
        "Refund", "Return", "Return to cart", "Change customer", "Unlink", "Record payment", "Mark as packed",
        "Edit lines", "Issue invoice", "Resend", "Archive", "Cancel order", "Download PDF",
        "Download spreadsheet", "Workflow",
    ]  # fmt: skip
    assert [item.text for item in items if "aria-disabled" in item] == [
        "Return",
        "Return to cart",
    ]  # paid, not delivered
    assert page.button("Change customer")["href"] == "/orders/OD-1/reassign?contact=1"


@pytest.mark.parametrize(
    ("code", "why", "mends"),
    [
        (world.ARCHIVED, "This order is archived. Unarchive it first.", ["Unarchive"]),
        (
            world.RETURNED_TO_CART,
            "This order was returned to the buyer’s cart; it can only be archived and tagged.",
            [],
        ),
    ],
)
def test_what_cannot_be_done_stays_in_sight_and_says_why(desk, code, why, mends):
    page = desk.open(f"/orders/{code}").page
    refused = page.region("Order account (details)").one("details")
    assert refused.one("summary").text == "Reassign order"
    assert refused.one("summary")["aria-disabled"] == "true"
    assert [item.text for item in refused.all("li")] == [" ".join([why, *mends])]
    assert [link["href"] for link in refused.all("a")] == [f"/orders/{code}/{word.lower()}" for word in mends]
    items = page.one(id="more-menu").all(role="menuitem")
    assert [item.text for item in items if "aria-disabled" in item] == [
        "Refund", "Return", "Return to cart", "Change customer", "Unlink", "Record payment", "Mark as packed",
        "Edit lines", "Issue invoice", "Resend", "Cancel order",
    ]  # fmt: skip
    dialog = desk.open(page.button("Unlink")["href"]).page.one(id="verb")
    assert [item.one("span").text.startswith(why) for item in dialog.all("li", class_="no")] == [True]
    assert not dialog.all("button", type="submit")


def test_of_archiving_and_unarchiving_there_is_the_one_that_can_be_done(desk):
    for code, words in ((world.PAID, "Archive"), (world.ARCHIVED, "Unarchive"), (world.RETURNED_TO_CART, "Archive")):
        items = desk.open(f"/orders/{code}").page.one(id="more-menu").all(role="menuitem")
        [last] = [item for item in items if item.text in {"Archive", "Unarchive"}]
        assert last.text == words
        assert desk.open(last["href"]).page.one(id="verb").one("form").name == f"{words} order {code}"


def test_nothing_is_offered_that_is_not_built(desk):
    for code, undo in ((world.PAID, {"Undo"}), (world.TWO_BOXES, set()), (world.GUEST, set()), (world.REFUNDED, set())):
        page = desk.open(f"/orders/{code}").page.one(id="order")
        buttons = {node.name for node in (*page.all("button"), *page.all("a", role="menuitem"))}
        lines = {node.name for node in page.all("button", class_="line-name")}
        tags = {name for name in buttons if name.startswith(("Add tag ", "Remove tag "))}
        verbs = {"More", "Change customer", "Unlink", "Resend", "Archive", "Add tag", "Return", "Mark as packed"}
        verbs |= {"Refund", "Record payment", "Edit lines", "Issue invoice", "Cancel order", "Add note", "Workflow"}
        verbs |= {"Return to cart", "Download PDF", "Download spreadsheet"}
        if code == world.TWO_BOXES:
            verbs |= {f"Actions for shipment SH-{number}" for number in (1, 2)}
            verbs |= {"Edit shipment", "Hand over", "Mark as delivered", "Cancel shipment"}
        verbs |= {"Actions for refund of 14.00 EUR", "Mark as failed"} if code == world.REFUNDED else set()
        verbs |= {"Personal data", "Erase guest"} if code == world.GUEST else set()
        assert buttons - lines - tags == verbs | undo, code


def test_who_may_not_reassign_sees_no_button(app):
    for role in (Role.FULFILMENT, Role.VIEWER):
        page = signed_in(app, role).open("/orders/OD-1").page.one(id="order")
        assert "Reassign order" not in page.text
        assert "Change customer" not in page.text


@pytest.mark.feature("U4")
def test_an_items_details_are_a_press_away(desk):
    page = desk.open("/orders/OD-1").page
    items = page.region("Items")
    opener = items.button("Stoneware mug")
    card = items.one(id=opener["popovertarget"])
    assert ("data-hover" in opener, "popover" in card) == (True, True)
    assert card.name == "Details of Stoneware mug"
    details = card.facts
    assert (details["SKU"], details["Ordered"], details["Sent"]) == (world.MUG, "2", "0")
    assert details["Unit price"] == "9.50 EUR"
    assert details["Discount"].startswith("−")
    assert details["Tax 19 %"].endswith("EUR, included")


def test_items_show_price_quantity_and_how_far_they_are(desk):
    items = desk.open("/orders/OD-2").page.region("Items")
    lines = [[cell.text for cell in row.all() if cell.tag in {"th", "td"}] for row in items.one("tbody").all("tr")]
    assert [line[1:] for line in lines] == [
        ["Delivered", "18.00 × 2", "36.00"],
        ["Fulfilled", "5.00 × 2", "10.00"],
    ]
    assert "4 of 4 shipped" in items.text


def test_shipments_show_what_is_in_them_and_where_they_are(desk):
    boxes = desk.open("/orders/OD-2").page.region("Shipments").all("div", class_="shipment")
    assert ["Serving bowl × 2" in boxes[0].text, "Wooden spoon × 2" in boxes[1].text] == [True, True]
    assert [box.all("bdi")[0].text for box in boxes] == ["JD0146 0001", "JD0146 0002"]
    assert [box.one("span", class_="badge").text for box in boxes] == ["Delivered", "In transit"]
    assert boxes[1].one(aria_current="step").text == "In transit"
    assert "Nothing has been sent yet." in desk.open("/orders/OD-1").page.region("Shipments").text


def test_the_payment_card_adds_up(desk):
    page = desk.open("/orders/OD-1").page
    rows = {row[0]: row[-1] for row in sums(page)}
    assert rows["Subtotal"] == "41.00"
    assert rows["Discount"] == "−5.00"
    assert rows["Shipping"] == "4.00"
    assert rows["Total"] == "40.00 EUR"
    assert rows["Paid"] == "40.00"
    assert ("Discount", "WELCOME5", "−5.00") in sums(page)


def test_refunds_stand_in_the_payment_card_and_the_log(desk):
    page = desk.open("/orders/OD-9").page
    assert "Partially refunded" in header(page)
    [refund] = [row for row in sums(page) if row[0] == "Refund"]
    assert refund[-1] == "−14.00"
    assert "Refund of 14.00 EUR" in page.region("Activity").text
    assert page.region("Items").one("div", class_="line-card").facts["Refunded"] == "1"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (world.CANCELED, "OD-8 Unpaid Canceled"),
        (world.TEST, "TEST-1 Unpaid Unfulfilled Test order"),
        (world.ARCHIVED, "OD-7 Paid Delivered Archived"),
        (world.TWO_BOXES, "OD-2 Paid Fulfilled 2 of 4 delivered"),
        (world.RETURNED_TO_CART, "OD-6 Unpaid Returned to cart"),
    ],
)
def test_the_header_says_what_the_order_is(desk, code, says):
    assert header(desk.open(f"/orders/{code}").page) == says


def test_cancel_reason_and_cart(desk):
    assert "canceled: customer’s request" in desk.open("/orders/OD-8").page.one("p", class_="order-sub").text
    assert "order list: open" in desk.open("/orders/OD-6").page.region("Marks").text


@pytest.mark.feature("U4")
def test_what_sources_bring_is_shown(app, desk):
    """Marks, an invoice, an open payment, a changed and an added line, an exact unit price."""
    with app.app_context(), writing() as session:
        order = world.order(world.UNPAID)
        session.add(OrderMark(order_id=order.id, kind="backlog_sku", detail="MUG-SG-300-B"))
        session.add(OrderMark(order_id=order.id, kind="partner_inventory"))
        session.add(Invoice(order_id=order.id, number="R-7", issued_at=order.placed_at))
        session.add(Payment(order_id=order.id, amount=1900, state="open", method="Bank transfer", at=order.placed_at))
        line = {"order_id": order.id, "unit_price": Decimal("0.001"), "total": 1}
        session.add(OrderLine(position=8, name="Grommet", quantity=1, **line))
        order.lines[0].quantity = 1
    page = desk.open("/orders/OD-3").page
    marks = page.region("Marks").text
    assert "A backlog SKU was created for this order: MUG-SG-300-B" in marks
    assert "This order uses partner inventory" in marks
    assert next((row[0], row[-1]) for row in sums(page) if row[0] == "Invoice") == ("Invoice", "R-7")
    assert next((row[0], row[-1]) for row in sums(page) if row[0] == "In progress") == ("In progress", "19.00")
    cards = {card.one("h3").text: card.facts for card in page.region("Items").all("div", class_="line-card")}
    assert cards["Stoneware mug"]["Ordered"] == "1 (the buyer placed 2)"
    assert cards["Grommet"]["Ordered"] == "1 (added by the shop)"
    assert cards["Grommet"]["Unit price"] == "0.001 EUR"


def test_notes_tags_and_address(desk):
    page = desk.open("/orders/OD-1").page
    assert "Wrap the mugs apart." in page.region("Notes").text
    assert page.region("Tags").one("span", class_="tag").text == "gift"
    lines = [part.text for part in page.region("Delivery address").one("address").all("bdi")]
    assert lines == ["Chloe Lee", "Fischerallee 18", "3rd floor", "22763 Hamburg", "Germany"]
    bare = desk.open("/orders/OD-4").page
    assert not bare.region("Notes").all("li")
    assert not bare.region("Tags").all("span", class_="tag")
    assert not {"Delivery address", "Marks"} & {section.name for section in bare.all("section")}


@pytest.mark.feature("R7")
def test_the_log_tells_what_happened_newest_first(desk):
    log = desk.open("/orders/OD-1").page.region("Activity")
    said = [event.one("div", class_="event-text").text for event in log.all("li", class_="event")]
    assert said[-1] == "Order placed: Online store"
    assert "Payment of 40.00 EUR received" in said
    assert said[0].endswith("added a note")


def test_an_unknown_code_offers_a_search_for_it(desk):
    answer = desk.open("/orders/OD-99")
    assert answer.status == 404
    assert answer.page.one("h1").text == "There is nothing at this address"
    assert answer.page.one("main").one("input", type="search")["value"] == "OD-99"
    for path in ("/orders/", "/orders/" + "x" * 41, "/orders/OD 1", "/orders/OD-1%00", "/orders/%2e%2e%2fetc"):
        assert desk.open(path).status in {404, 308}, path
