"""Imports that run by themselves: rehearsed, halted, killed, taken up again, raced for; always by whole orders."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select, update

from dashboard.actions import import_work
from dashboard.actions.import_choose import choose
from dashboard.actions.import_forget import KEPT, forget_files
from dashboard.actions.import_lease import MOST_TRIES, Halted, claim, hold, new_token, release
from dashboard.actions.import_steer import steer
from dashboard.actions.import_work import work_on
from dashboard.actions.once import Submission
from dashboard.checks.run import run as check
from dashboard.core.imports import ImportState, Step
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Vanished, WrongState
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.import_runner import Runner, folder, work_off
from dashboard.importers.reading import Here
from dashboard.models import Activity, ImportedOrder, ImportProblem, ImportRun, Staff
from tests import world
from tests.faults.at_once import at_once
from tests.imports import HEADER, begun, counts, files, imported, looked_over, row, rows, run

S = ImportState
BAD = HEADER + row(1) + row(2, total="ten") + row(3)


class Killed(BaseException):
    """What a kill looks like from inside: nothing is caught, nothing tidied up."""


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(import_work, "CHUNK", 2)


@pytest.fixture
def inside(app):
    with app.app_context():
        yield app


def started(app, text, **options):
    number = looked_over(app, text, **options)
    steer(number, Step.START, by=COMMAND)
    return number


def killed_at(app, chunk):
    """Work that is killed once so many chunks are done; the lease stays behind."""
    done = []

    def kill(*_):
        done.append(1)
        if len(done) == chunk:
            raise Killed

    with pytest.raises(Killed):
        work_off(app, kill)
    db.session.rollback()


def expire(number):
    with writing() as session:
        session.execute(update(ImportRun).where(ImportRun.id == number).values(leased_until=now() - timedelta(1)))


def test_a_rehearsal_tells_what_will_be_and_leaves_nothing(inside):
    before = db.session.scalar(select(func.count(Activity.id)))
    number = looked_over(inside, BAD)
    assert (run(number).state, counts(number)) == (S.READY, (2, 0, 0, 1))
    assert (imported(), db.session.scalar(select(func.count(Activity.id)))) == (0, before)
    assert [(order["code"], order["total"]) for order in run(number).first] == [("SH-1", 1000)]
    assert db.session.scalars(select(ImportProblem.sentence)).one().startswith("#2: Under Total")
    assert not work_off(inside)
    assert check(db.session()).broken == []


def test_what_is_started_does_what_was_rehearsed(inside):
    number = started(inside, BAD)
    assert run(number).position == 0
    assert work_off(inside)
    assert (run(number).state, counts(number), imported()) == (S.FINISHED, (2, 0, 0, 1), 2)
    assert run(number).sums == {"EUR": [2000, 0]}
    assert [row.row for row in db.session.scalars(select(ImportedOrder).order_by(ImportedOrder.id))] == [2, 4]
    again = looked_over(inside, BAD)
    assert counts(again) == (0, 0, 2, 1)
    assert check(db.session()).broken == []


@pytest.mark.parametrize("chunk", [1, 2, 3])
def test_a_killed_import_goes_on_behind_the_last_whole_order(inside, chunk):
    number = started(inside, rows(1, 2, 3, 4, 5, 6, 7))
    killed_at(inside, chunk)
    assert (run(number).position, imported()) == (2 * chunk, 2 * chunk)
    assert not work_off(inside)  # somebody may still be at it
    expire(number)
    assert work_off(inside)
    assert (run(number).state, counts(number), imported()) == (S.FINISHED, (7, 0, 0, 0), 7)
    assert check(db.session()).broken == []


def test_a_kill_within_a_chunk_takes_the_chunk_back(inside, monkeypatch):
    number = started(inside, rows(1, 2, 3, 4))
    keep, calls = import_work.keep_touched, []

    def kill(*given):
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        keep(*given)

    monkeypatch.setattr(import_work, "keep_touched", kill)
    with pytest.raises(Killed):
        work_off(inside)
    db.session.rollback()
    assert (run(number).position, imported()) == (2, 2)
    monkeypatch.undo()
    expire(number)
    assert work_off(inside)
    assert (counts(number), imported()) == ((4, 0, 0, 0), 4)


def test_a_killed_rehearsal_goes_on_too(inside):
    number = begun(inside, rows(1, 2, 3, 4, 5))
    killed_at(inside, 1)
    assert (run(number).state, run(number).position) == (S.LOOKING, 2)
    expire(number)
    assert work_off(inside)
    assert (run(number).state, counts(number), imported()) == (S.READY, (5, 0, 0, 0), 0)


def test_a_file_that_breaks_it_again_and_again_is_given_up(inside):
    number = started(inside, rows(1, 2, 3))
    for _ in range(MOST_TRIES):
        token = new_token()
        assert claim(token) == number
        expire(number)
    assert claim(new_token()) is None
    assert run(number).state is S.FAILED
    assert "again and again" in run(number).failure
    steer(number, Step.RESUME, by=COMMAND)
    assert work_off(inside)
    assert run(number).state is S.FINISHED


def test_paused_between_two_orders_and_resumed(inside):
    number = started(inside, rows(1, 2, 3, 4, 5))
    assert work_off(inside, lambda *_: steer(number, Step.PAUSE, by=COMMAND) if imported() == 2 else None)
    assert (run(number).state, run(number).position, imported()) == (S.PAUSED, 2, 2)
    assert not work_off(inside)
    steer(number, Step.RESUME, by=COMMAND)
    assert work_off(inside)
    assert (run(number).state, counts(number)) == (S.FINISHED, (5, 0, 0, 0))


def test_canceled_for_good_and_what_is_in_stays(inside):
    number = started(inside, rows(1, 2, 3, 4, 5))
    assert work_off(inside, lambda *_: steer(number, Step.CANCEL, by=COMMAND))
    assert (run(number).state, run(number).position, imported()) == (S.STOPPED, 2, 2)
    for step in (Step.RESUME, Step.PAUSE, Step.START, Step.CANCEL):
        with pytest.raises(WrongState):
            steer(number, step, by=COMMAND)
    assert check(db.session()).broken == []


def test_choices_made_meanwhile_begin_the_rehearsal_anew(inside):
    number = begun(inside, rows(1, 2, 3))
    chosen = []

    def once(*_):
        if not chosen:
            chosen.append(choose(number, {"prefix": "B-"}, by=COMMAND))

    assert work_off(inside, once)
    assert (run(number).state, run(number).position) == (S.LOOKING, 0)
    assert work_off(inside)
    assert (counts(number), run(number).first[0]["code"]) == ((3, 0, 0, 0), "B-1")


WITHOUT_CURRENCY = (
    "Name,Created at,Lineitem quantity,Lineitem name,Lineitem price\n#1,2026-11-02 09:30:00 +0100,1,Cup,10.00\n"
)


def test_a_file_without_currency_needs_the_choice_first(inside):
    number = looked_over(inside, WITHOUT_CURRENCY)
    assert (run(number).state, run(number).looked["needed"]) == (S.OPEN, ["currency"])
    with pytest.raises(WrongState, match="leaves something open"):
        steer(number, Step.START, by=COMMAND)
    with pytest.raises(Invalid) as refused:
        choose(number, {"prefix": "SH-", "currency": "EURO"}, by=COMMAND)
    assert refused.value.field == "currency"
    choose(number, {"prefix": "SH-", "currency": "EUR"}, by=COMMAND)
    assert work_off(inside)
    assert (run(number).state, counts(number)) == (S.READY, (1, 0, 0, 0))


@pytest.mark.parametrize(
    ("choices", "field"),
    [({"prefix": "OD-"}, "prefix"), ({"prefix": "a b"}, "prefix"), ({"prefix": "", "zone": "Mars/Base"}, "zone")],
)
def test_choices_that_cannot_be(inside, choices, field):
    number = looked_over(inside, rows(1))
    with pytest.raises(Invalid) as refused:
        choose(number, choices, by=COMMAND)
    assert (refused.value.field, run(number).state) == (field, S.READY)


def test_a_file_that_cannot_be_read_fails_with_its_own_name(inside):
    number = looked_over(inside, "Name,Email\n", name="my shop.csv")
    assert run(number).state is S.FAILED
    assert run(number).failure.startswith("my shop.csv is no orders export of Shopify")
    with pytest.raises(WrongState):
        steer(number, Step.RESUME, by=COMMAND)  # it never began


def test_a_file_that_is_gone_is_said_to_be(inside):
    number = started(inside, rows(1, 2, 3))
    for file in files(inside):
        file.unlink()
    assert work_off(inside)
    assert (run(number).state, "not kept any more" in run(number).failure) == (S.FAILED, True)


def test_whoever_started_it_must_still_be_allowed_to(inside):
    by = world.staff(Role.MANAGER)
    number = looked_over(inside, rows(1, 2, 3), by=by)
    steer(number, Step.START, by=by)
    with writing() as session:
        session.execute(update(Staff).where(Staff.id == by.id).values(role=Role.VIEWER))
    assert work_off(inside)
    assert (run(number).state, imported()) == (S.PAUSED, 0)
    assert "may not import files" in run(number).failure
    steer(number, Step.RESUME, by=world.staff(Role.OWNER))
    assert work_off(inside)
    assert (run(number).state, run(number).by_name) == (S.FINISHED, world.COLLEAGUES[Role.OWNER])
    with writing() as session:
        session.execute(update(Staff).where(Staff.role == Role.OWNER).values(active=False))
        session.execute(update(ImportRun).values(state=S.RUNNING, finished_at=None))
    assert work_off(inside)
    assert "works here no more" in run(number).failure


def deactivated(by):
    """What deactivates them once a chunk is done."""

    def deactivate(*_):
        with writing() as session:
            session.execute(update(Staff).where(Staff.id == by.id).values(active=False))

    return deactivate


@pytest.mark.parametrize("rehearsed", [True, False])
def test_who_is_deactivated_meanwhile_brings_in_no_more(inside, rehearsed):
    by = world.staff(Role.MANAGER)
    number = begun(inside, rows(*range(1, 8)), by=by)
    if rehearsed:
        assert work_off(inside)
        steer(number, Step.START, by=by)
    assert work_off(inside, deactivated(by))
    assert (run(number).state, run(number).position, imported()) == (S.PAUSED, 2, 2 if rehearsed else 0)
    assert "works here no more" in run(number).failure
    owner = world.staff(Role.OWNER)
    if rehearsed:
        steer(number, Step.RESUME, by=owner)
    else:
        choose(number, run(number).choices, by=owner)
    assert work_off(inside)
    assert (run(number).state, counts(number)) == (S.FINISHED if rehearsed else S.READY, (7, 0, 0, 0))
    assert run(number).by_name == owner.name


def test_two_runners_share_the_work_and_never_an_order(app):
    with app.app_context():
        numbers = [looked_over(app, rows(*range(first, first + 6))) for first in (10, 20)]
        for number in numbers:
            steer(number, Step.START, by=COMMAND)

    def work():
        with app.app_context():
            while work_off(app):
                pass

    at_once([work] * 3)
    with app.app_context():
        assert [(run(number).state, counts(number)) for number in numbers] == [(S.FINISHED, (6, 0, 0, 0))] * 2
        assert imported() == 12
        assert check(db.session()).broken == []


def test_one_of_many_gets_the_lease(app):
    with app.app_context():
        number = begun(app, rows(1))

    def take():
        with app.app_context():
            return claim(new_token())

    assert sorted(at_once([take] * 6), key=str) == sorted([number, *[None] * 5], key=str)


def test_who_lost_the_lease_writes_nothing_more(inside):
    number = started(inside, rows(1, 2, 3, 4, 5))
    late, path = new_token(), files(inside)[0]
    assert claim(late) == number

    def overtaken(*_):
        expire(number)
        assert work_off(inside)

    with pytest.raises(Halted):
        work_on(number, late, path, Here(), overtaken)
    assert (run(number).state, counts(number), imported()) == (S.FINISHED, (5, 0, 0, 0), 5)


def test_a_lease_that_is_let_go_is_free_at_once(inside):
    number, token = started(inside, rows(1, 2, 3)), new_token()
    assert claim(token) == number
    release(number, "somebody else")
    assert claim(new_token()) is None
    release(number, token)
    assert claim(new_token()) == number
    with pytest.raises(Halted), writing() as session:
        hold(session, number, token)


def test_each_form_acts_once_and_only_for_who_may(inside):
    number, by = looked_over(inside, rows(1, 2)), world.staff(Role.MANAGER)
    once = Submission.of("a-key-of-this-form", "/start", by, [])
    start = partial(steer, number, Step.START, once=once)
    with pytest.raises(NotPermitted):
        start(by=world.staff(Role.SUPPORT))
    assert run(number).state is S.READY
    assert start(by=by) == {"run": number, "step": "start"}
    with pytest.raises(Replayed):
        start(by=by)
    with pytest.raises(KeyReused):
        steer(number, Step.PAUSE, by=by, once=Submission.of("a-key-of-this-form", "/pause", by, []))
    with pytest.raises(Vanished):
        steer(number + 99, Step.PAUSE, by=by)
    with pytest.raises(NotPermitted):
        begun(inside, rows(1), by=Person("staff", 1, "Sofia", Role.SUPPORT))
    with pytest.raises(NotPermitted):
        choose(number, {"prefix": ""}, by=world.staff(Role.VIEWER))
    with pytest.raises(WrongState):
        choose(number, {"prefix": ""}, by=by)
    assert run(number).by_name == by.name


def test_the_last_prefix_of_a_source_is_offered_again(inside):
    first = started(inside, rows(1), prefix="WEB-")
    assert work_off(inside)
    assert run(begun(inside, rows(2))).choices["prefix"] == run(first).choices["prefix"] == "WEB-"


def test_files_are_kept_for_a_while_only(inside):
    number = looked_over(inside, rows(1))
    stray = folder(inside) / "nobody knows"
    stray.write_text("x")
    forget_files(folder(inside))
    assert len(files(inside)) == 2
    with writing() as session:
        session.execute(update(ImportRun).values(uploaded_at=now() - KEPT - timedelta(days=1)))
    forget_files(folder(inside))
    assert (run(number).stored, [file.name for file in files(inside)]) == (None, ["nobody knows"])


def test_the_thread_survives_a_fault_and_leaves_when_told(app, monkeypatch):
    runner = Runner(app)
    told = []

    def fault(*_):
        told.append(1)
        if len(told) == 2:
            runner.stopping.set()
        raise Killed

    monkeypatch.setattr("dashboard.import_runner.work_off", fault)
    monkeypatch.setattr(runner, "idle", 0)
    monkeypatch.setattr("threading.excepthook", lambda _: None)
    runner.run()
    assert len(told) == 2
    with app.app_context(), pytest.raises(Halted):
        runner.refuse_when_stopping(1, 2)
