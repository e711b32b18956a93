"""Importing again: the same order is known as such, another one under its code is told, and differences are told."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboard.actions.import_begin import begin, default_prefix
from dashboard.actions.import_item import Origin, Outcome, import_items, known_items
from dashboard.actions.import_work import told
from dashboard.checks.run import run
from dashboard.core.person import COMMAND
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.importers.incoming import IncomingLine, IncomingPayment
from tests.actions.test_import_item import order

ORIGIN = Origin("shopify", "Shopify", "SH-", "DE", own="OD-")
BY_NUMBER = replace(order("500"), source_id=None)


@pytest.fixture
def desk(app):
    with app.app_context():
        yield
        assert run(db.session()).broken == []


def bring(*items, origin=ORIGIN):
    """Outcomes, and what was told."""
    with writing() as session:
        known = known_items(session, items, origin)
        came = import_items(session, items, known, origin, by=COMMAND, at=now())
    return [one.outcome for one in came], [problem.sentence for problem in told(came, known, origin).problems]


def test_another_order_under_the_same_number_is_refused(desk):
    bring(BY_NUMBER)
    lamp = replace(BY_NUMBER, lines=(IncomingLine("Lamp", "L", 1, Decimal("99.00")),), total=9900)
    another = "#500: SH-500 is another order here already. Choose another code prefix."
    assert bring(lamp) == ([None], [another])
    assert bring(replace(BY_NUMBER, currency="USD")) == ([None], [another])


def test_a_later_state_without_an_id_is_the_same_order(desk):
    bring(replace(BY_NUMBER, payment=IncomingPayment()))
    assert bring(BY_NUMBER) == ([Outcome.CHANGED], [])
    assert bring(replace(BY_NUMBER, refunded=400)) == ([Outcome.CHANGED], [])
    shipped_for = replace(BY_NUMBER, refunded=400, shipping=300, total=1300)
    assert bring(shipped_for)[0] == [Outcome.UNCHANGED]


def test_another_total_at_the_source_is_told(desk):
    bring(order("1"))
    edited = replace(order("1"), lines=(IncomingLine("Mug", "M", 3, Decimal("5.00")),), total=1500)
    sentence = "#1: its total is 15.00 EUR in the file and 10.00 EUR here. It stays as it is here."
    assert bring(edited) == ([Outcome.UNCHANGED], [sentence])


def test_the_prefix_is_remembered_for_all_files_of_a_system(desk):
    begin(db.session(), "shopify", "orders.csv", by=COMMAND, choices={"prefix": "A-"}, lease="token")
    assert default_prefix(db.session(), "shopify_json") == "A-"
    assert default_prefix(db.session(), "table") == "IM-"


def test_another_currency_is_refused(desk):
    bring(order("1"))
    assert bring(order("1", currency="JPY")) == ([None], ["#1: SH-1 is in EUR here and in JPY in the file."])


@pytest.mark.parametrize(("prefix", "number"), [("", "OD-10001"), ("", "test-1"), ("o", "D-7")])
def test_a_code_of_the_desks_own_series_is_refused(desk, prefix, number):
    outcomes, sentences = bring(replace(order("1"), number=number), origin=replace(ORIGIN, prefix=prefix))
    assert outcomes == [None] and sentences[0].endswith(
        "looks like a code of the desk’s own orders. Choose another code prefix."
    )
