"""Return on its page: what came back, what comes of it shown before, and the way on to the refund."""

import pytest

from dashboard.core.guards import Action
from dashboard.core.person import Role
from dashboard.pages import order_menu
from tests import goods, kinds, world
from tests.pages.visitor import HTMX, signed_in


def form_of(visitor, code=world.TWO_BOXES):
    """The form."""
    return visitor.open(f"/orders/{code}/return").page.one(id="verb").one("form")


def bowl(form):
    """The number of the line with the serving bowls."""
    return form.one("input", aria_label="Quantity of Serving bowl")["name"].removeprefix("quantity-")


def redrawn(visitor, form, find="1", **typed):
    """The form once this was typed."""
    return visitor.submit(form, headers=HTMX, find=find, **typed).page.one("form")


def changes(form):
    """What will change."""
    region = form.one("section", aria_labelledby="what-will-change")
    return [(row.one("dt").text, row.one("dd").text) for row in region.all("div")]


@pytest.mark.feature("U22")
def test_what_comes_back_is_shown_before_and_done(app, desk):
    form = form_of(desk)
    assert (form.name, changes(form)) == ("Return order OD-2", [("Fulfilment", "stays Fulfilled")])
    assert [field["aria-label"] for field in form.all("input", type="number")] == ["Quantity of Serving bowl"]
    line = bowl(form)
    form = redrawn(desk, form, **{f"quantity-{line}": "1"})
    assert changes(form) == [
        ("Fulfilment", "FulfilledbecomesPartially returned"), ("Stock", "Serving bowl, Oat, 24 cm: 46becomes47"),
    ]  # fmt: skip
    page = desk.follow(desk.submit(form, "Return", reason="Not wanted")).page
    assert page.one(id="flash").one("h2").text == "Returned: Serving bowl × 1"
    assert "1 piece goes back to stock. No money has moved" in page.one(id="flash").text
    assert "Partially returned" in page.one(class_="order-title").text
    assert page.region("Items").all(class_="line-card")[0].facts["Returned"] == "1"
    with app.app_context():
        assert goods.stock(world.BOWL) == 47


@pytest.mark.feature("U22")
def test_only_what_is_fit_is_suggested_for_the_shelf(desk):
    form = form_of(desk)
    line = bowl(form)
    for condition, restock in (("damaged", False), ("opened", True), ("incomplete", False), ("as_new", True)):
        typed = {f"quantity-{line}": "2", f"condition-{line}": condition}
        form = redrawn(desk, form, f"condition-{line}", **typed)
        assert ("checked" in form.one("input", name=f"restock-{line}")) == restock
        assert ("Stock" in dict(changes(form))) == restock
    form = redrawn(desk, form, f"condition-{line}", **{f"condition-{line}": "damaged"})
    page = desk.follow(desk.submit(form, "Return")).page
    assert "Nothing is restocked." in page.one(id="flash").text


@pytest.mark.feature("U22", "U17")
def test_what_is_under_way_is_marked_as_delivered_first(app, desk, stands):
    with app.app_context():
        goods.send(world.PAID, 1)
        goods.send(world.PAID)
    page = desk.open("/orders/OD-1/return").page.one(id="verb")
    assert "SH-4, SH-5 are still under way." in page.text
    form = page.one("form")
    before = stands(world.PAID)
    answer = desk.submit(form, "Mark as delivered and continue", headers=HTMX)
    assert (answer.status, answer.location.partition("?")[0]) == (303, "/orders/OD-1/return")
    assert desk.submit(form, "Mark as delivered and continue").location == answer.location  # a double click
    assert stands(world.PAID).lines == before.lines + 2
    there = desk.open(answer.location, headers=HTMX).page.one("form")
    assert len(there.all("input", type="number")) == 3
    late = desk.submit(form, "Mark as delivered and continue", headers=HTMX, key="k" * 20)
    assert (late.status, "Shipment SH-4 delivered" in late.alert) == (409, True)


def test_nothing_was_sent_and_who_may_not(app, desk):
    verb = desk.open("/orders/OD-1/return").page.one(id="verb")
    assert verb.one("li", class_="no").text.startswith("No delivered piece is left to return.")
    assert not verb.all("button", type="submit")
    assert signed_in(app, Role.SUPPORT).open("/orders/OD-2/return").status == 403
    assert desk.open("/orders/OD-99/return").status == 404


@kinds.first
@pytest.mark.parametrize("typed", ["3", "-1", "1.5", "0x1", "٢", "9" * 100])
def test_wrong_counts_stand_beside_their_field(desk, stands, typed):
    before, form = stands(world.TWO_BOXES), form_of(desk)
    answer = desk.submit(form, "Return", headers=HTMX, **{f"quantity-{bowl(form)}": typed, "reason": "kept"})
    assert (answer.status, stands(world.TWO_BOXES)) == (422, before)
    assert answer.page.one("input", name=f"quantity-{bowl(form)}")["aria-invalid"] == "true"
    assert answer.page.one("input", name="reason")["value"] == "kept"


def test_no_piece_at_all_a_long_reason_and_what_is_gone(desk):
    form = form_of(desk)
    for typed in ({}, {"reason": "x" * 501, f"quantity-{bowl(form)}": "1"}, {"quantity-999": "1"}):
        answer = desk.submit(form, "Return", headers=HTMX, **typed)
        assert (answer.status, bool(answer.alert)) == (422, True), typed


@pytest.mark.feature("U22")
def test_the_refund_opens_with_what_came_back_for_who_may_refund(app, desk, monkeypatch):
    monkeypatch.setitem(order_menu.PAGES, Action.REFUND, ("archive.show", {}, "receipt-refund"))
    assert not form_of(signed_in(app, Role.FULFILMENT)).all("input", name="refund")
    form = form_of(desk)
    line = bowl(form)
    answer = desk.submit(form, "Return", refund="y", **{f"quantity-{line}": "2"})
    assert (answer.status, answer.location) == (303, f"/orders/OD-2/archive?quantity-{line}=2")
