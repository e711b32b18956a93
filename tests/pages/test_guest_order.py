"""Links in order letters: whoever has one sees the order; it ends when the owner or the contact changes."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Message, OrderLink, Shipment
from tests import world
from tests.pages.dialog import opened

NAMES = ("Chloe", "Fischerallee", "chloe@mail.example", "Visa")


@pytest.fixture
def link(app, desk):
    """Sends an order letter and gives the link in it."""

    def of(code: str = world.PAID) -> str:
        form = desk.open(f"/orders/{code}/resend").page.one(id="verb").one("form")
        assert desk.submit(form, "Resend", again="y").status == 303
        with app.app_context():
            text = db.session.scalars(select(Message.text).order_by(Message.id.desc())).first()
        return re.search(r"/o/\S+", text).group()

    return of


def texts(app) -> list[tuple[str, str]]:
    with app.app_context():
        return [tuple(row) for row in db.session.execute(select(Message.state, Message.text).order_by(Message.id))]


@pytest.mark.feature("R13")
def test_it_shows_status_and_items_and_nothing_else(link, stranger):
    answer = stranger.open(link(world.TWO_BOXES))
    text = answer.page.one("main").text
    assert answer.status == 200
    for part in (
        "Order OD-2",
        "Paid",
        "Serving bowl",
        "JD0146 0001",
        "It has arrived",
        "It is on its way",
        "50.00 EUR",
    ):
        assert part in text, part
    assert not [name for name in NAMES if name in answer.text]
    assert not answer.page.all("form")
    assert (answer.headers["Referrer-Policy"], answer.headers["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_adds_up_where_prices_exclude_tax(app, link, stranger):
    address = link(world.UNPAID)
    with app.app_context(), writing():
        order = world.order(world.UNPAID)
        order.tax_included, order.shipping, order.shipping_tax, order.total = False, 500, 95, 2856
        [line] = order.lines
        line.tax, line.total = 361, 2261
    page = stranger.open(address).page
    [goods, sums] = page.one("ul", class_="goods"), page.one("dl", class_="sums")
    assert "19.00" in goods.text
    rows = {row.one("dt").text: row.one("dd").text for row in sums.all("div")}
    assert rows == {"Shipping": "5.00", "Tax": "4.56", "Total": "28.56 EUR", "Paid": "0.00"}


def test_only_hashes_are_kept(app, link):
    token = link().removeprefix("/o/")
    with app.app_context():
        kept = db.session.scalars(select(OrderLink.token_hash)).one()
    assert len(token) == 43
    assert token not in kept


@pytest.mark.feature("R13")
def test_every_wrong_link_gets_the_same_answer(app, link, stranger, desk, number):
    old = link()
    desk.submit(opened(desk), "Reassign order", owner=number(world.KATE), q=world.KATE)
    arrived = link(world.TWO_BOXES)
    with app.app_context(), writing() as session:
        session.execute(update(Shipment).values(status="delivered", delivered_at=now() - timedelta(days=91)))
        order = world.order(world.TWO_BOXES)
        session.execute(update(type(order)).where(type(order).id == order.id).values(fulfilment_status="delivered"))
    answers = [stranger.open(path) for path in (old, arrived, "/o/" + "x" * 43, "/o/x", "/o/" + old[3:-1] + "é")]
    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert "This link does not work any more" in answers[0].text


@pytest.mark.feature("R13")
@pytest.mark.parametrize("contact", [None, "y"])
def test_it_ends_with_the_owner_and_the_contact(desk, link, stranger, number, contact):
    first = link()
    assert stranger.open(first).status == 200
    desk.submit(opened(desk), "Reassign order", owner=number(world.KATE), q=world.KATE, contact=contact)
    assert stranger.open(first).status == 404
    second = link()
    undo = desk.open("/orders/OD-1").page.region("Activity").all("form")[0]
    assert (desk.submit(undo, "Undo").status, stranger.open(second).status) == (303, 404)


def test_a_letter_that_still_waits_gets_a_link_that_works_or_is_dropped(app, desk, link, stranger, number):
    first = link()
    desk.submit(opened(desk), "Reassign order", owner=number(world.KATE), q=world.KATE, notify=None)
    state, text = texts(app)[0]
    second = re.search(r"/o/\S+", text).group()
    assert (state, second != first, stranger.open(second).status) == ("held", True, 200)
    desk.submit(opened(desk), "Reassign order", owner=number(world.KENJI), q=world.KENJI, notify=None, contact="y")
    assert (texts(app)[0][0], stranger.open(second).status) == ("dropped", 404)


def test_notes_and_letters_leave_it_alone(desk, link, stranger):
    first = link()
    link()
    assert stranger.open(first).status == 200
