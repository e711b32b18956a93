"""Record payment on its page, and open payments that are received or fail."""

import pytest

from dashboard.actions.change import change
from dashboard.core.guards import Action
from dashboard.core.person import COMMAND
from dashboard.database import writing
from dashboard.models import Notice, Payment
from tests import world
from tests.kinds import first
from tests.pages.visitor import HTMX

pytestmark = first


def form_of(visitor, path="record-payment", code=world.UNPAID):
    """The form."""
    return visitor.open(f"/orders/{code}/{path}").page.one(id="verb").one("form")


@pytest.fixture
def attempt(app):
    """The id of a payment of OD-3 that is open."""
    with app.app_context():
        with change(world.UNPAID, Action.NOTE, by=COMMAND) as under_way:
            under_way.order.payments.append(made := Payment(amount=1900, state="open", method="Card"))
            under_way.record("payment_opened", amount="19.00 EUR")
        return made.id


def changes(page):
    """What will change, by its word."""
    region = page.one("section", aria_labelledby="what-will-change")
    return {row.one("dt").text: row.one("dd").text for row in region.all("div")}


@pytest.mark.feature("U9")
def test_in_part_and_then_the_rest(desk):
    form = form_of(desk)
    assert form.one("input", name="amount")["value"] == "19.00"
    assert "Use 19.00" not in form.text
    again = desk.submit(form, "Show sum", amount="10").page
    assert again.one(id="verb").button("Use 19.00")["type"] == "button"  # Enter records
    whole = desk.submit(form, headers=HTMX, find="1", all="1", amount="10").page
    assert whole.one("input", name="amount")["value"] == "19.00"
    assert again.one(class_="gauge-note").text == "10.00 with this payment9.00 still open"
    assert changes(again) == {
        "Payment": "UnpaidbecomesPartially paid",
        "Total spend": "Kate Wong: 8.00becomes18.00 EUR",
    }
    page = desk.follow(desk.submit(form, "Record payment", amount="10", reference="ORDER 3")).page
    assert page.one(id="flash").text == "Payment of 10.00 EUR for OD-3 is recorded9.00 EUR is still open."
    assert "Partially paid" in page.one(class_="order-title").text
    rows = {row.one("dt").text: row.all("dd")[-1].text for row in page.region("Payment").one("dl").all("div")}
    assert (rows["Paid"], rows["Left to pay"]) == ("10.00", "9.00")
    page = desk.follow(desk.submit(form_of(desk), "Record payment")).page
    assert "Nothing is left to pay." in page.one(id="flash").text


@pytest.mark.feature("U7", "U9")
def test_the_customer_gets_a_receipt_where_that_is_ticked(app, desk):
    form = form_of(desk)
    assert "checked" not in form.one("input", name="receipt")
    assert form.one(id="receipt-note").text == f"In the words of “Payment received”, to {world.KATE_EMAIL}."
    page = desk.follow(desk.submit(form, "Record payment", amount="10", receipt="y")).page
    assert f"A receipt goes to {world.KATE_EMAIL}." in page.one(id="flash").text
    with app.app_context(), writing() as session:
        session.add(Notice(event="payment_received", by_email=True, by_sms=False))
    assert "checked" in form_of(desk).one("input", name="receipt")


@pytest.mark.feature("U9")
def test_too_much_has_to_be_confirmed(desk, stands):
    before, form = stands(world.UNPAID), form_of(desk)
    answer = desk.submit(form, "Record payment", amount="20")
    assert (answer.status, "1.00 EUR more than the total is paid" in answer.alert) == (422, True)
    assert stands(world.UNPAID) == before
    again = answer.page.one(id="verb").one("form")
    assert desk.submit(again, "Record payment", over="y").status == 303


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount": ""}, "Enter an amount above 0."),
        ({"amount": "ten"}, "Enter an amount in figures"),
        ({"received_on": "2999-01-01"}, "This day is still to come."),
        ({"received_on": "yesterday"}, "Enter a day such as"),
        ({"received_on": "2026-02-31"}, "Enter a day such as"),
        ({"reference": "x" * 201}, "Use 200 characters at most."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(desk, stands, typed, sentence):
    before = stands(world.UNPAID)
    answer = desk.submit(form_of(desk), "Record payment", **typed)
    assert (answer.status, sentence in answer.alert, stands(world.UNPAID)) == (422, True, before)
    [(name, text)] = typed.items()
    assert answer.page.one("input", name=name)["value"] == text
    assert [sentence in note.text for note in answer.page.all("p", class_="field-error")] == [True]


def test_where_none_can_be_recorded(desk):
    page = desk.open("/orders/OD-8/record-payment").page.one(id="verb")
    assert page.one("li", class_="no").text == "This order is canceled."
    first, second = form_of(desk), form_of(desk)
    assert desk.submit(first, "Record payment", amount="1").status == 303
    assert desk.submit(second, "Record payment", amount="1").status == 409


@pytest.mark.feature("U9")
def test_an_attempt_is_received(desk, attempt):
    page = desk.open("/orders/OD-3").page.region("Payment")
    assert page.button("Actions for payment of 19.00 EUR")["popovertarget"] == f"payment-{attempt}"
    assert [item.text for item in page.all(role="menuitem")] == ["Mark as received", "Mark as failed"]
    form = form_of(desk, f"payments/{attempt}/received")
    assert changes(form)["Payment"] == "In progressbecomesPaid"
    page = desk.follow(desk.submit(form, "Mark as received")).page
    assert "Paid" in page.one(class_="order-title").text
    assert "settled already" in desk.open(f"/orders/OD-3/payments/{attempt}/failed").page.one(id="verb").text


@pytest.mark.feature("U9")
def test_an_attempt_fails(desk, attempt, stands):
    before, form = stands(world.UNPAID), form_of(desk, f"payments/{attempt}/failed")
    answer = desk.submit(form, "Mark as failed")
    assert (answer.status, "Say why." in answer.alert, stands(world.UNPAID)) == (422, True, before)
    page = desk.follow(desk.submit(form, "Mark as failed", why="Card refused")).page
    assert "Unpaid" in page.one(class_="order-title").text
    assert "Card refused" in page.region("Payment").text


@pytest.mark.parametrize("step", ["received", "failed"])
def test_another_orders_payment_is_nowhere(desk, attempt, step):
    assert desk.open(f"/orders/OD-1/payments/{attempt}/{step}").status == 404
    assert desk.open(f"/orders/OD-3/payments/999/{step}").status == 404
