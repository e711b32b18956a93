"""461 naughty strings and 50 that would be scripts: typed into every field, and stored in every text that is shown."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.actions import sign_in
from dashboard.database import now, writing
from dashboard.models import Note, OrderTag, Staff, StaffSession, Store
from dashboard.pages.verb import new_key
from tests import world
from tests.imports import HEADER, row, rows
from tests.pages.crowd import LONG_AGO, add_customer, add_order
from tests.pages.dialog import opened
from tests.pages.hostile import SCRIPTS, Vocabulary, leads_elsewhere, naughty
from tests.pages.reading import Node
from tests.pages.visitor import HTMX, Visitor

pytestmark = pytest.mark.usefixtures("cheap_passwords")
# All of them take minutes: `NAUGHTY=all python3 desk.py test tests/pages/test_naughty.py` (docs/faults.md).
EVERY = {"sqlite": 1, "postgresql": 1} if os.environ.get("NAUGHTY") == "all" else {"sqlite": 10, "postgresql": 40}
SURROGATES = ("\0", "a\0b", "\ud800", "a\udfffb")


@pytest.fixture
def strings(kind):
    """The strings to try on this database."""
    return [*[*naughty(), *SCRIPTS][:: EVERY[kind]], *SURROGATES]


@pytest.fixture
def scripts(kind):
    """All scripts on SQLite, some on the other database: escaping knows neither."""
    return SCRIPTS if EVERY[kind] == 1 or kind == "sqlite" else SCRIPTS[::5]


def sendable(text: str) -> str:
    """The text as it arrives: a lone surrogate is no Unicode, so a browser sends U+FFFD for it."""
    return text.encode("utf-8", "replace").decode()


def box(page: Node, name: str) -> str:
    """What stands in the field of this name; the jump box above each page has its own."""
    return next(iter(page.all("main")), page).one("input", name=name)["value"]


def kept(typed: str, shown: str) -> bool:
    """Whether a field shows what was typed, but for spaces around it and what is beyond its length."""
    return shown == typed or shown == typed[:200].strip()


@pytest.mark.parametrize(
    ("path", "names"), [("/orders", ["payment", "fulfilment", "before"]), ("/customers", ["after"])]
)
def test_in_a_list_address(desk, strings, path, names, monkeypatch):
    monkeypatch.setattr("dashboard.models.order_list.SIZE", 2)  # what is found is no matter here
    ours = Vocabulary(*(desk.open(path, q=q).page for q in ("", "kate", "no such thing", "mug", "81")))
    for text in map(sendable, strings):
        answer = desk.open(path, q=text, **dict.fromkeys(names, text))
        assert answer.status == 200, repr(text)
        assert not ours.foreign(answer.page), repr(text)
        assert kept(text, box(answer.page, "q")), repr(text)


def test_in_the_reassign_form(desk, strings, stands):
    """Looked for, and typed as a new customer's contact: the fields keep it, no page is made of it."""
    form, before = opened(desk), stands(world.PAID)
    found = desk.submit(form, "Find", headers=HTMX, q="kate", email="new@mail.example").page
    none = desk.submit(form, "Find", headers=HTMX, q="no such thing", kind="new", email="new@mail.example").page
    refused = desk.submit(form, "Reassign order", headers=HTMX, kind="new", email="no", phone="no").page
    long = desk.submit(form, "Reassign order", headers=HTMX, q="x" * 400, password="x" * 400, owner="x" * 20).page
    ours = Vocabulary(form.root, found, none, refused, long)
    for at, text in enumerate(map(sendable, strings)):
        press, status = ("Reassign order", 422) if at % 4 == 0 else ("Find", 200)
        typed = dict.fromkeys(("q", "email", "phone", "password", "owner", "next"), text)
        typed["kind"] = "new" if at % 2 == 0 else "existing"
        answer = desk.submit(form, press, headers=HTMX, **typed)
        assert answer.status == status, repr(text)
        assert not ours.foreign(answer.page), repr(text)
        assert [box(answer.page, name) for name in ("q", "email", "phone")] == [text] * 3, repr(text)
        assert not answer.page.one("input", name="password").attrs.get("value")
    assert stands(world.PAID) == before


def test_at_the_door(app, strings, monkeypatch):
    """Nothing typed at sign-in signs anybody in, and nothing comes back but as text."""
    monkeypatch.setattr(sign_in, "LIMITS", {"email": 10_000, "host": 10_000})
    visitor = Visitor(app)
    form = visitor.open("/sign-in").page.one("form")
    wrong = visitor.submit(form, "Sign in", email="x@shop.example", password="wrong", next="/orders").page
    empty = visitor.submit(form, "Sign in", email="", password="").page
    ours = Vocabulary(form.root, wrong, empty)
    for text in map(sendable, strings):
        answer = visitor.submit(form, "Sign in", email=text, password=text, next=text)
        assert answer.status == 422, repr(text)
        assert not ours.foreign(answer.page), repr(text)
        assert answer.page.one("input", name="email").attrs.get("value", "") == text, repr(text)
        assert text not in answer.page.one("input", name="password").attrs.get("value", "") or not text


def test_in_the_settings(app, desk, strings):
    """Typed into every field of the settings, and stored as the names of store, colleague and device."""
    paths = ("/settings/store", "/settings/staff/invite", "/settings/account/rename", "/settings/staff/5/change-role")
    shown = ("/settings/staff", "/settings/account", "/settings/store")
    texts = ("name", "address", "email", "tax_rate", "code_prefix", "role", "region", "zone", "currency")
    desk.post("/settings/account/rename", {"key": "a-key-of-its-own", "name": "Olga"})
    ours = Vocabulary(*(desk.open(path).page for path in (*paths, *shown)))
    for path in paths:  # refused for every reason there is
        key = {"key": "k" * 20, "version": "1"}
        ours.known |= Vocabulary(*(desk.post(path, {**key, name: "x" * 400}).page for name in texts)).known
    for at, text in enumerate(map(sendable, strings[::2])):
        fields = {**dict.fromkeys(texts, text), "key": f"a-key-of-its-own-{at}", "version": "1"}
        answer = desk.post(paths[at % len(paths)], fields)
        assert answer.status in {303, 409, 422}, repr(text)
        assert answer.status == 303 or not ours.foreign(answer.page), repr(text)
        if at % 20 == 0:
            with app.app_context(), writing() as session:
                kept = text.replace("\0", "")[:200] or "x"
                session.get_one(Store, 1).name = session.get_one(Staff, 5).name = kept
                session.scalars(select(StaffSession)).first().device = kept
            assert not [node for path in shown for node in ours.foreign(desk.open(path).page)], repr(text)


def test_in_headers_cookies_and_paths(desk, scripts):
    ours = Vocabulary(*(desk.open(path).page for path in ("/orders", "/customers", "/nowhere", "/orders/OD-99")))
    for text in map(sendable, [*scripts, *SURROGATES]):
        one_line = text.replace("\0", "").encode().decode("latin-1")
        headers = {"HX-Current-URL": one_line, "User-Agent": one_line, "Referer": one_line, "Accept-Language": one_line}
        assert not ours.foreign(desk.open("/customers", headers=headers).page), repr(text)
        for path in (f"/{text}", f"/orders/{text}", f"/orders/{text}/reassign", f"/customers/{text}"):
            answer = desk.open("/" + path.lstrip("/").replace("?", "%3F").replace("#", "%23"))
            assert answer.status in {303, 308, 404, 405}, repr(path)
            assert not (answer.text.startswith("<!doctype html>\n<html lang") and ours.foreign(answer.page)), repr(path)


@pytest.fixture
def stored(app, strings):
    """Orders and accounts that hold the strings as names, notes, tags and lines, and what each holds."""
    texts = [text for text in strings if text.strip() and "\0" not in text and sendable(text) == text]
    with app.app_context(), writing() as session:
        for text in texts:
            add_customer(session, text[:200], phone=text[:40], created_at=LONG_AGO)
        for at in range(0, len(texts), 25):
            several = texts[at : at + 25]
            order = add_order(session, f"NASTY-{at}", LONG_AGO, customer_name=several[0][:200])
            order.discount, order.discount_code, order.shipping_method = 1, several[0][:200], several[-1][:200]
            order.customer_email, order.customer_phone = several[-1][:320], several[-1][:60]
            order.shipping_address = {"name": several[0], "city": several[-1], "country": several[0]}
            session.add_all(Note(order_id=order.id, author=text[:200], text=text, at=now()) for text in several)
            tags = {text[:100].casefold()[:200]: text[:100] for text in several}
            session.add_all(OrderTag(order_id=order.id, key=key, tag=tag) for key, tag in tags.items())
            first = order.lines[0]
            for position, text in enumerate(several, 2):
                order.lines.append(
                    type(first)(
                        position=position, name=text, variant=text[:200], sku=text[:120], quantity=1,
                        unit_price=first.unit_price, total=100,
                    )
                )  # fmt: skip
    return {f"NASTY-{at}": texts[at : at + 25] for at in range(0, len(texts), 25)}


def test_in_the_choices_of_an_import(inside, desk, strings):
    number = inside.looked_over(rows(1))
    form = desk.open(f"/imports/{number}").page.region("Columns").one("form")
    refused = desk.submit(form, "Update preview", prefix="#").page
    ours = Vocabulary(desk.open(f"/imports/{number}").page, refused)
    for text in map(sendable, strings):
        typed = dict.fromkeys(("prefix", "zone"), f"#{text}")  # so that it is refused, and kept
        answer = desk.submit(form, "Update preview", key=new_key(), **typed)
        assert answer.status == 422, repr(text)
        assert not ours.foreign(answer.page), repr(text)
        assert [box(answer.page, name) for name in typed] == list(typed.values()), repr(text)


def test_stored_by_an_import(inside, desk, strings):
    """As the file's name, as a column, in its cells, in what is said of them."""
    plain = inside.looked_over(HEADER + row(1, total="x") + row(2), name="x")
    pages = [desk.open(path).page for path in (f"/imports/{plain}", "/imports", f"/imports/{plain}/cancel")]
    ours = Vocabulary(*pages)
    for text in (text for text in map(sendable, strings[::3]) if "\0" not in text):
        cell = '"' + text.replace('"', '""').replace("\n", " ").replace("\r", " ") + '"'
        sheet = f"{HEADER.strip()},{cell}\n{row(1, total=cell).strip()},{cell}\n{row(2).strip()},{cell}\n"
        number = inside.looked_over(sheet, name=text or "x")
        for path in (f"/imports/{number}", "/imports", f"/imports/{number}/cancel"):
            answer = desk.open(path)
            assert answer.status == 200, (path, repr(text))
            assert not [node for node in answer.page.every() if leads_elsewhere(node)], (path, repr(text))
            foreign = {node.tag for node in ours.foreign(answer.page)}
            assert not foreign & {"script", "img", "iframe", "style", "object"}, (path, repr(text))


def test_stored_in_orders(app, desk, stored):
    with app.app_context(), writing() as session:
        add_order(session, "PLAIN-0", LONG_AGO - timedelta(days=1))  # the last of the list, whichever is looked at
        plain = add_order(session, "PLAIN-1", LONG_AGO, sku="SKU", customer_name="x", discount=1, discount_code="x")
        plain.customer_email, plain.customer_phone, plain.shipping_method = "a@b.example", "1", "x"
        plain.lines[0].variant = "x"
    ours = Vocabulary(*(desk.open(f"/orders/{code}").page for code in ("PLAIN-1", world.PAID, world.UNPAID)))
    for code, texts in stored.items():
        page = desk.open(f"/orders/{code}").page
        assert not ours.foreign(page), code
        assert [note.one("p").raw for note in page.region("Notes").all("li")] == texts[::-1]
        names = [button.raw for button in page.region("Items").all("button", class_="line-name")]
        assert names == ["Cup", *texts]
        assert {tag.raw for tag in page.region("Tags").all("span", class_="tag")} >= {text[:100] for text in texts[-1:]}
        assert page.region("Order customer").all("bdi")[0].raw == texts[0][:200]


def test_stored_in_lists(desk, stored):
    ours = Vocabulary(desk.open("/orders").page, desk.open("/customers").page, desk.open("/customers/1").page)
    shown, path = {}, "/customers"
    while path:
        page = desk.open(path).page
        assert not ours.foreign(page), path
        shown |= {link.one("bdi").raw: link["href"] for link in page.all("a", class_="row-link")}
        path = page.one("nav", aria_label="Pages of accounts").button("Next page").attrs.get("href")
    texts = [text[:200] for several in stored.values() for text in several]
    assert set(texts) <= set(shown)
    for text in texts[::20]:
        assert desk.open(shown[text]).page.one("h1").one("bdi").raw == text
    listed = desk.open("/orders?q=nasty").page
    assert not ours.foreign(listed)
    names = {row["id"]: row.one(class_="c-customer").one("bdi").raw for row in listed.one("tbody").all("tr")}
    assert names == {f"row-{code}": several[0][:200] for code, several in stored.items()}


def test_stored_in_the_choice_of_a_new_owner(app, desk, scripts):
    with app.app_context(), writing() as session:
        for text in scripts:
            add_customer(session, f"smith {text}".replace("\0", "")[:200], phone=text.replace("\0", "")[:40])
    form = opened(desk)
    ours = Vocabulary(desk.submit(form, "Find", headers=HTMX, q="kate").page, form.root)
    for number in ("2", "3"):  # Kate, and Kenji, to whom no letter can go
        ours.known |= Vocabulary(desk.submit(form, "Find", headers=HTMX, q="kate", pick=number).page).known
    for text in scripts:
        page = desk.submit(form, "Find", headers=HTMX, q=f"smith {text.split('(')[0]}").page
        picks = [option["value"] for option in page.all(role="option")]
        foreign = [node for node in ours.foreign(page) if node.tag != "mark"]
        assert not foreign, text
        for pick in picks[:1]:
            chosen = desk.submit(form, None, headers=HTMX, pick=pick).page
            assert not ours.foreign(chosen), text
            assert chosen.one("p", class_="chosen").one("b").raw.startswith("smith ")
