"""TRUST 1, after a kill: whoever works on a submit is killed around its commit; submitted again, it has one effect.

Generated from the URL map: every route of orders and customers that changes something, as the roles' table asks it.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.actions.archive import archive
from dashboard.checks.run import run
from dashboard.core.person import COMMAND, Role
from dashboard.extensions import db
from tests import world
from tests.pages import conftest, test_once, test_roles
from tests.pages.visitor import signed_in

pytestmark = pytest.mark.faults

request_of, make_ready, of_settings = test_roles.request_of, test_roles.make_ready, test_roles.of_settings
of_customer, spare, spare_session = test_roles.of_customer, test_roles.spare, test_roles.spare_session
spare_view, waiting, counted = test_roles.spare_view, test_roles.waiting, test_once.counted
of_facts, a_batch, of_goods = test_roles.of_facts, test_roles.a_batch, test_roles.of_goods
many_mugs, noted = test_roles.many_mugs, test_roles.noted
desk, number, stands, inside = conftest.desk, conftest.number, conftest.stands, conftest.inside

ROOT = Path(__file__).resolve().parent.parent.parent
# A batch goes on beside the pages, so its one effect comes later: tests/faults/test_bulk.py kills it.
RULES = [rule for rule in test_once.WITH_KEY if not rule.startswith(("/orders/bulk", "/batches"))]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An empty instance folder."""
    return tmp_path


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("rule", RULES)
def test_killed_at_the_commit_and_submitted_again_it_has_one_effect(
    app, instance, desk, request_of, make_ready, counted, rule, when
):
    make_ready(rule)
    one_effect(app, instance, counted, when, *request_of(rule), most=2)


@pytest.mark.parametrize("when", ["before", "after"])
def test_erasing_and_merging_too(app, instance, desk, counted, number, when):
    with app.app_context():
        archive(world.PAID, by=COMMAND)
        version = world.customer(world.CHLOE).version
    chloe, kate = number(world.CHLOE), number(world.KATE)
    form = desk.open(f"/customers/{chloe}/merge", **{"with": kate}).page.one("input", name="with")
    merging = {"key": "m" * 20, "version": version, "with": form["value"]}
    one_effect(app, instance, counted, when, f"/customers/{chloe}/merge", merging, most=5)
    with app.app_context():
        for code in (world.UNPAID, world.GUEST):
            archive(code, by=COMMAND)
        version = world.customer(world.CHLOE).version
    erasing = {"key": "e" * 20, "version": version, "confirm": world.CHLOE}
    one_effect(app, instance, counted, when, f"/customers/{chloe}/erase", erasing, most=8)


def one_effect(app, instance: Path, counted, when: str, path: str, fields: dict, most: int) -> None:
    """Killed at its commit this submit has one effect or none; submitted again, one: at most so many lines of logs."""
    visitor = signed_in(app, Role.OWNER)
    fields["csrf_token"] = visitor.token
    before = counted()
    with app.app_context():
        db.engine.dispose()
    killed = submit(app, instance, visitor.client.get_cookie("desk").value, when, {"path": path, "fields": fields})
    assert killed == (-9, "")
    meanwhile = counted()
    assert (meanwhile == before) == (when == "before")  # one effect or none, and never half of one
    answer = visitor.post(path, fields)
    after = counted()
    assert (answer.status, after["once"]) == (303, before["once"] + 1)
    assert 1 <= after["activities"] - before["activities"] <= most
    assert after == meanwhile or when == "before"
    with app.app_context():
        assert run(db.session()).broken == []


def submit(app, instance: Path, cookie: str, when: str, asked: dict) -> tuple[int, str]:
    """How a process that submits this ended, and what it answered."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    command = [sys.executable, "-m", "tests.faults.killed", url, str(instance), cookie, when]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(asked), capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout
