"""Pages are measured against what they are: the floor answers with the very same page, and every bound is looked at."""

import argparse

import pytest
from sqlalchemy.exc import DBAPIError

from dashboard.bench import __main__ as bench
from dashboard.bench.pages import addresses, floor, stack, tables, typed
from dashboard.bench.pages.cost import PER_ROUND, ROUNDS, Cost, turns
from dashboard.bench.pages.cost import measured as measured_in_turns
from dashboard.bench.pages.desk_session import Answer, ask, recording, signed_in
from dashboard.bench.pages.engine import Spread, asked, spread
from dashboard.bench.pages.measure import DEEP, ONE, SEVERAL, Measured, kinds
from dashboard.bench.pages.recorder import Sent, recorded
from dashboard.bench.pages.upkeep import upkeep
from dashboard.bench.store.kept import Kept
from dashboard.bench.store.make import make
from dashboard.extensions import db
from tests import databases

ORDERS = 60


@pytest.fixture
def store(empty_database, instance, kind):
    """A small store."""
    with databases.application(empty_database, instance) as app:
        make([app], ORDERS)
    return Kept(kind, empty_database, instance, ORDERS)


def test_a_page_is_recorded_and_its_floor_and_stack_answer_with_the_same_bytes(store):
    app = recording(store)
    with signed_in(app) as (client, cookie):
        assert cookie.startswith("desk=")
        pages = kinds(app, client, ORDERS)
        assert all(pages.values())
        paths = [pages[page][0] for page in ("orders page, any sort", "order page", "reassign dialog")]
        answers = {path: ask(client, path) for path in paths}
        assert all(answer.queries and answer.sent[0].rows is not None for answer in answers.values())
        bare = floor.application(store.url, {path: floor.page(answer) for path, answer in answers.items()})
        said = []
        for path, answer in answers.items():
            name, _, query = path.partition("?")
            said.clear()
            body = b"".join(bare({"PATH_INFO": name, "QUERY_STRING": query}, lambda *head: said.extend(head)))
            assert body.decode() == answer.body
            assert said[0] == "200 OK"
        same = {path: floor.page(answer) for path, answer in answers.items()}
        frameworks = stack.application(store.url, store.instance, same).test_client()
        frameworks.set_cookie("desk", cookie.partition("=")[2])
        for path, answer in answers.items():
            assert frameworks.get(path).text == answer.body
        with app.app_context():
            words = typed.searches(db.session(), ORDERS, 2) + typed.people(db.session(), ORDERS, 2)
        assert {"code", "SKU", "no match", "phone, national"} <= {one.shape for one in words}
        found = asked(client, paths)
        silent = found[0].without({one.statement for one in found[0].sent})
        assert silent.queries == 0 < found[0].queries
        assert [one.path for one in found] == paths
        assert spread(found).most >= spread(found[:1]).p50 >= 0
        assert upkeep(app) >= 0
        assert ask(client, "/orders").queries == answers[paths[0]].queries
        with pytest.raises(RuntimeError, match="answered 404"):
            ask(client, "/orders/OD-0")


def test_what_is_given_up_has_taken_its_time_and_the_floor_does_without(store):
    app = recording(store)
    with app.app_context(), recorded() as sent:
        with pytest.raises(DBAPIError), db.engine.connect() as connection:
            connection.exec_driver_sql("SELECT nothing FROM nowhere")
        db.engine.dispose()
    (given_up,) = (one for one in sent if not one.done)
    assert (given_up.statement, given_up.rows, given_up.reads) == ("SELECT nothing FROM nowhere", [], True)
    assert given_up.wall > 0
    assert (given_up.statement, given_up.values) not in floor.page(Answer("/", "", sent)).statements


def test_the_floor_fills_values_in_where_they_stand_in_the_page():
    sent = [floor_sent("SELECT 1", [("Ann <3", 7)]), floor_sent("BEGIN", [])]
    answer = Answer("/", "<b>Ann &lt;3</b> {{ no }} Annabel", sent)
    page = floor.page(answer)
    assert page.template == "<b>{{ v[0] }}</b> { { no }} Annabel"
    assert page.places == [(0, 0, 0)]
    assert page.statements == [("SELECT 1", (), False)]


def floor_sent(statement, rows):
    """Something that was sent."""
    return Sent(statement, (), rows, 0.0, 0.0)


def test_every_filter_goes_with_every_sort():
    lists = addresses.lists()
    assert len(lists) == len({addresses.orders(query) for query in lists})
    assert {"payment": "paid", "sort": "total"} in lists
    assert addresses.combinations(5) == addresses.combinations(5)
    assert all(len(query) >= 2 for query in addresses.combinations(30))
    assert addresses.orders({}) == "/orders"


def cost(**changes):
    """What a page costs: within every bound, but for the changes."""
    kept = {"desk": 2, "floor": 1, "ratio": 1.9, "stack": 1.5, "p50": 3, "p95": 4}
    kept |= {"queries": 4, "size": 70_000, "engine": 0.5}
    return Cost(**{**kept, **changes})


class Steady:
    """A server whose pages all take so many milliseconds."""

    def __init__(self, each):
        self.each, self.asked = each, []

    def cpu(self):
        return self.each * len(self.asked)

    def get(self, path, headers):
        self.asked.append((path, headers))
        return self.each


def test_all_are_asked_in_turns_and_compared_within_them():
    servers = [Steady(each) for each in (3.0, 1.5, 2.0, 2.5)]
    desk, smaller = servers[0], servers[3]
    asked = [(one, turns("reassign dialog", ["/a", "/b"])) for one in servers[:3]]
    asked.append((smaller, turns("reassign dialog", ["/c"])))
    answers = [Answer("/a", "<p>", [])]
    told = measured_in_turns(asked, answers)
    assert (told.desk, told.floor, told.stack) == pytest.approx((3.0, 1.5, 2.0))
    assert (told.ratio, told.growth) == pytest.approx((2.0, 1.2))
    assert len(desk.asked) == len(smaller.asked) == (ROUNDS + 1) * PER_ROUND
    assert {path for path, _ in desk.asked} == {"/a", "/b"}
    assert smaller.asked[0] == ("/c", {"HX-Request": "true"})
    assert measured_in_turns(asked[:3], answers).growth is None


def found(most=50.0, given_up=0, over=0):
    """Times in the engine."""
    return Spread(9, 0.5, 10, most, "/orders?q=x", "SELECT x -- ()", given_up, over)


def measured(orders, ratio=1.9, growth=None, most=50.0, deep=1.1, lists=None):
    """What was measured on a store."""
    store = Kept("sqlite", "", None, orders)
    shapes = {"code": found(most)}
    return Measured(
        store,
        {"orders page, any sort": cost(ratio=ratio, growth=growth)},
        lists or {ONE: found()},
        shapes,
        {},
        {},
        0.4,
        deep,
    )


def test_the_tables_say_what_is_met_and_what_is_missed():
    small, large = measured(10_000), measured(1_000_000, growth=1.35, most=120.0, deep=1.3)
    _, _, first, second = tables.pages([small, large])
    assert first == (
        "| orders page, any sort | SQLite | 10,000 | 2.00 | 1.00 | 1.90 | ≤ 2 | 1.50 | 4 of 4 | 3.0 / 4.0 | 70 "
        "|  | met |"
    )
    assert second.endswith("| 1.35 | **missed** |")
    assert "**missed**" in list(tables.pages([measured(10, ratio=2.1)]))[2]
    lines = list(tables.engine([small, large]))
    assert "| orders: code | SQLite | 10,000 | 9 | 0.50 / 10.0 / 50.0 | 1 / 20 / 100 | met |" in lines
    assert "| orders: code | SQLite | 1,000,000 | 9 | 0.50 / 10.0 / 120.0 | 1 / 20 / 100 | **missed** |" in lines
    assert "| pages near the end, against first pages | SQLite | 1,000,000 | | 1.30 × | 1.2 × | **missed** |" in lines
    assert "| search index, per order written | SQLite | 10,000 | | 0.40 | 1 | met |" in lines
    assert [miss.splitlines()[0] for miss in tables.misses([small, large])] == ["SQLite, 1,000,000: code: 120 ms"]


def test_one_filter_is_never_given_up_and_several_only_if_the_page_says_so():
    lists = {ONE: found(102.0, given_up=1), DEEP: found(40.0), SEVERAL: found(102.0, given_up=3)}
    lines = list(tables.engine([measured(10_000, lists=lists)]))
    times = "0.50 / 10.0 / {} | – / – / 100"
    assert f"| {ONE} | SQLite | 10,000 | 9, 1 given up | {times.format(102.0)} | **missed** |" in lines
    assert f"| {DEEP} | SQLite | 10,000 | 9, 0 given up | {times.format(40.0)} | met |" in lines
    assert f"| {SEVERAL} | SQLite | 10,000 | 9, 3 given up | {times.format(102.0)} | met |" in lines
    slow = measured(10_000, lists={ONE: found(102.0, over=1), SEVERAL: found(102.0, given_up=3, over=1)})
    assert all("**missed**" in line for line in list(tables.engine([slow]))[2:4])


def test_what_took_too_long_is_told_from_what_was_given_up():
    late = [Sent("SELECT 1", (), [], 120.0, 120.0)]
    answers = [Answer("/", "<h2>Narrow the filters</h2>", late), Answer("/", "", late), Answer("/", "", [])]
    assert (spread(answers).given_up, spread(answers).over) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], {"orders": 10_000, "only": None, "database": None, "no_write": False}),
        (["--orders", "1000000", "--only", "pages"], {"orders": 1_000_000, "only": "pages"}),
        (["--database", "sqlite", "--no-write"], {"database": "sqlite", "no_write": True}),
    ],
)
def test_the_command_line(arguments, wanted):
    assert wanted.items() <= vars(bench.options(arguments)).items()


def test_the_parts_that_are_asked_for(monkeypatch):
    monkeypatch.setattr(bench, "places", dict)
    chosen = argparse.Namespace(orders=20_000, only=None, database=None)
    marks, sizes = [], []
    monkeypatch.setattr(bench, "measured_pages", lambda folder, found, asked: iter([sizes.append(asked)][:0]))
    for mark, _ in bench.tables_of(chosen):
        marks.append(mark)
    assert marks == ["import", "refusals", "pages", "engine"]
    assert sizes == [[10_000, 20_000]]
    chosen.only = "files"
    assert [mark for mark, _ in bench.tables_of(chosen)] == ["refusals"]


@pytest.mark.parametrize("arguments", [["--orders", "0"], ["--orders", "many"], ["--only", "nothing"]])
def test_a_mistake_in_the_command_line_is_told_in_one_line(arguments):
    with pytest.raises(SystemExit, match=r"^desk.py: [^\n]+$"):
        bench.options(arguments)
