"""The same submit twice, or eight times at once, has one effect; the same key with other content is refused (TRUST 1).

Generated from the URL map: a route that takes a form and is neither here nor said to need no key fails.
"""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from dashboard.core.person import Role
from dashboard.extensions import db
from dashboard.models import (
    Activity,
    Customer,
    GoodsReturn,
    Message,
    Once,
    Order,
    OrderTag,
    SavedView,
    Shipment,
    Staff,
    StockMove,
)  # fmt: skip
from tests.faults.at_once import at_once
from tests.pages import test_roles
from tests.pages.test_roles import BY_LINK, TABLE
from tests.pages.visitor import signed_in

pytestmark = pytest.mark.usefixtures("cheap_passwords")
# The roles' table knows what a right request to each route is.
request_of, make_ready, of_settings = test_roles.request_of, test_roles.make_ready, test_roles.of_settings
of_customer, spare, spare_session = test_roles.of_customer, test_roles.spare, test_roles.spare_session
spare_view, waiting, a_batch = test_roles.spare_view, test_roles.waiting, test_roles.a_batch
of_facts, of_goods, many_mugs = test_roles.of_facts, test_roles.of_goods, test_roles.many_mugs
noted = test_roles.noted

# What happens twice is the same as once, or is told to nobody: nothing to keep a key for. Imports have tests of their
# own, since what they do goes on after the answer.
WITHOUT_KEY = {
    "/theme", "/sign-in", "/sign-out", "/first-run", "/forgotten-password", test_roles.ASKS_ONLY,
    *BY_LINK,  # tested in test_order_form.py
    "/account/password/<string(maxlength=64):token>", "/set-password/<string(maxlength=64):token>",
    "/settings/account/change-password", "/views/columns",
    *(rule for _, rule in test_roles.OF_BUYERS),  # tests/pages/test_account_*.py send them twice
}  # fmt: skip
# The roles' request to these is a refused one; their own page tests submit the right one twice.
OF_THEIR_OWN = {
    "/views/<int18:number>/share",
    "/customers/<int18:number>/merge",
    "/customers/<int18:number>/unmerge/<int18:seq>",
    "/customers/<int18:number>/erase",
    "/customers/<int18:number>/personal-data",
    "/orders/<code:code>/erase-guest",
    "/orders/<code:code>/personal-data",
    "/orders/export",
    "/catalogs/<int18:number>/order-sheet",
    # A log goes with what they take away; and a list of products wants its file.
    "/orders/<code:code>/delete",
    "/orders/purge-tests",
    "/products/import",
    "/catalogs/<int18:number>/import",
}
# What is no longer theirs to see is gone, whatever the key.
GONE = {
    "/views/<int18:number>/unshare", "/views/<int18:number>/delete", "/customers/groups/<int18:number>/delete",
    "/customers/<int18:number>/note/<int18:note>/delete", "/orders/<code:code>/notes/<int18:note>/delete",
}  # fmt: skip
TWO_READERS = {"/orders/new", "/customers/<int18:number>/carts/<int18:cart>/place"}  # the buyer, and the shop
WITH_KEY = [
    rule
    for method, rule in TABLE
    if method == "POST" and rule not in WITHOUT_KEY | OF_THEIR_OWN and not rule.startswith("/imports")
]

GOODS = (Shipment, GoodsReturn, StockMove)


@pytest.fixture
def counted(app):
    """Gives what a second effect would add to: rows of each kind, and all versions."""

    def count() -> Counter[str]:
        with app.app_context():
            kinds = (Activity, Message, Order, Customer, Staff, OrderTag, SavedView, Once, *GOODS)
            found = Counter(
                {kind.__tablename__: db.session.scalar(select(func.count()).select_from(kind)) for kind in kinds}
            )
            found["versions"] = db.session.scalar(select(func.sum(Order.version)))
            return found

    return count


def test_every_route_that_acts_answers_with_a_redirect_to_what_it_did():
    assert all(TABLE["POST", rule].status == 303 for rule in WITH_KEY)


@pytest.mark.parametrize("rule", WITH_KEY)
def test_twice_is_once_and_other_content_is_refused(desk, request_of, make_ready, counted, rule):
    make_ready(rule)
    before = counted()
    path, fields = request_of(rule)
    first = desk.post(path, fields)
    after = counted()
    assert (first.status, after["once"], after["activities"] > before["activities"]) == (303, before["once"] + 1, True)
    assert (
        after["activities"] - before["activities"] <= 2
    )  # two where a lot of two orders is taken back, or a batch made and taken back
    again = desk.post(path, fields)
    assert (again.status, again.location, counted()) == (303, first.location, after)
    other = desk.post(path, {**fields, "surely": "something else"})
    assert (other.status, counted()) == (404 if rule in GONE else 409, after)
    assert rule in GONE or "already submitted with other content" in other.text


STEPS_OF_MONEY = ("/orders/<code:code>/refunds/", "/orders/<code:code>/payments/")


def at_once_too(rule: str) -> Any:
    """An order's verbs at every run, the rest and the steps that all go one way in the long one (docs/faults.md)."""
    often = rule.startswith("/orders") and not rule.startswith(STEPS_OF_MONEY)
    return rule if often else pytest.param(rule, marks=pytest.mark.faults)


@pytest.mark.parametrize("rule", [at_once_too(rule) for rule in WITH_KEY])
def test_eight_at_once_are_once(app, request_of, make_ready, counted, rule):
    make_ready(rule)
    path, fields = request_of(rule)
    visitor = signed_in(app, may_act(rule))
    fields["csrf_token"] = visitor.token
    before, cookie = counted(), visitor.client.get_cookie("desk").value
    answers = at_once([partial(post, app, cookie, path, fields)] * 8)
    after = counted()
    assert answers == [303] * 8
    assert (after["once"], 1 <= after["activities"] - before["activities"] <= 2) == (before["once"] + 1, True)
    if rule.startswith("/orders/<code"):
        assert after["versions"] - before["versions"] == after["activities"] - before["activities"]
    assert after["messages"] - before["messages"] <= (2 if rule in TWO_READERS else 1)


def may_act(rule: str) -> Role:
    """Who does it: those who do it daily."""
    if rule.startswith("/orders") and Role.SUPPORT in TABLE["POST", rule].may:
        return Role.SUPPORT
    return Role.FULFILMENT if test_roles.of_parcels(rule) else Role.OWNER


def post(app, cookie, path, fields):
    """The status of one of the eight answers, each to a browser of the same session."""
    client = app.test_client()
    client.set_cookie("desk", cookie)
    return client.post(path, data=fields).status_code
