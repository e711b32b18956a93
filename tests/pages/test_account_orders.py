"""The buyer's orders: those that the account owns now, and what each page says."""

from datetime import timedelta

import pytest

from dashboard.actions.archive import archive
from dashboard.actions.link import link
from dashboard.actions.reassign import NewOwner, reassign
from dashboard.core.person import COMMAND
from dashboard.database import writing
from dashboard.models import Note, Order
from dashboard.models.buyer_orders import SIZE
from tests import world
from tests.actions.people import SHOP
from tests.pages.buyer import buyer_in
from tests.pages.queries import queries

pytestmark = pytest.mark.usefixtures("cheap_passwords")


def codes(buyer) -> list[str]:
    return [node["href"].rpartition("/")[2] for node in buyer.open("/account/orders").page.one("main").all("a")]


@pytest.mark.feature("L3")
def test_a_linked_order_is_there_and_gone_once_it_is_reassigned(app):
    kate, chloe = buyer_in(app, world.KATE), buyer_in(app, world.CHLOE)
    assert world.GUEST not in codes(kate)
    with app.app_context():
        link(world.GUEST, world.customer(world.KATE).id, by=COMMAND, shop=SHOP)
    assert codes(kate)[0] != codes(chloe)[0]
    assert world.GUEST in codes(kate)
    page = kate.open(f"/account/orders/{world.GUEST}")
    assert (page.status, "Beeswax candle" in page.text) == (200, True)
    with app.app_context():
        reassign(world.GUEST, NewOwner(world.customer(world.CHLOE).id), by=COMMAND, shop=SHOP)
    assert world.GUEST not in codes(kate)
    assert kate.open(f"/account/orders/{world.GUEST}").status == 404
    assert chloe.open(f"/account/orders/{world.GUEST}").status == 200


@pytest.mark.feature("R11")
def test_the_page_says_what_was_given_and_what_is_on_its_way(app):
    chloe = buyer_in(app, world.CHLOE)
    given = chloe.open(f"/account/orders/{world.PAID}").page.one("main").text
    for words in ("Order OD-1", "Paid", "Unfulfilled", "chloe@mail.example", "Fischerallee 18", "Discount", "40.00 EUR",
                  "Only the store can change these details"):  # fmt: skip
        assert words in given, words
    sent = chloe.open(f"/account/orders/{world.TWO_BOXES}").page.one("main").text
    for words in ("JD0146 0001", "JD0146 0002", "It has arrived", "1 of 2", "Delivered", "Handed to the carrier"):
        assert words in sent, words
    assert not chloe.open(f"/account/orders/{world.PAID}").page.one("main").all("form")


def test_notes_to_the_customer_are_shown_and_others_are_not(app):
    with app.app_context(), writing() as session:
        number = world.order(world.UNPAID).id
        session.add(Note(order_id=number, author="Noor", text="Hello Kate", internal=False))
        session.add(Note(order_id=number, author="Noor", text="Behind her back", internal=True))
    text = buyer_in(app, world.KATE).open(f"/account/orders/{world.UNPAID}").text
    assert ("Hello Kate" in text, "Behind her back" in text) == (True, False)


def test_what_the_shop_put_away_stays_with_its_buyer(app):
    with app.app_context():
        archive(world.UNPAID, by=COMMAND)
    assert {world.UNPAID, world.ARCHIVED, world.CANCELED} == set(codes(buyer_in(app, world.KATE)))


def test_a_returned_order_says_so(app):
    kenji = buyer_in(app, world.KENJI)
    assert "look into your carts" in kenji.open("/account/orders").page.one("main").text
    assert "Returned to cart" in kenji.open(f"/account/orders/{world.RETURNED_TO_CART}").text


def test_without_orders_the_page_says_what_will_be_there(app):
    with app.app_context(), writing() as session:
        for order in session.query(Order).filter_by(account_id=world.customer(world.KENJI).id):
            order.account_id = None
    assert "No orders here yet" in buyer_in(app, world.KENJI).open("/account/orders").text


def test_the_list_goes_on_page_by_page_each_order_once(app):
    with app.app_context(), writing() as session:
        first = world.order(world.UNPAID)
        kept = {name: getattr(first, name) for name in ("route", "currency", "total", "account_id", "customer_name")}
        for at in range(2 * SIZE):
            placed = first.placed_at - timedelta(days=at // 2)
            session.add(Order(code=f"MORE-{at}", placed_at=placed, **kept))
    buyer, path, seen = buyer_in(app, world.KATE), "/account/orders", []
    while path:
        page = buyer.open(path).page
        seen += [node["href"] for node in page.one("main").all("a") if "/orders/" in node["href"]]
        older = [node for node in page.all("a") if node.name == "Older orders"]
        path = older[0]["href"] if older else None
    assert len(seen) == len(set(seen)) == 2 * SIZE + 3
    assert "43 orders" in buyer.open("/account/orders").text
    assert "No older orders" in buyer.open("/account/orders?after=1.1").text


@pytest.mark.parametrize(("path", "most"), [("/account/orders", 6), (f"/account/orders/{world.PAID}", 5)])
def test_the_pages_ask_little(app, path, most):
    chloe = buyer_in(app, world.CHLOE)
    with queries(app) as sent:
        assert chloe.open(path).status == 200
    assert len([one for one in sent if one.lstrip().upper().startswith(("SELECT", "WITH"))]) <= most, sent
