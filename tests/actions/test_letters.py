"""Letters as they are queued: to whom, when, and in which words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from dashboard.core.refusals import Invalid
from dashboard.core.statuses import OrderState
from dashboard.letters import edited, order_placed, reassigned, reassigned_old_owner, set_password
from dashboard.letters.letter import Addressee, Recipient
from dashboard.letters.shop import Shop
from dashboard.models import Customer, Order, OrderLine

AT = datetime(2026, 11, 24, 22, 48, tzinfo=UTC)  # nearly midnight in Berlin
HOLD = timedelta(minutes=1)
SHOP = Shop("Quay & Quill", "Kai 4, 20457 Hamburg", "DE", "Europe/Berlin", "https://desk.example:8443", HOLD)


def customer(**values):
    known = {"id": 7, "name": "Kate <b>Wong", "email": "Kate@mail.example", "email_key": "kate@mail.example"}
    return Customer(**(known | values))


def order(**values):
    known = {"code": "OD-1", "total": 123450, "currency": "EUR", "placed_at": AT - timedelta(days=7), "is_test": False}
    return Order(**(known | values))


@pytest.mark.feature("R6")
def test_the_new_owner_is_told():
    letter = reassigned.letter(order(), customer(), SHOP, at=AT)
    assert (letter.way, letter.recipient, letter.recipient_key) == ("email", "Kate@mail.example", "kate@mail.example")
    assert (letter.event, letter.customer_id, letter.state) == ("reassigned", 7, "held")
    assert letter.subject == "Order OD-1 is now yours"
    assert letter.send_after - AT == timedelta(minutes=1)
    assert "order OD-1 (1,234.50 EUR, placed 17 Nov) belongs to your account now." in " ".join(letter.text.split())
    assert letter.text.endswith("-- \nQuay & Quill, Kai 4, 20457 Hamburg\n")
    assert "Dear Kate &lt;b&gt;Wong" in letter.html
    assert "Dear Kate <b>Wong" in letter.text
    assert "<b>Wong" not in letter.html
    assert "address given with the order" in letter.text


def test_who_gets_the_news_anyway_is_not_told_otherwise():
    letter = reassigned.letter(order(customer_email_key="kate@mail.example"), customer(), SHOP, at=AT)
    assert "address given with the order" not in letter.text + letter.html


def test_no_letter_reaches_outside():
    moved, link = (
        reassigned.letter(order(), customer(), SHOP, at=AT),
        set_password.letter(customer(), "t0k", SHOP, at=AT),
    )
    for letter in (moved, link):
        assert not [word for word in ("<img", "<script", "<link", "url(", "@import", "{{", "{%") if word in letter.html]
        assert letter.html.count("https://") == letter.html.count("https://desk.example:8443/account/password/t0k")


def test_a_letter_with_a_link_goes_at_once_and_says_how_long():
    letter = set_password.letter(customer(), "t0k_-9", SHOP, at=AT)
    assert letter.send_after == AT
    assert "https://desk.example:8443/account/password/t0k_-9" in letter.text
    assert "until Wednesday, 25 Nov, 23:48" in " ".join(letter.text.split())
    assert letter.subject == "Set your password at Quay & Quill"


def test_without_an_address_the_phone_is_used():
    phone = "+81 90 1234 5678"
    kenji = customer(name=phone, email=None, email_key=None, phone=phone, phone_key="+819012345678")
    letter = set_password.letter(kenji, "t0k", SHOP, at=AT)
    assert (letter.way, letter.recipient_key, letter.subject, letter.html) == ("sms", "+819012345678", "", None)
    assert letter.text.startswith("Quay & Quill: set the password")
    assert "OD-1 (1,234.50 EUR" in reassigned.letter(order(), kenji, SHOP, at=AT).text
    assert reassigned.way(kenji) == "+81 90 1234 5678"


def test_without_either_nothing_is_written():
    nobody = customer(email=None, email_key=None)
    assert reassigned.way(nobody) is None
    assert reassigned.letter(order(), nobody, SHOP, at=AT) is None
    assert set_password.letter(nobody, "t0k", SHOP, at=AT) is None


def test_a_test_order_writes_to_nobody():
    assert reassigned.letter(order(is_test=True), customer(), SHOP, at=AT) is None


@pytest.mark.parametrize("name", ["kate@mail.example", "Kate@mail.example"])
def test_an_address_is_not_greeted_as_a_name(name):
    text = reassigned.letter(order(), customer(name=name, email=name), SHOP, at=AT).text
    assert "Hello, order OD-1" in text


@pytest.mark.parametrize(
    "bad", ["a@b.example\r\nBcc: x@y.example", "a@b.example, c@d.example", "a@b.example\n", "Kate <a@b.example>"]
)
def test_exactly_one_address_on_one_line(bad):
    with pytest.raises(Invalid):
        reassigned.letter(order(), customer(email=bad), SHOP, at=AT)


@pytest.mark.parametrize("mark", ["\r\nBcc: x@y.example", "\n", "\x00", "\u2028"])
def test_no_header_is_smuggled_in_by_a_name(mark):
    shop = Shop(f"Quay{mark}", "", "DE", "Europe/Berlin", "https://desk.example", timedelta(0))
    with pytest.raises(Invalid):
        set_password.letter(customer(), "t0k", shop, at=AT)
    letter = reassigned.letter(order(), customer(name=f"Kate{mark}Wong"), SHOP, at=AT)
    assert "Bcc" not in letter.subject


def test_a_name_cannot_add_lines_to_the_text():
    text = reassigned.letter(order(), customer(name="Kate\n-- \nCall +1 900"), SHOP, at=AT).text
    assert text.count("\n-- \n") == 1


def test_each_message_has_its_own_id_at_our_host():
    ids = {reassigned.letter(order(), customer(), SHOP, at=AT).message_id for _ in range(3)}
    assert len(ids) == 3
    assert all(one.startswith("<") and one.endswith("@desk.example>") for one in ids)


def test_an_old_order_names_its_year_and_the_day_as_it_was_at_the_shop():
    letter = reassigned.letter(order(placed_at=AT - timedelta(days=400)), customer(), SHOP, at=AT)
    assert "placed 21 Oct 2025" in " ".join(letter.text.split())


@pytest.mark.feature("R6")
def test_the_old_owner_is_told_and_never_whose_it_is_now():
    letter = reassigned_old_owner.letter(order(), customer(name="Chloe Lee"), SHOP, at=AT)
    assert (letter.event, letter.subject) == ("reassigned_old_owner", "Order OD-1 has left your account")
    assert "Dear Chloe Lee, at your request we moved order OD-1" in letter.text
    assert "Kate" not in letter.text + letter.html
    assert reassigned_old_owner.letter(order(is_test=True), customer(), SHOP, at=AT) is None


def test_without_a_gateway_no_text_is_written_but_what_lets_somebody_in():
    shop = replace(SHOP, sms=False)
    kenji = customer(name="Kenji", email=None, email_key=None, phone="+81 90", phone_key="+8190")
    assert reassigned.letter(order(), kenji, shop, at=AT) is None
    assert "no SMS gateway is set up" in reassigned.why_not(kenji, shop)
    assert reassigned.why_not(kenji, SHOP) is None
    assert set_password.letter(kenji, "t0k", shop, at=AT).secret


def line(**values):
    known = {
        "name": "Mug",
        "variant": "Sage",
        "quantity": 2,
        "unit_price": Decimal("9.5"),
        "total": 1900,
        "discount": 0,
        "tax": 0,
    }
    return OrderLine(**(known | values))


def test_the_order_letter_adds_up_where_prices_exclude_tax():
    found = order(
        total=2861, paid=0, refunded=0, state=OrderState.OPEN, tax_included=False, shipping=500, shipping_tax=95,
        customer_name="",
        lines=[line(total=2261, tax=361), line(quantity=0, total=0)], difference=5,
    )  # fmt: skip
    to = Addressee("", Recipient("email", "a@b.example", "a@b.example"))
    letter = order_placed.letter(found, to, SHOP, "https://desk.example/o/t", at=AT)
    text = " ".join(letter.text.split())
    assert "Thank you Your order OD-1 is placed; 28.61 EUR is still to be paid." in text
    for part in ("Mug, Sage, 2 × 9.50 19.00", "Shipping 5.00", "Tax 4.56", "Other 0.05", "Total 28.61 EUR"):
        assert part in text, part
    assert text.count("Mug") == 1
    assert text.count("Tax") == 1
    assert "Goes to" not in text


def test_a_letter_written_anew_is_escaped_and_its_addresses_are_links():
    html = edited.html("S", "Hello <b>\n\nSee https://x.example/?a=1&b=2, or\ncall.\n\n-- \nQuay", SHOP)
    assert "Hello &lt;b&gt;" in html
    assert '<a class="lk" href="https://x.example/?a=1&amp;b=2"' in html
    assert ", or<br>call." in html
