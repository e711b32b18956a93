"""What goes over the wire: compressed where that tells nobody anything, weighed, and not sent twice."""

import gzip
import re
from datetime import timedelta

import brotli
import pytest
from sqlalchemy import select, update

from dashboard.assets import STATIC, compress, digest
from dashboard.core.imports import ImportState
from dashboard.core.person import Role
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import ImportRun, StaffSession, latest
from dashboard.transfer import Spared
from tests import world
from tests.databases import application
from tests.pages.crowd import add_order
from tests.pages.dialog import opened
from tests.pages.queries import queries
from tests.pages.visitor import HTMX, signed_in

FROM_HERE = {"Sec-Fetch-Site": "same-origin", "Accept-Encoding": "gzip, deflate, br, zstd"}
# Bytes and numbers of docs/speed.md, "The wire": of the orders page with 50 rows, without fonts.
BUDGET = {
    "HTML": 70_000,
    "HTML compressed": 10_000,
    "JS and CSS": 32_000,
    "first load": 70_000,
    "requests": 16,
    "fonts preloaded": 1,
    "dialog": 8_000,
}
only_sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def again(answer, part):
    """The headers with which this page asks again by itself."""
    asking = answer.page.one(id=part)
    tag = re.search(r'"If-None-Match": "\\"(.+?)\\""', asking["hx-headers"])
    shown = re.search(r'"Shown": "(\d+)"', asking["hx-headers"])
    return {**HTMX, "If-None-Match": f'"{tag[1]}"', **({"Shown": shown[1]} if shown else {})}


@only_sqlite
def test_pages_are_compressed_in_the_best_way_that_the_browser_takes(desk):
    plain = desk.open("/orders", headers={"Sec-Fetch-Site": "none"})
    assert "Content-Encoding" not in plain.headers
    for accepted, way, unpacked in (
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
    ):
        answer = desk.open("/orders", headers={"Sec-Fetch-Site": "none", "Accept-Encoding": accepted})
        assert answer.headers["Content-Encoding"] == way
        assert int(answer.headers["Content-Length"]) == len(answer.body) < len(plain.body) / 2
        assert unpacked(answer.body).decode().startswith("<!doctype html>")
    for accepted in ("identity", "zstd", ""):
        assert "Content-Encoding" not in desk.open("/orders", headers={"Accept-Encoding": accepted}).headers


@only_sqlite
def test_answers_say_what_they_depend_on_and_are_kept_by_nobody(desk):
    for path in ("/orders", f"/orders/{world.PAID}", "/customers", "/jump?q=kate", "/nowhere"):
        answer = desk.open(path, headers=FROM_HERE)
        varies = {name.strip() for name in answer.headers["Vary"].split(",")}
        assert {"Accept-Encoding", "HX-Request", "HX-History-Restore-Request", "Cookie"} <= varies, path
        assert answer.headers["Cache-Control"] == "no-store", path


@only_sqlite
def test_what_another_site_opens_is_not_compressed_and_asks_nothing_again(desk):
    """Else the length of the encrypted answer would tell it what stands beside its own words (BREACH)."""
    for site in ("cross-site", "same-site"):
        headers = {**FROM_HERE, "Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}
        answer = desk.open("/orders", headers=headers, q="guess")
        assert (answer.status, "Content-Encoding" in answer.headers, "ETag" in answer.headers) == (200, False, False)
        assert "hx-trigger" not in answer.page.one(id="news")
        assert "hx-trigger" not in desk.open(f"/orders/{world.PAID}", headers=headers).page.one(id="activity")


@only_sqlite
def test_a_browser_that_does_not_say_who_asked_gets_it_compressed_over_plain_http_only(app, desk):
    headers = {"Accept-Encoding": "gzip"}
    assert "Content-Encoding" in desk.open("/orders", headers=headers).headers
    assert "Content-Encoding" not in desk.client.get("/sign-in", headers=headers, base_url="https://localhost").headers
    app.config["SESSION_COOKIE_SECURE"] = True  # https ends at a proxy
    assert "Content-Encoding" not in desk.open("/orders", headers=headers).headers


@pytest.fixture(scope="module")
def squeezed(tmp_path_factory):
    """An instance folder with the compressed files, as every start makes them."""
    folder = tmp_path_factory.mktemp("squeezed")
    compress(folder)
    return folder


@pytest.fixture
def opened_desk(database, squeezed, monkeypatch):
    """The desk as it is served, its files compressed."""
    monkeypatch.setenv("DESK_INSTANCE", str(squeezed))
    with application(database, squeezed, made_anew=True) as app:
        yield app


@only_sqlite
@pytest.mark.feature("U2")
def test_the_orders_page_keeps_its_weight(opened_desk):
    with opened_desk.app_context(), writing() as session:
        for number in range(60):
            add_order(session, f"HEAVY-{number}", customer_name=f"Customer of {number}", sku=f"SKU-{number}")
    desk = signed_in(opened_desk, Role.OWNER)
    raw, sent = desk.open("/orders"), desk.open("/orders", headers=FROM_HERE)
    assert sum(len(rows.all("tr")) for rows in raw.page.all("tbody")) == 50
    named = {node.attrs.get("href") or node.attrs.get("src") for node in raw.page.every()}
    files = {name.split("#")[0] for name in named if name and name.startswith("/static/")}
    files.add(f"/static/{digest(STATIC)}/img/glyphs.png")  # which the style sheet names
    got = {name: desk.open(name, headers=FROM_HERE) for name in files}
    assert {name for name, answer in got.items() if answer.status != 200} == set()
    sizes = {name: len(answer.body) for name, answer in got.items() if not name.endswith(".woff2")}
    weight = {
        "HTML": len(raw.body),
        "HTML compressed": len(sent.body),
        "JS and CSS": sum(size for name, size in sizes.items() if name.endswith((".js", ".css"))),
        "first load": len(sent.body) + sum(sizes.values()),
        "requests": 1 + len(files),
        "fonts preloaded": len(files) - len(sizes),
        "dialog": len(desk.open(f"/orders/{world.PAID}/reassign", headers=HTMX, q="kate").body),
    }
    assert {name: size for name, size in weight.items() if size > BUDGET[name]} == {}


def sent_of(path):
    """A file as browsers get it: style sheets without comments."""
    text = path.read_bytes()
    return re.sub(rb"/\*[^*]*\*/\s*", b"", text) if path.suffix == ".css" else text


@only_sqlite
def test_files_are_there_in_both_ways_before_they_are_asked_for(opened_desk):
    client = opened_desk.test_client()
    for way, unpacked in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        for name in ("app.js", "css/4-forms.css", "icons.svg"):
            answer = client.get(f"/static/{digest(STATIC)}/{name}", headers={"Accept-Encoding": way})
            assert answer.headers["Content-Encoding"] == way
            assert "Accept-Encoding" in answer.headers["Vary"]
            assert unpacked(answer.data) == sent_of(STATIC / name)
            answer.close()


@only_sqlite
def test_an_order_that_stands_is_not_sent_again_and_costs_one_read(app, desk):
    path = f"/orders/{world.PAID}"
    first = desk.open(path)
    with queries(app) as sent:
        second = desk.open(path, headers=again(first, "activity"))
    assert (second.status, second.body) == (304, b"")
    assert len(sent) == 2  # who asks, and whether there is anything new
    assert desk.open(path, headers={"If-None-Match": first.headers["ETag"]}).status == 304
    assert desk.open(path, headers={"If-None-Match": '"other"'}).status == 200


def hand_over(desk, number, name, code):
    """Reassign an order in a second window; the answer to the form."""
    return desk.submit(opened(desk, code), owner=number(name), q=name)


def settled(desk, **query):
    """The headers with which the list asks again, once it stands.

    PostgreSQL knows that nothing is under way only while nobody on the whole server writes, as other tests do.
    """
    for _ in range(200):
        asking = again(desk.open("/orders", **query), "news")
        if desk.open("/orders", headers=asking, **query).status == 304:
            return asking
    pytest.fail("the list is never the same as itself")


@pytest.mark.feature("U2")
def test_news_of_an_order_are_the_parts_that_may_have_changed(desk, number):
    path = f"/orders/{world.PAID}"
    asking = again(desk.open(path), "activity")
    opened(desk)
    assert desk.open(path, headers=asking).status == 304  # looking at the dialog changed nothing
    assert hand_over(desk, number, world.KATE, world.PAID).status == 303
    answer = desk.open(path, headers=asking)
    assert (answer.status, "<html" in answer.text) == (200, False)
    assert world.KATE in answer.page.one(id="activity").all("li")[0].text
    assert world.KATE in answer.page.one(id="order-owner").text
    assert not answer.page.all("textarea")  # what somebody may be typing in stays as it is
    assert "now belongs to" in desk.open(path).page.one(id="flash").text  # the confirmation was not used up
    assert desk.open(path, headers=again(answer, "activity")).status == 304


def test_an_open_list_is_told_of_news_and_keeps_its_rows(desk, number):
    asking = settled(desk, q="od-")
    assert hand_over(desk, number, world.KATE, world.PAID).status == 303
    answer = desk.open("/orders", q="od-", headers=asking)
    assert (answer.status, answer.page.all("tr")) == (200, [])
    assert answer.page.one(id="news").one("a")["href"] == "/orders?q=od-"
    assert "hx-trigger" not in answer.page.one(id="news")


def test_a_list_opened_while_somebody_writes_asks_again_all_the_same(desk, monkeypatch):
    monkeypatch.setattr(latest, "told", lambda *_: None)
    asking = again(desk.open("/orders"), "news")
    assert desk.open("/orders", headers=asking).status == 200


@only_sqlite
def test_a_list_that_stands_costs_one_read(desk, app):
    asking = again(desk.open("/orders"), "news")
    with queries(app) as sent:
        assert desk.open("/orders", headers=asking).status == 304
    assert len(sent) == 2


@only_sqlite
def test_what_does_not_change_the_list_is_no_news_of_it(desk, number):
    asking = again(desk.open("/orders", q=world.GUEST), "news")
    assert hand_over(desk, number, world.KATE, world.PAID).status == 303
    answer = desk.open("/orders", q=world.GUEST, headers=asking)
    assert (answer.status, answer.page.one(id="news").text) == (200, "")
    assert desk.open("/orders", q=world.GUEST, headers=again(answer, "news")).status == 304


@only_sqlite
def test_a_page_of_yesterday_is_another_one(desk):
    path = f"/orders/{world.PAID}"
    asking = again(desk.open(path), "activity")
    today = asking["If-None-Match"]
    yesterday = re.sub(r"-\d{6}", f"-{now() - timedelta(days=1):%y%m%d}", today)
    assert yesterday != today
    assert desk.open(path, headers={**asking, "If-None-Match": yesterday}).status == 200


@only_sqlite
def test_an_undone_import_is_news_although_it_takes_lines_away(app):
    with app.app_context(), writing() as session:
        before = latest.of_the_desk(session)
        run = ImportRun(
            kind="orders", source="csv", filename="a.csv", by_kind="staff", by_name="Olga", state=ImportState.UNDOING
        )
        session.add(run)
        session.flush()
        assert latest.of_the_desk(session) is None
        run.state = ImportState.UNDONE
        session.flush()
        assert latest.of_the_desk(session) not in {None, before}


@only_sqlite
def test_a_page_that_asks_again_is_no_sign_of_life(app, desk):
    path = f"/orders/{world.PAID}"
    asking = again(desk.open(path), "activity")
    with app.app_context(), writing() as session:
        session.execute(update(StaffSession).values(last_seen_at=now() - timedelta(minutes=5)))
    for headers in (asking, {**HTMX, "If-None-Match": '"older"'}):
        desk.open(path, headers=headers)
    with app.app_context():
        seen = db.session.scalars(select(StaffSession.last_seen_at)).one()
    assert now() - seen > timedelta(minutes=4)


@only_sqlite
def test_pages_lack_what_html_can_do_without(app):
    lean = Spared(app.jinja_env).preprocess
    cells = '  <td class="one">{{ wide(class="kept") }}</td>\n  <td class="two words">a</td></tr>'
    source = f'{cells}<b class="x"{{{{ more }}}} id="x">'
    assert lean(source, "letters/any.html") == source
    assert lean(source, "orders/any.html") == (
        '<td class=one>{{ wide(class="kept") }}\n<td class="two words">a<b class="x"{{ more }} id="x">'
    )
