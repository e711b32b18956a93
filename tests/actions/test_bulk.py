"""The same done to many orders as one batch: what becomes of each, by whom, once; and all taken back together."""

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from dashboard.actions import batch_work
from dashboard.actions.archive import archive
from dashboard.actions.batch_lease import claim, new_token
from dashboard.actions.batch_work import step, work_on
from dashboard.actions.bulk import Wish, bulk
from dashboard.actions.once import Submission
from dashboard.actions.undo import undo
from dashboard.core.batches import BatchState, BatchVerb, Outcome
from dashboard.core.person import Person, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Vanished
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, Batch, BatchOrder, Message, Staff
from dashboard.models.selection import last_line, picked
from tests import world
from tests.actions.test_change import broken, log, spent
from tests.actions.test_reassign import SHOP, letters

KEY, OTHER = Submission("b" * 32, "d" * 64), Submission("b" * 32, "e" * 64)
ALL = (
    world.PAID, world.TWO_BOXES, world.UNPAID, world.GUEST, world.GUEST_PHONE, world.RETURNED_TO_CART, world.ARCHIVED,
    world.CANCELED,
)  # fmt: skip


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def do(verb: str, *codes: str, to: str | None = None, by: Person | None = None, **options: Any) -> Batch:
    """Do it to these orders, as they are now, as Sofia of support would; the batch that comes of it."""
    wish = {name: options.pop(name) for name in ("tag", "notify") if name in options}
    number = world.customer(to).id if to else None
    options.setdefault("as_of", last_line(db.session()))
    chosen = picked(db.session(), codes or ALL)
    result = bulk(
        Wish(BatchVerb(verb), number, **wish), chosen, by=by or world.staff(Role.SUPPORT), shop=SHOP, **options
    )
    return batch(result["batch"])


def batch(number: int) -> Batch:
    """The batch as it is in the database."""
    return db.session.get_one(Batch, number, populate_existing=True)


def outcomes(of: Batch) -> dict[str, tuple[str, str | None]]:
    """What became of each order, and why."""
    rows = db.session.scalars(select(BatchOrder).where(BatchOrder.batch_id == of.id).order_by(BatchOrder.position))
    return {row.code: (row.outcome.value, row.sentence) for row in rows.all()}


@pytest.mark.feature("R6")
def test_each_order_is_archived_or_says_why_not():
    made = do("archive")
    assert (made.state, made.done, made.refused, made.waiting) == (BatchState.FINISHED, 7, 1, 0)
    found = outcomes(made)
    assert found.pop(world.ARCHIVED) == ("refused", "This order is archived already.")
    assert set(found.values()) == {("done", None)}
    assert all(world.order(code).archived_at for code in ALL)
    assert log(world.PAID)[-1].actor_name == "Sofia Lund"
    assert json.loads(log(world.PAID)[-1].text) == {"lot": {"batch": made.id, "count": 8}}
    assert broken() == []
