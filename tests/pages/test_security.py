"""What guards every request: CSRF, headers on every kind of answer, other sites, sizes, and files."""

import pytest
from werkzeug.datastructures import MultiDict

from dashboard.assets import STATIC, digest
from dashboard.security import HEADERS, POLICY
from tests import world
from tests.databases import application
from tests.pages.dialog import opened
from tests.pages.visitor import HTMX, Answer, Visitor


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline():
    assert set(POLICY.values()) == {"'self'", "'none'"}
    assert (POLICY["default-src"], POLICY["frame-ancestors"], POLICY["object-src"]) == ("'self'", "'none'", "'none'")


def kinds(desk, stranger):
    """Every kind of answer, by name."""
    return {
        "page": desk.open("/orders"),
        "public page": stranger.open("/sign-in"),
        "dialog": desk.open("/orders/OD-1/reassign", headers=HTMX),
        "refusal": desk.submit(opened(desk), "Reassign order"),
        "redirect": desk.open("/"),
        "to sign in": stranger.open("/orders"),
        "lost session": stranger.open("/orders", headers=HTMX),
        "not found": desk.open("/nowhere"),
        "no session and not found": stranger.open("/nowhere"),
        "wrong method": desk.post("/healthz"),
        "forged": desk.post("/theme", {"csrf_token": "forged"}),
        "json": stranger.open("/healthz"),
        "set password": stranger.open("/account/password/unknown"),
        "file": stranger.open(f"/static/{digest(STATIC)}/app.js"),
        "no file": stranger.open(f"/static/{digest(STATIC)}/none.js"),
        "too large": Answer(desk.client.post("/theme", data=b"x" * 1_000_001, headers={"Content-Type": "text/plain"})),
        "other site": desk.open("/orders", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}),
    }


def test_every_kind_of_answer_has_the_headers(desk, stranger):
    for kind, answer in kinds(desk, stranger).items():
        own = {"Referrer-Policy": "no-referrer"} if kind == "set password" else {}
        assert {name: answer.headers.get(name) for name in HEADERS} == {**HEADERS, **own}, kind
        lasting = "max-age=315360000, public, immutable" if kind == "file" else "no-store"
        assert answer.headers["Cache-Control"] == lasting, kind
        assert "Server" not in answer.headers or "Werkzeug" not in answer.headers["Server"], kind


def test_a_broken_page_has_them_too(app, desk, monkeypatch):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("dashboard.pages.orders.found", lambda page: 1 / 0)
    answer = desk.open("/orders")
    assert answer.status == 500
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_https_is_kept_once_it_is_there(app):
    client = app.test_client()
    assert "Strict-Transport-Security" in client.get("/sign-in", base_url="https://localhost").headers
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers


def unsafe(app):
    """Every address that takes an unsafe method, with it."""
    filled = {"code": "OD-1", "seq": 2, "number": 1, "token": "t", "step": "pause", "act": "drop", "name": "tag"}
    filled |= {"note": 1, "other": 2, "event": "delivered", "kind": "email", "cart": 1, "product": 1}
    with app.test_request_context():
        urls = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            for method in sorted(rule.methods - {"GET", "HEAD", "OPTIONS"}):
                number = {"number": "SH-1"} if "shipments" in rule.rule else {}
                values = {name: {**filled, **number}[name] for name in rule.arguments}
                yield method, urls.build(rule.endpoint, values, method=method)


def test_every_unsafe_route_wants_the_token(app, desk, stands):
    before, asked = stands(world.PAID), list(unsafe(app))
    assert len(asked) >= 6
    for method, path in asked:
        for token in ({}, {"csrf_token": ""}, {"csrf_token": "forged"}, {"csrf_token": Visitor(app).token}):
            answer = Answer(desk.client.open(path, method=method, data={"key": "k" * 20, "password": "x", **token}))
            assert answer.status == 400, (method, path, token)
            assert answer.page.one("h1").text == "This form is from an earlier sign-in", (method, path)
    assert stands(world.PAID) == before
    assert desk.open("/orders").status == 200  # not even signed out


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused_with_those_that_go(desk, method):
    for path in ("/orders", "/orders/OD-1", "/orders/OD-1/reassign", "/customers", "/sign-out"):
        answer = Answer(desk.client.open(path, method=method))
        assert answer.status == 405, path
        assert ("GET" in answer.headers["Allow"]) == (path != "/sign-out"), path


@pytest.mark.parametrize(
    ("site", "mode", "get", "post"),
    [
        ("same-origin", "cors", 200, 303),
        ("none", "navigate", 200, 303),
        ("cross-site", "navigate", 200, 403),  # a link on another site, say in a web mail
        ("cross-site", "cors", 403, 403),
        ("cross-site", "no-cors", 403, 403),
        ("same-site", "cors", 403, 403),
        ("same-site", "navigate", 200, 403),
        ("nonsense", "cors", 403, 403),
    ],
)
def test_what_another_site_starts(desk, site, mode, get, post):
    started = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}
    assert desk.open("/orders", headers=started).status == get
    answer = desk.post("/theme", {"theme": "dark"}, headers=started)
    assert answer.status == post
    if post == 403:
        assert "Another site sent this request" in answer.page.one(id="problem").text


def test_only_trusted_hosts_are_served(database, instance):
    with application(database, instance) as app:
        app.config["TRUSTED_HOSTS"] = ["desk.example", ".shop.example"]
        client = app.test_client()
        for host in ("desk.example", "desk.example:8000", "shop.example", "a.shop.example"):
            assert client.get("/sign-in", base_url=f"http://{host}").status_code == 200, host
        for host in ("evil.example", "desk.example.evil.example", "xdesk.example", "xshop.example"):
            for method, path in (("GET", "/sign-in"), ("POST", "/sign-in"), ("GET", "/nowhere"), ("POST", "/sign-out")):
                answer = client.open(path, method=method, base_url=f"http://{host}")
                assert answer.status_code == 400, (host, path)
                assert "does not answer under this host name" in answer.text
                assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_a_redirect_names_no_host(app, desk):
    cookie = f"desk={desk.client.get_cookie('desk').value}"
    client = app.test_client(use_cookies=False)
    answer = client.get("/", headers={"Host": "evil.example", "Cookie": cookie})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/orders")


def test_files_are_kept_for_ever_and_nothing_beside_them_is_served(stranger):
    prefix = f"/static/{digest(STATIC)}"
    kinds = {"app.js": "text/javascript", "css/1-tokens.css": "text/css", "icons.svg": "image/svg+xml"}
    for name, kind in kinds.items():
        answer = stranger.open(f"{prefix}/{name}")
        assert (answer.status, answer.headers["Content-Type"].split(";")[0]) == (200, kind)
        assert answer.headers["Cache-Control"].endswith("immutable")
    paths = ["../wsgi.py", "%2e%2e/wsgi.py", "..%2fwsgi.py", "css/../../wsgi.py", "....//wsgi.py", "/etc/passwd", ""]
    for path in paths:
        answer = stranger.open(f"{prefix}/{path}")
        assert answer.status in {302, 303, 404}, path
        assert b"create_app" not in answer.body, path
    for path in ("/static/app.js", "/static/0000000000/app.js", "/wsgi.py", "/instance/secret_key", "/.git/config"):
        assert stranger.open(path).status in {303, 404}, path


def test_an_unchanged_file_is_not_sent_again(stranger):
    path = f"/static/{digest(STATIC)}/app.js"
    first = stranger.open(path)
    assert stranger.open(path, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status == 304


def test_a_body_over_a_megabyte_is_refused_in_words(desk):
    large, part = {"theme": "x" * 1_000_000}, {"theme": "x" * 500_001, "csrf_token": desk.token}
    for path in ("/theme", "/sign-in", "/orders/OD-1/reassign"):
        for data, kind in ((large, None), (large, "multipart/form-data"), (part, "multipart/form-data")):
            answer = Answer(desk.client.post(path, data=data, content_type=kind))
            assert (answer.status, answer.page.one("h1").text) == (413, "This is too large to send"), (path, kind)
    parts = [("theme", "dark")] * 1_001
    answer = Answer(desk.client.post("/theme", data=MultiDict(parts), content_type="multipart/form-data"))
    assert answer.status == 413


OPEN_TO_ALL = (
    "/sign-in", "/healthz", "/account", "/static", "/forgotten-password", "/set-password", "/logo", "/first-run",
    "/o/", "/c/",
)  # fmt: skip


def test_nobody_without_a_session_sees_anything(app, stranger):
    with app.test_request_context():
        urls = app.url_map.bind("localhost")
        closed = [
            urls.build(
                rule.endpoint,
                {name: {"step": "pause", "act": "drop", "name": "tag"}.get(name, 1) for name in rule.arguments},
            )
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods and not rule.rule.startswith(OPEN_TO_ALL)
        ]
    assert len(closed) >= 16
    for path in closed:
        answer = stranger.open(path)
        assert (answer.status, answer.location.split("?")[0]) == (303, "/sign-in"), path


def test_tests_speak_to_the_same_application(database, instance):
    """The tests' settings switch no guard off."""
    with application(database, instance) as app:
        assert app.config.get("WTF_CSRF_ENABLED", True) is True
        assert app.config["WTF_CSRF_TIME_LIMIT"] is None
        assert app.config["MAX_CONTENT_LENGTH"] == 1_000_000
