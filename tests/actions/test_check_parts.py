"""What `flask check` reads of many orders at once is what the rest of the desk knows of each, broken or not."""

import pytest
from sqlalchemy import select

from dashboard.actions.record import chain_hash
from dashboard.actions.record import digest as digest_of
from dashboard.checks.case import Money
from dashboard.checks.cases import cases
from dashboard.checks.goods import goods
from dashboard.checks.parts import Range
from dashboard.checks.run import run
from dashboard.core.quantities import per_line
from dashboard.core.statuses import fulfilment_status, payment_status
from dashboard.extensions import db
from dashboard.models import Activity, Order
from dashboard.models.order_facts import facts
from tests.actions import test_check

damage = test_check.damage
ALL = Range(1, 1_000_000)
# Behind the application's back: goods and money that no rule would let come about.
ODDITIES = """
UPDATE refunds SET amount = 9900, items = 10000, shipping = 0, adjustment = 0, fee = 100;
UPDATE refund_lines SET quantity = 5, withdrawn = 1;
UPDATE payments SET state = 'open' WHERE order_id = (SELECT id FROM orders WHERE code = 'OD-1');
UPDATE shipments SET status = 'delivered', point = 'pickup'
WHERE order_id = (SELECT id FROM orders WHERE code = 'OD-7');
UPDATE orders SET state = 'canceled', cancel_reason = 'other' WHERE code = 'OD-2';
INSERT INTO goods_returns (id, order_id, reason, at) SELECT 1, id, '', placed_at FROM orders WHERE code = 'OD-1';
INSERT INTO goods_return_lines (goods_return_id, line_id, quantity, restocked, condition)
SELECT 1, id, 2, 0, 'as_new' FROM order_lines WHERE order_id = (SELECT id FROM orders WHERE code = 'OD-1');
"""
# Each column that a line's hash is over, changed in the first line of another order.
TAMPERED = (
    "at = '2020-01-01 00:00:00.000000'",
    "verb = 'edited'",
    "actor_kind = 'nobody'",
    "actor_id = 77",
    "from_customer_id = 1",
    "to_customer_id = 1",
    "digest = hash",
    "previous_hash = digest",
)


@pytest.mark.parametrize("statements", ["", ODDITIES], ids=["whole", "broken"])
def test_every_order_is_seen_as_its_page_sees_it(app, damage, statements):
    damage(statements or "SELECT 1")
    with app.app_context():
        found = cases(db.session(), ALL)
        assert [case.row.id for case in found] == list(db.session.scalars(select(Order.id).order_by(Order.id)))
        for case in found:
            known = facts(db.session(), db.session.get_one(Order, case.row.id))
            first = case.lines[0].id
            assert {first + line: pieces for line, pieces in case.goods.pieces.items()} == per_line(known)
            assert case.goods.status is fulfilment_status(known)
            assert case.goods.ordered == sum(line.ordered for line in known.lines)
            assert case.money == Money(
                known.total, known.captured, known.attempt_open, known.refunded, known.fees, known.reserved, known.held
            )
            assert payment_status(case.money) is payment_status(known)


def test_orders_alike_share_their_goods_and_others_do_not():
    line, sent = (0, 2, 0, 0, 2), ("shipped", "manual", "local", ((0, 2),))
    known = goods("open", False, (line,), (sent,), ())
    assert goods("open", False, ((0, 2, 0, 0, 2),), (("shipped", "manual", "local", ((0, 2),)),), ()) is known
    others = [
        goods("canceled", False, (line,), (sent,), ()),
        goods("open", True, (line,), (sent,), ()),
        goods("open", False, (line, (1, 1, 0, 0, None)), (sent,), ()),
        goods("open", False, (line,), (("delivered", "manual", "local", ((0, 2),)),), ()),
        goods("open", False, (line,), (sent,), ((0, 1),)),
    ]
    assert known not in others


def test_no_column_of_a_line_can_be_changed_unseen(app, damage):
    codes = [f"OD-{number}" for number in range(1, len(TAMPERED) + 1)]
    for code, change in zip(codes, TAMPERED, strict=True):
        damage(
            f"UPDATE activities SET {change} WHERE seq = 1 AND order_id = (SELECT id FROM orders WHERE code = '{code}')"
        )
    assert chains(app) == codes


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "column", ["verb", "actor_kind", "actor_name", "text", "salt", "digest", "previous_hash", "hash"]
)
def test_nothing_hides_behind_a_nul(app, damage, column):
    damage(f"UPDATE activities SET {column} = {column} || char(0) || 'more' WHERE seq = 1 AND {test_check.OF_OD_1}")
    assert chains(app) == ["OD-1"]


def test_small_slices_see_what_one_sees(app, damage, monkeypatch):
    damage(ODDITIES)
    damage(f"UPDATE activities SET verb = 'edited' WHERE seq = 1 AND {test_check.OF_OD_1}")
    with app.app_context():
        whole = run(db.session())
        monkeypatch.setattr("dashboard.checks.run.SLICE", 1)
        assert run(db.session()) == whole
    assert {finding.name for finding in whole.broken} >= {"chain", "statuses", "sums"}


def chains(app) -> list[str]:
    """Whose logs are found to be changed."""
    with app.app_context():
        return [code for finding in run(db.session()).broken if finding.name == "chain" for code in finding.first]


def test_a_line_is_as_the_recipe_says(app):
    with app.app_context():
        for line in db.session.scalars(select(Activity)):
            assert line.hash == chain_hash(line)
            assert line.digest == digest_of(line.salt, line.actor_name, line.text)
    assert chains(app) == []
