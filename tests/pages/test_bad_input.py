"""24 classes of bad input in every field and every part of every address: answered, never crashed on (TRUST 13)."""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from dashboard.actions.fulfil import Parcel, fulfil
from dashboard.actions.save_view import save_view
from dashboard.core.batches import BatchState, BatchVerb
from dashboard.core.person import COMMAND, Role
from dashboard.database import writing
from dashboard.models import Batch
from tests import world
from tests.imports import rows
from tests.pages.dialog import opened
from tests.pages.test_roles import OF_BUYERS, TABLE
from tests.pages.visitor import Answer, Visitor

CLASSES = {
    "empty": "",
    "1 MB": "x" * 900_000,
    "NUL": "OD-1\0",
    "bad UTF-8": "\ud83d\udcff",  # sent as it is, byte by byte
    "right to left": "\u202e1-DO\u202c مرحبا",
    "CRLF": "OD-1\r\nSet-Cookie: a=b",
    "HTML": "<h1>OD-1</h1>",
    "SQL": "' OR 1=1; DROP TABLE orders; --",
    "template": "{{ config }}{% raise %}",
    "path": "../../../../etc/passwd",
    "negative": "-1",
    "zero": "0",
    "2^63": str(2**63),
    "2^70": str(2**70),
    "exponent": "1e3",
    "not a number": "NaN",
    "5,000 digits": "9" * 5_000,
    "foreign digits": "١٢٣",
    "odd date": "0000-00-00T25:61:61",
    "spaces": "\t \u00a0\u2003",
}
# What a database may see otherwise than the other; all the rest ends before it, and is tried on one.
SEEN_BY_A_DATABASE = (
    "empty",
    "NUL",
    "bad UTF-8",
    "right to left",
    "2^63",
    "2^70",
    "5,000 digits",
    "foreign digits",
    "spaces",
)
READ = ("q", "owner", "email", "phone", "kind", "version", "key", "next", "pick")
OF_SETTINGS = (
    "name", "store", "region", "currency", "zone", "address", "tax_rate", "tax_included", "code_prefix", "remove_logo",
    "role", "start", "current",
)  # fmt: skip
OF_IMPORTS = ("prefix", "encoding", "separator", "save_as", "saved", "column-0", "use")
OF_LETTERS = (
    "subject",
    "text",
    "letter",
    "way",
    "address",
    "again",
    "notify_old",
    "message_hold",
    "sms",
    "notices_to",
    "message",
)
OF_VIEWS = ("list", "view", "after", "shared", "column", "reset")
OF_GOODS = (
    "sku", "variant", "price", "stock", "stock_seen", "discount", "shipping", "note", "row", "quantity-l1", "price-l1",
    "quantity-p1", "price-p1", "add", "product_q", "catalog", "stored", "filename", "seen", "shipping_country",
    "test_orders", "product", "agreed",
)  # fmt: skip
OF_BATCHES = ("code", "as_of", "all")
OF_PARCELS = ("line", "point", "carrier", "tracking", "expected", "handed_over", "status", "reason", "refund")
OF_MONEY = (
    "amount", "received_on", "method", "reference", "over", "shipping", "adjustment", "fee", "quantity-1",
    "condition-1", "returned-1", "cancel_too", "cancel_reason", "whole", "why", "sent_on",
)  # fmt: skip
MORE = ("generate", "notify", "contact", "alone", "find", "theme", "password")
FIELDS = (
    *READ, *OF_SETTINGS, *OF_IMPORTS, *OF_LETTERS, *OF_VIEWS, *OF_BATCHES, *OF_PARCELS, *OF_MONEY, *OF_GOODS, *MORE,
)  # fmt: skip
QUERY = (
    "q", "payment", "fulfilment", "after", "before", "next", "contact", "asked", "import", "show", "list", "state",
    "code", "order", "form", "letter", "owner", "email", "to", "sort", "placed_from", "total_min", "customer",
    "catalog", "tag", "quantity-1",
)  # fmt: skip
RIGHT = {
    "<code:code>": "OD-1", "<int18:seq>": "2", "<int18:number>": "4", "<string(maxlength=64):token>": "t",
    "<string(length=64):digest>": "0" * 64, "<any(start,pause,resume,cancel):step>": "pause",
    "<any('send-now',drop,'send-again'):act>": "drop", "<any(reassign,link,tag,archive,fulfil):name>": "tag",
    "<int18:note>": "1", "<int18:cart>": "1", "<int18:product>": "1", "<int18:other>": "5", "<code:number>": "SH-4",
    "<string(maxlength=40):event>": "shipment_sent",
}  # fmt: skip
# What a key made of 16 to 64 figures may do, since these forms are right with anything in their other fields; and the
# answer that does not tell whether an address is known.
TAG, UNNOTE = "/orders/<code:code>/tag", "/orders/<code:code>/notes/<int18:note>/delete"
MAY_ACT = {
    "/settings/notifications/<string(maxlength=40):event>/test",
    "/settings/staff/<int18:number>/new-link", "/settings/account/rename", "/forgotten-password", "/first-run", TAG,
    UNNOTE,
    "/views/save", "/views/columns", "/batches/<int18:number>/undo", "/customers/<int18:number>/tag",
    "/orders/create-test", "/orders/purge-tests", "/catalogs/create",
    *(f"/views/<int18:number>/{verb}" for verb in ("rename", "move", "share", "unshare", "delete")),
}  # fmt: skip
# Those of the buyers are tried with a buyer: test_buyers_trust.py.
ROUTES = [(method, rule) for method, rule in TABLE if rule != "/sign-out" and (method, rule) not in OF_BUYERS]
pytestmark = pytest.mark.usefixtures("cheap_passwords", "an_import", "some_views", "some_batches", "a_shipment")
# In the suite each route meets each fourth class, the next route the ones beside them; all with all: `BAD=all`
# (docs/faults.md).
IN_TURN = 1 if os.environ.get("BAD") == "all" else 4
TAKING_A_FORM = [rule for method, rule in ROUTES if method == "POST"]


@pytest.fixture
def classes(kind):
    """The bad values to try on this database, by the name of their class."""
    return CLASSES if kind == "sqlite" else {name: CLASSES[name] for name in SEEN_BY_A_DATABASE}


@pytest.fixture
def an_import(inside):
    """An import, so that its pages are there."""
    return inside.looked_over(rows(1, 2))


def in_turn(routes: list[Any], at: int) -> list[Any]:
    """The routes that meet the class at this place."""
    return [route for place, route in enumerate(routes) if (place + at) % IN_TURN == 0]


@pytest.fixture
def some_views(app):
    """Views of the order list, so that there is one with the number that RIGHT names."""
    with app.app_context():
        for name in "ABCD":
            save_view(name, "", shared=True, by=world.staff(Role.OWNER))


@pytest.fixture
def some_batches(app):
    """Batches, so that there is one with the number that RIGHT names."""
    with app.app_context(), writing() as session:
        for _ in range(4):
            made = {"by_kind": "command", "by_name": "Counterfoil", "state": BatchState.FINISHED}
            session.add(Batch(verb=BatchVerb.ARCHIVE, **made))


@pytest.fixture
def a_shipment(app):
    """A shipment of one piece of OD-1, the one that RIGHT names, so that its pages are there."""
    with app.app_context():
        fulfil(world.PAID, Parcel({world.order(world.PAID).lines[0].id: 1}, handed_over=False), by=COMMAND)


def places(rule: str, value: str) -> Iterator[str]:
    """The rule's addresses with right parts, and with each part in turn replaced by the value."""
    for bad in (None, *(part for part in RIGHT if part in rule)):
        path = rule
        for part, right in RIGHT.items():
            path = path.replace(part, value if part == bad else right)
        yield path


def as_bytes(text: str) -> str:
    """The text percent-encoded, lone surrogates as bytes that are no UTF-8."""
    return quote(text, safe="/", errors="surrogatepass")


def visitor_for(rule: str, desk: Visitor) -> Visitor:
    """Who may see the form of this rule: signing in is for strangers."""
    return Visitor(desk.app) if rule == "/sign-in" else desk


def send(visitor: Visitor, method: str, path: str, body: str = "", kind: str | None = None) -> int:
    """The status that this request gets."""
    kind = kind or "application/x-www-form-urlencoded"
    return Answer(visitor.client.open(path, method=method, data=body, content_type=kind)).status


def form_body(fields: dict[str, str]) -> str:
    """A form's fields as a browser sends them."""
    return "&".join(f"{name}={as_bytes(value)}" for name, value in fields.items())


def test_in_every_address(desk, classes):
    crashed, vouched = [], form_body({"csrf_token": desk.token, "key": "k" * 20})
    for at, (name, value) in enumerate(classes.items()):
        query = "&".join(f"{parameter}={as_bytes(value[:50_000])}" for parameter in QUERY)
        for method, rule in in_turn(ROUTES, at):
            right, *wrong = places(rule, as_bytes(value[:10_000]))
            sent = {path: send(desk, method, path, vouched) for path in wrong}
            if method == "GET":
                sent[right] = send(desk, "GET", f"{right}?{query}")
            crashed += [(name, method, path[:80]) for path, status in sent.items() if status >= 500]
    assert not crashed


def test_in_every_field(desk, stands, number, classes):
    """In all fields of every form at once, and in each field of a form that is right but for it."""
    before, statuses = stands(world.PAID), {}
    visitors = {rule: visitor_for(rule, desk) for rule in TAKING_A_FORM}
    right = {**dict(opened(desk).fields()), "owner": number(world.CHLOE)}  # hers already: nothing may change
    for at, (name, value) in enumerate(classes.items()):
        for rule, visitor in in_turn(list(visitors.items()), at):
            share = value[: 900_000 // len(FIELDS)]
            body = form_body({**dict.fromkeys(FIELDS, share), "csrf_token": visitor.token})
            statuses[name, rule] = send(visitor, "POST", next(places(rule, "")), body)
        for field in READ:
            body = form_body({**right, field: value})
            statuses[name, field] = send(desk, "POST", "/orders/OD-1/reassign", body)
    answers = {200, 400, 404, 409, 422, 429}
    odd = {place: status for place, status in statuses.items() if status not in answers}
    assert {place: status for place, status in odd.items() if status != 303 or place[1] not in MAY_ACT} == {}
    tagged = sum(status == 303 for (_, place), status in statuses.items() if place in (TAG, UNNOTE))
    grown = {"version": before.version + tagged, "lines": before.lines + tagged}
    assert stands(world.PAID)._replace(letters=before.letters) == before._replace(**grown)


BROKEN = {
    "nothing": ("", None),
    "no form at all": ('{"q": "kate"}', "application/json"),
    "multipart without a boundary": ("--x\r\n\r\n", "multipart/form-data"),
    "multipart cut off": (
        '--x\r\nContent-Disposition: form-data; name="q"\r\n\r\nka',
        "multipart/form-data; boundary=x",
    ),
    "multipart of lies": ("--y\r\nContent-Disposition: none\r\n\r\n\0\r\n--x--", "multipart/form-data; boundary=x"),
    "unknown charset": ("q=kate", "application/x-www-form-urlencoded; charset=klingon"),
    "half an escape": ("q=%&owner=%f&=&&&==", None),
    "a file for a text": (
        '--x\r\nContent-Disposition: form-data; name="q"; filename="a"\r\n\r\nka\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
}


def test_broken_bodies_are_refused(desk, stands):
    before = stands(world.PAID)
    visitors = {rule: visitor_for(rule, desk) for rule in (*TAKING_A_FORM, "/sign-out")}
    statuses = {
        (name, rule): send(visitor, "POST", next(places(rule, "")), body, kind)
        for name, (body, kind) in BROKEN.items()
        for rule, visitor in visitors.items()
    }
    assert set(statuses.values()) == {400}, statuses
    assert stands(world.PAID) == before


def test_fields_that_come_twice(desk, stands, number):
    """The first of each counts, as everywhere; a key and a digest that come twice are one submission."""
    form = opened(desk)
    twice = [*form.fields(), ("owner", number(world.KATE)), ("q", world.KATE), *form.fields(), ("owner", "9")]
    body = "&".join(f"{name}={as_bytes(value)}" for name, value in twice)
    assert send(desk, "POST", "/orders/OD-1/reassign", body) in {303, 422}
    for at, rule in enumerate(TAKING_A_FORM):
        visitor = visitor_for(rule, desk)
        if rule != "/orders/<code:code>/reassign":
            fields = [("key", f"k{at:019}"), *((name, value) for name, value in twice[1:] if name != "key")]
            assert visitor.post(next(places(rule, "")), fields).status < 500, rule


def test_ids_of_others_and_of_nobody(desk, number, stands):
    """An id of another kind of thing, of nobody, or beyond all numbers is refused beside the field."""
    before = stands(world.PAID)
    for owner in ("0", "999999", "9" * 18, "9" * 19, "-1", "1.5", "1 ", " 1", "0x1", "१", "1_0", "True", "null"):
        answer = desk.submit(opened(desk), "Reassign order", owner=owner)
        assert answer.status in {422, 303}, owner
        assert answer.status == 422 or owner.strip() == number(world.CHLOE), owner
    assert stands(world.PAID) == before
