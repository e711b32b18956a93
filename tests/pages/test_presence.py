"""Who else has an order open: told to a page that asks again, forgotten when it stops, never waited for."""

import re
import threading
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from dashboard.actions.cancel import cancel
from dashboard.core.person import Role
from dashboard.core.words import CancelReason
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Order, OrderMark
from dashboard.models.presence import Presence
from tests import world
from tests.pages.queries import queries
from tests.pages.test_transfer import again
from tests.pages.visitor import signed_in

PATH = f"/orders/{world.PAID}"


@pytest.fixture
def noor(app):
    """Somebody else at the desk."""
    return signed_in(app, Role.SUPPORT)


def present(answer):
    return answer.page.one(id="present").text


def rows(app):
    with app.app_context():
        return list(db.session.scalars(select(Presence)))


def test_who_else_has_it_open_is_told_and_with_which_dialog(desk, noor):
    first = desk.open(PATH)
    assert present(first) == ""
    assert desk.open(PATH, headers=again(first, "activity")).status == 304
    hers = noor.open(PATH)
    told = desk.open(PATH, headers=again(first, "activity"))
    assert (told.status, present(told)) == (200, "Sofia Lund has this order open")
    assert desk.open(PATH, headers=again(told, "activity")).status == 304  # as long as it stays so
    noor.open(PATH, headers={**again(hers, "activity"), "Doing": "order-customer"})
    told = desk.open(PATH, headers=again(told, "activity"))
    assert present(told) == "Sofia Lund is at “Edit order customer”"
    noor.open(PATH, headers={**again(hers, "activity"), "Doing": "<script>"})
    assert present(desk.open(PATH, headers=again(told, "activity"))) == "Sofia Lund has this order open"


def test_nobody_is_told_of_themselves_nor_of_another_order(app, desk, noor):
    first = desk.open(PATH)
    signed_in(app, Role.OWNER).open(PATH)  # another tab
    noor.open(f"/orders/{world.UNPAID}")
    assert desk.open(PATH, headers=again(first, "activity")).status == 304


def test_who_left_is_forgotten(app, desk, noor):
    noor.open(PATH)
    first = desk.open(PATH)
    told = desk.open(PATH, headers=again(first, "activity"))
    assert present(told) == "Sofia Lund has this order open"
    with app.app_context(), writing() as session:
        session.execute(update(Presence).values(at=now() - timedelta(seconds=30)))
    gone = desk.open(PATH, headers=again(told, "activity"))
    assert (gone.status, present(gone)) == (200, "")


def test_it_is_written_seldom_and_old_ones_go(app, desk, noor):
    first = desk.open(PATH)
    noor.open(PATH)
    before = {row.session_id: row.at for row in rows(app)}
    asking = again(desk.open(PATH, headers=again(first, "activity")), "activity")
    desk.open(PATH, headers=asking)
    assert {row.session_id: row.at for row in rows(app)} == before
    with app.app_context(), writing() as session:
        session.execute(update(Presence).values(at=now() - timedelta(minutes=2)))
    desk.open(PATH, headers=asking)
    assert len(rows(app)) == 1


def test_a_page_that_is_loaded_again_soon_writes_nothing(app, desk):
    desk.open(PATH)
    before = [(row.session_id, row.at) for row in rows(app)]
    desk.open(PATH)
    assert [(row.session_id, row.at) for row in rows(app)] == before
    with app.app_context(), writing() as session:
        session.execute(update(Presence).values(doing="refund"))
    desk.open(PATH)
    assert [row.doing for row in rows(app)] == [""]


def test_what_is_written_next_is_as_safe_as_ever(app, desk):
    desk.open(PATH)
    lite = {"PRAGMA synchronous": 2, "PRAGMA busy_timeout": 15000}
    with app.app_context(), ExitStack() as all_idle:
        wanted = lite if db.engine.dialect.name == "sqlite" else {"SHOW lock_timeout": "3s"}
        idle = [all_idle.enter_context(db.engine.connect()) for _ in range(db.engine.pool.checkedin())]
        assert idle
        for connection in idle:
            assert {asked: connection.scalar(text(asked)) for asked in wanted} == wanted


def test_it_costs_no_further_read_and_waits_for_nobody(app, desk, noor):
    noor.open(PATH)
    asking = again(desk.open(PATH, headers=again(desk.open(PATH), "activity")), "activity")
    with queries(app) as sent:
        assert desk.open(PATH, headers=asking).status == 304
    assert len(sent) == 2
    with app.app_context(), writing() as session:
        session.execute(update(Presence).values(at=now() - timedelta(seconds=12)))
    before, held, done = rows(app), threading.Event(), threading.Event()

    def hold():
        with app.app_context(), writing() as session:
            session.execute(update(Order).values(shipping_method="held"))
            session.execute(update(Presence).values(doing="held"))
            held.set()
            done.wait(30)
            session.rollback()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(30)
    try:
        assert desk.open(PATH, headers=asking).status == 304
    finally:
        done.set()
        other.join()
    assert [(row.at, row.doing) for row in rows(app)] == [(row.at, row.doing) for row in before]


def test_all_that_is_shown_follows_but_the_fields_that_somebody_types_in(app, desk):
    first = desk.open(PATH)
    with app.app_context(), writing() as session:
        order = world.order(world.PAID)
        order.shipping_address = {"name": "Chloe", "street1": "Am Hafen 1", "city": "Kiel", "country": "DE"}
        order.marks.append(OrderMark(kind="backlog_sku", detail="MUG-2"))
        session.flush()
    with app.app_context():
        cancel(world.PAID, CancelReason.OUT_OF_STOCK, by=world.staff(Role.OWNER))
    told = desk.open(PATH, headers=again(first, "activity"))
    page, whole = told.page, desk.open(PATH).page
    assert "canceled: out of stock" in page.one(id="order-sub").text
    assert "Am Hafen 1" in page.region("Delivery address").text
    assert "MUG-2" in page.region("Marks").text
    asked = re.findall(r"#([a-z-]+):outerMorph", first.page.one(id="activity")["hx-select-oob"])
    parts = {part["id"] for part in page.all() if "id" in part}
    assert set(asked) <= parts
    shown = {section.name for section in whole.one(id="order").all("section")}
    assert shown - {section.name for section in page.all("section")} == {"Notes", "Tags"}
    assert not page.all("input", type="text") + page.all("textarea")
