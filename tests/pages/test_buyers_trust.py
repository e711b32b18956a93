"""Buyers see their own and nothing else, staff are no buyers, buyers are no staff (TRUST 9, 17): from the URL map.

A page of the buyers' that is missing in test_roles.py fails there.
"""

import re

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from dashboard.actions.create_test import create_test
from dashboard.core.person import COMMAND, Role
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import BuyerSession, Cart, OneTimeCode, Order
from tests import world
from tests.pages.buyer import Buyer, buyer_in, with_token
from tests.pages.test_bad_input import CLASSES, SEEN_BY_A_DATABASE, as_bytes, form_body, in_turn, send
from tests.pages.test_roles import OF_BUYERS, TABLE
from tests.pages.visitor import Answer, signed_in

pytestmark = pytest.mark.usefixtures("cheap_passwords")
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')
CLOSED = [rule for rule, route in OF_BUYERS.items() if route.status == 303 and rule != ("POST", "/account/sign-out")]
OPEN = [rule for rule in OF_BUYERS if rule not in CLOSED]
OWN = {
    "<code:code>": world.UNPAID,
    "<int18:number>": "1",
    "<any(email,phone):kind>": "email",
    "<string(maxlength=64):token>": "unknown",
}
ANSWERS = {200, 303, 308, 400, 404, 405, 413, 422, 429}
FIELDS = (
    "quantity-1", "price-1", "place", "remove", "name", "email", "phone", "who", "password",
    "current", "code", "again", "drop", "next", "by",
)  # fmt: skip


def filled(rule: str, **parts: str) -> str:
    for part, value in {**OWN, **{f"<code:{name}>": value for name, value in parts.items()}}.items():
        rule = rule.replace(part, value)
    return rule


def test_the_table_tells_what_is_closed():
    assert len(CLOSED) >= 10
    assert all(rule.startswith("/account") for _, rule in OF_BUYERS)


def told(answer: Answer, code: str) -> str:
    """What the page says, but for the order's code and the form's token, which tells the second it was made."""
    return TOKEN.sub("", answer.text).replace(code, "")


@pytest.mark.feature("R10")
def test_an_order_of_somebody_else_is_not_found(app):
    """Every address of the buyers' that names an order, with every order there is."""
    with app.app_context():
        create_test(by=COMMAND)
        orders = db.session.execute(select(Order.code, Order.account_id, Order.is_test)).all()
        kate = world.customer(world.KATE).id
    named = [rule for method, rule in CLOSED if method == "GET" and "<code:code>" in rule]
    buyer, wrong = buyer_in(app, world.KATE), {}
    for rule in named:
        for code, owner, is_test in orders:
            answer = buyer.open(filled(rule, code=code))
            expected = 200 if owner == kate and not is_test else 404
            if answer.status != expected:
                wrong[rule, code] = answer.status
        unknown = buyer.open(filled(rule, code="OD-999"))
        other = buyer.open(filled(rule, code=world.PAID))
        assert unknown.status == 404
        assert told(unknown, "OD-999") == told(other, world.PAID)
    assert named
    assert not wrong


@pytest.mark.feature("R10")
def test_a_cart_of_somebody_else_is_not_found(app):
    """Every address of the buyers' that has a number in it, with every cart there is; none of them is Kate's."""
    with app.app_context():
        carts = list(db.session.scalars(select(Cart.id)))
    buyer, named = buyer_in(app, world.KATE), [one for one in CLOSED if "<int18:" in one[1]]
    for method, rule in named:
        for number in (*carts, 999_999, 10**17):
            path = filled(rule).replace("/1", f"/{number}")
            sent = {"place": "y", "key": "k" * 20, "version": "1", "csrf_token": buyer.token}
            answer = Answer(buyer.client.open(path, method=method, data=sent))
            assert answer.status == 404, (method, path)
    assert {method for method, _ in named} == {"GET", "POST"}
    assert carts


def test_lists_hold_nothing_of_others(app):
    buyer = buyer_in(app, world.KATE)
    for method, rule in CLOSED:
        if method == "GET":
            text = buyer.open(filled(rule)).text
            assert not [word for word in ("Chloe", "Kenji", "OD-1<", "OD-4", "Fischerallee") if word in text], rule


def test_a_code_of_somebody_else_is_worth_nothing(app):
    """Chloe's session cannot enter what Kate's session asked for, nor can another session of Kate's."""
    kate = buyer_in(app, world.KATE)
    assert kate.post("/account/profile", {"name": world.KATE, "email": "new@mail.example", "phone": ""}).status == 303
    for other in (buyer_in(app, world.CHLOE), buyer_in(app, world.KATE)):
        answer = other.post("/account/profile/verify/email", {"code": "123456"})
        assert (answer.status, "Nobody asked for a code here" in answer.text) == (422, True)
    with app.app_context():
        assert db.session.scalars(select(OneTimeCode.tries)).one() == 0


def test_a_buyer_reaches_no_function_of_the_desk(app, stands):
    """The buyer's token, under its own name and as if it were one of staff's, on every route of the desk."""
    token, raw = "a-buyers-session-token", "f" * 40
    buyer_in(app, world.KATE, token)
    cookies = app.session_interface.get_signing_serializer(app)
    vouched = {"csrf_token": URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw)}
    buyer, forged, before = with_token(app, token), with_token(app, token), stands(world.PAID)
    for (method, rule), route in TABLE.items():
        if (method, rule) in OF_BUYERS or route.stranger is not None:
            continue
        for visitor, session in ((buyer, {}), (forged, {"_user_id": token, "_fresh": True})):
            visitor.client.set_cookie("desk", cookies.dumps({**session, "csrf_token": raw}))
            visitor.client.set_cookie("buyer", token)
            answer = Answer(visitor.client.open(rule_with_ids(rule), method=method, data=vouched))
            assert (answer.status, (answer.location or "").split("?")[0]) == (303, "/sign-in"), (method, rule)
    assert stands(world.PAID) == before


def rule_with_ids(rule: str) -> str:
    """The address with something right in each of its parts."""
    rule = re.sub(r"<string\(length=64\):\w+>", "0" * 64, rule)
    for kind, value in (("code", world.PAID), ("int18", "1"), (r"string\([^)]*\)", "shipment_sent")):
        rule = re.sub(rf"<{kind}:\w+>", value, rule)
    return re.sub(r"<any\('?([\w-]+)[^)]*\):\w+>", r"\1", rule)


def test_staff_are_strangers_at_the_buyers_pages(app):
    """Staff's session, also in the buyers' cookie, shows no page of a buyer's."""
    desk = signed_in(app, Role.OWNER)
    secret = app.session_interface.get_signing_serializer(app).loads(desk.client.get_cookie("desk").value)["_user_id"]
    desk.client.set_cookie("buyer", secret, path="/account")
    for method, rule in CLOSED:
        answer = desk.open(filled(rule)) if method == "GET" else desk.post(filled(rule))
        assert (answer.status, answer.location.split("?")[0]) == (303, "/account/sign-in"), rule
    assert desk.open("/orders").status == 200


def test_both_can_be_signed_in_in_one_browser(app):
    desk = signed_in(app, Role.OWNER)
    form = desk.open("/account/sign-in").page.all("form")[0]
    assert desk.submit(form, "Sign in", who=world.KATE_EMAIL, password=world.PASSWORD).location == "/account/orders"
    assert (desk.open("/orders").status, desk.open("/account/orders").status) == (200, 200)
    out = desk.open("/account/orders").page.all("form")[0]
    assert desk.submit(out, "Sign out").location == "/account/sign-in"
    assert (desk.open("/orders").status, desk.open("/account/orders").status) == (200, 303)


def test_bad_input_is_answered(app, kind):
    """Bad input in every field of every form at once, and in every part of every address (TRUST 13)."""
    stranger, crashed = Buyer(app), []
    places = {rule: at for at, rule in enumerate(OF_BUYERS)}
    names = CLASSES if kind == "sqlite" else SEEN_BY_A_DATABASE
    closed = sorted(CLOSED, key=lambda rule: "devices" in rule[1])  # signing out everywhere comes last
    for at, name in enumerate(names):
        buyer = buyer_in(app, world.KENJI)
        for visitor, rules in ((buyer, closed), (stranger, OPEN)):
            token = visitor.token
            for method, rule in rules if name in {"NUL", "bad UTF-8"} else in_turn(rules, at):
                once = {"csrf_token": token, "key": f"key-{at:06}-{places[method, rule]:09}", "version": "1"}
                crashed += [(name, *found) for found in tried(visitor, method, rule, CLASSES[name], once)]
    assert crashed == []


def tried(visitor: Buyer, method: str, rule: str, value: str, right: dict[str, str]) -> list[tuple[str, str, int]]:
    """Where the value in all fields, and in each part of the address, met something else than an answer."""
    body = form_body({**dict.fromkeys(FIELDS, value[: 900_000 // len(FIELDS)]), **right})
    query = f"?after={as_bytes(value[:5_000])}&next={as_bytes(value[:5_000])}&asked={as_bytes(value[:50])}"
    path = filled(rule, code=world.RETURNED_TO_CART)
    paths = [path + query if method == "GET" else path]
    paths += [rule.replace(part, as_bytes(value[:5_000]) or "x") for part in OWN if part in rule]
    statuses = {path[:80]: send(visitor, method, path, body) for path in paths}
    return [(method, path, status) for path, status in statuses.items() if status not in ANSWERS]


def test_a_session_that_ended_leads_to_the_door_and_back(app):
    token = "a-buyers-session-token"
    buyer = buyer_in(app, world.KATE, token)
    assert buyer.open("/account/orders/OD-3").status == 200
    with app.app_context(), writing() as session:
        session.query(BuyerSession).delete()
    answer = buyer.open("/account/orders/OD-3")
    assert answer.location == "/account/sign-in?next=%2Faccount%2Forders%2FOD-3"
    form = buyer.open(answer.location).page.all("form")[0]
    answer = buyer.submit(form, "Sign in", who=world.KATE_EMAIL, password=world.PASSWORD)
    assert answer.location == "/account/orders/OD-3"
