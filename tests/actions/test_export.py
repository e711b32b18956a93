"""That orders were exported is a line of the store's log; a refusal is none."""

import pytest

from dashboard.actions.export import export
from dashboard.actions.once import Submission
from dashboard.core.exports import MOST, Form
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed
from tests import world
from tests.actions.people import store_log


def test_it_is_told_once(app):
    with app.app_context():
        by = world.staff(Role.MANAGER)
        once = Submission("k" * 20, "d")
        assert export(1_234, Form.CSV, by=by, once=once) == {"count": 1_234}
        with pytest.raises(Replayed):
            export(1_234, Form.CSV, by=by, once=once)
        with pytest.raises(KeyReused):
            export(1_234, Form.CSV, by=by, once=Submission("k" * 20, "other"))
        line = store_log()[-1]
        assert (line.verb, line.actor) == ("orders_exported", "Milan Sommer")
        assert line.text == {"orders": "1,234 orders", "form": "CSV"}


@pytest.mark.parametrize(
    ("role", "count", "refusal"),
    [
        (Role.SUPPORT, 1, NotPermitted),
        (Role.FULFILMENT, 1, NotPermitted),
        (Role.VIEWER, 1, NotPermitted),
        (Role.OWNER, 0, Invalid),
        (Role.OWNER, MOST + 1, Invalid),
    ],
)
def test_what_is_refused_leaves_no_line(app, role, count, refusal):
    with app.app_context():
        before = store_log()
        with pytest.raises(refusal):
            export(count, Form.XLSX, by=world.staff(role))
        assert store_log() == before
