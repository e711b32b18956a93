"""Undoing an import: what it made goes, log and all, unless somebody touched it; what it changed stays."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from dashboard.actions import import_undo
from dashboard.actions.change import change
from dashboard.actions.import_steer import steer
from dashboard.actions.import_undo import undo_import
from dashboard.checks.run import run as check
from dashboard.core.guards import Action
from dashboard.core.imports import ImportState, Step
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import NotPermitted, WrongState
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.import_runner import work_off
from dashboard.models import Activity, Credit, CustomerSpend, ImportRun, Order, OrderDoc, OrderLine, Staff
from tests import world
from tests.imports import HEADER, SALES, counts, imported, looked_over, row, rows, run

S = ImportState


@pytest.fixture
def inside(app):
    with app.app_context():
        yield app


def brought(app, text, **options):
    number = looked_over(app, text, **options)
    steer(number, Step.START, by=COMMAND)
    assert work_off(app)
    assert run(number).state is S.FINISHED
    return number


def touch(code, by=None):
    with change(code, Action.TAG, by=by or COMMAND) as under_way:
        under_way.record("tagged", tag="gift")


def everything():
    """How many rows there are of what an order is made of."""
    return [len(db.session.scalars(select(kind)).all()) for kind in (Order, OrderLine, Activity, OrderDoc)]


def test_all_that_it_made_goes_and_can_come_again(inside):
    before = everything()
    number = brought(inside, rows(1, 2, 3))
    assert everything() != before
    undo_import(number, by=COMMAND)
    assert run(number).state is S.UNDOING
    assert work_off(inside)
    assert (run(number).state, everything()) == (S.UNDONE, before)
    assert check(db.session()).broken == []
    again = brought(inside, rows(1, 2, 3))
    assert counts(again) == (3, 0, 0, 0)
    with pytest.raises(WrongState, match="undone already"):
        undo_import(number, by=COMMAND)


def test_it_is_refused_once_somebody_touched_one_naming_who(inside):
    number = brought(inside, rows(*range(1, 8)))
    before = everything()
    touch("SH-2", world.staff(Role.SUPPORT))
    for code in ("SH-3", "SH-4", "SH-5"):
        touch(code)
    with pytest.raises(WrongState) as refused:
        undo_import(number, by=COMMAND)
    sentence = refused.value.sentence
    assert "SH-2 (Sofia Lund: Tag gift added)" in sentence
    assert "and 1 more" in sentence
    assert run(number).state is S.FINISHED
    assert everything()[:2] == before[:2]


def test_what_it_only_changed_stays(inside):
    first = brought(inside, HEADER + row(1).replace("paid", "pending"))
    second = brought(inside, HEADER + row(1) + row(2))
    assert counts(second) == (1, 1, 0, 0)
    with pytest.raises(WrongState, match="SH-1"):
        undo_import(first, by=COMMAND)
    undo_import(second, by=COMMAND)
    assert work_off(inside)
    assert db.session.scalars(select(Order.code).where(Order.source == "shopify")).all() == ["SH-1"]
    assert check(db.session()).broken == []


def test_it_goes_on_where_it_was_broken_off_and_spares_what_was_touched_meanwhile(inside, monkeypatch):
    monkeypatch.setattr(import_undo, "CHUNK", 2)
    number = brought(inside, rows(1, 2, 3, 4, 5))
    undo_import(number, by=COMMAND)

    def kill(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work_off(inside, kill)
    db.session.rollback()
    assert imported() == 3
    touch("SH-4")
    with writing() as session:
        session.execute(update(ImportRun).values(leased_until=now() - timedelta(1)))
    assert work_off(inside)
    assert (run(number).state, db.session.scalars(select(Order.code).where(Order.source == "shopify")).all()) == (
        S.UNDONE,
        ["SH-4"],
    )
    assert check(db.session()).broken == []


def test_who_is_deactivated_meanwhile_takes_no_more_back(inside, monkeypatch):
    monkeypatch.setattr(import_undo, "CHUNK", 2)
    number, by = brought(inside, rows(1, 2, 3, 4, 5)), world.staff(Role.MANAGER)

    def deactivate(*_):
        with writing() as session:
            session.execute(update(Staff).where(Staff.id == by.id).values(active=False))

    undo_import(number, by=by)
    assert work_off(inside, deactivate)
    assert (run(number).state, imported()) == (S.FINISHED, 3)
    assert "works here no more" in run(number).failure
    assert check(db.session()).broken == []
    undo_import(number, by=world.staff(Role.OWNER))
    assert work_off(inside)
    assert (run(number).state, run(number).failure, imported()) == (S.UNDONE, None, 0)


def test_the_owners_total_spend_follows(inside):
    number = brought(inside, rows(1, 2))
    with writing() as session:  # as if the import had found the owner itself
        order = session.scalars(select(Order).where(Order.code == "SH-1")).one()
        order.account_id = world.customer(world.KATE).id
        import_undo.spend.recompute(session, order.account_id)
    mine = select(CustomerSpend.amount).where(CustomerSpend.customer_id == world.customer(world.KATE).id)
    before = db.session.scalar(mine.where(CustomerSpend.currency == "EUR"))
    undo_import(number, by=COMMAND)
    assert work_off(inside)
    assert db.session.scalar(mine.where(CustomerSpend.currency == "EUR")) == before - 1000
    assert check(db.session()).broken == []


def test_it_needs_the_right_and_something_to_undo(inside):
    number = brought(inside, rows(1))
    with pytest.raises(NotPermitted):
        undo_import(number, by=world.staff(Role.SUPPORT))
    ready = looked_over(inside, rows(2))
    with pytest.raises(WrongState):
        undo_import(ready, by=COMMAND)
    assert imported() == 1


def test_the_database_lets_no_other_chain_go(inside):
    """Only while the import is being undone, and only of an order that is as the import left it."""
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    number = brought(inside, rows(1, 2))
    gone = text("DELETE FROM activities WHERE order_id IN (SELECT id FROM orders WHERE code = 'SH-1')")
    with pytest.raises(DBAPIError, match="written once"), writing() as session:
        session.execute(gone)
    undo_import(number, by=COMMAND)
    touch("SH-1")
    with pytest.raises(DBAPIError, match="written once"), writing() as session:
        session.execute(gone)
    assert json.loads(db.session.scalars(select(Activity.text).order_by(Activity.id.desc())).first()) == {"tag": "gift"}


def test_credits_go_with_the_import_that_brought_them(inside):
    number = brought(inside, SALES, source="table")
    assert [credit.code for credit in db.session.scalars(select(Credit))] == ["IM-C2"]
    undo_import(number, by=COMMAND)
    assert work_off(inside)
    assert run(number).state is S.UNDONE
    assert db.session.scalars(select(Credit)).all() == []
    assert check(db.session()).broken == []


CUSTOMERS = "Customer ID,First Name,Last Name,Email,Total Spent,Total Orders\n'1001,Ida,Holm,ida@mail.example,10.00,1\n"


def test_a_customer_whose_number_is_an_orders_leaves_the_order_alone(inside):
    orders = brought(inside, rows(1001))
    customers = brought(inside, CUSTOMERS, source="shopify_customers")
    assert counts(customers) == (1, 0, 0, 0)
    assert run(customers).orders_made == 0
    with pytest.raises(WrongState, match="nothing to take back: accounts"):
        undo_import(customers, by=COMMAND)
    assert run(customers).state is S.FINISHED
    assert imported() == 1
    assert run(orders).state is S.FINISHED
    assert check(db.session()).broken == []
