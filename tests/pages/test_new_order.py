"""New order on its page: the buyer found, products added, sums live, placed once."""

import pytest

from dashboard.core.person import Role
from tests import world
from tests.actions.goods import product
from tests.pages.visitor import signed_in

NEW = "/orders/new"


def form_of(answer):
    """The form in an answer."""
    assert answer.status in {200, 409, 422}, answer.status
    return answer.page.one(id="verb").one("form")


def total(form):
    """What the form says that it comes to."""
    return form.one(role="status", aria_label="Total").one("b").text


def added(visitor, form, sku, app):
    """The form with this product in it."""
    with app.app_context():
        number = product(sku).id
    found = form_of(visitor.submit(form, "Find", product_q=sku))
    button = found.one("button", name="add", value=str(number))
    return number, form_of(visitor.submit(found, None, **{button["name"]: button["value"]}))


@pytest.mark.feature("U1")
def test_it_is_filled_in_step_by_step_and_seen_on_the_list_at_once(app, desk, number):
    found = form_of(desk.submit(form_of(desk.open(NEW)), "Find", q="kate wong"))
    form = form_of(desk.submit(found, None, pick=number(world.KATE)))
    assert dict(form.fields())["owner"] == number(world.KATE)
    mug, form = added(desk, form, world.MUG, app)
    assert (dict(form.fields())[f"quantity-p{mug}"], total(form)) == ("1", "9.50 EUR")
    form = form_of(desk.submit(form, "Find", **{f"quantity-p{mug}": "3", "discount": "1.50", "shipping": "4"}))
    assert total(form) == "31.00 EUR"
    first = desk.submit(form, "Place order")
    page = desk.follow(first).page
    code = page.one("h1").text
    assert page.one(id="flash").one("h2").text == f"{code} is placed"
    assert desk.submit(form, "Place order").location == first.location
    row = desk.open("/orders").page.one(id=f"row-{code}")
    assert "Kate Wong" in row.text
    assert "31.00 EUR" in row.text
    assert sum("31.00 EUR" in one.text for one in desk.open("/orders").page.one("tbody").all("tr")) == 1


def test_a_product_is_added_again_and_taken_out(app, desk):
    mug, form = added(desk, form_of(desk.open(NEW)), world.MUG, app)
    _, form = added(desk, form, world.MUG, app)
    assert dict(form.fields())[f"quantity-p{mug}"] == "2"
    form = form_of(desk.submit(form, None, drop=f"p{mug}"))
    assert (total(form), f"quantity-p{mug}" in dict(form.fields())) == ("—", False)


def test_a_catalog_has_its_own_products(app, desk):
    form = form_of(desk.open(NEW))
    summer = next(option["value"] for option in form.one("select").all("option") if option.text == "Summer")
    offered = form_of(desk.submit(form, "Find", catalog=summer, product_q="mug"))
    assert not offered.all("button", name="add")
    assert offered.one(id="product_q-note").text == "Nothing on sale matches."


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(app, desk):
    mug, form = added(desk, form_of(desk.open(NEW)), world.MUG, app)
    answer = desk.submit(form, "Place order", q="kate", note="By <b>phone")
    assert (answer.status, form_of(answer).one(id="q-note").text) == (422, "Choose the customer who orders.")
    assert dict(form_of(answer).fields())["note"] == "By <b>phone"
    answer = desk.submit(form, "Place order", **{f"quantity-p{mug}": "1e3"})
    assert (answer.status, "Enter a whole number" in form_of(answer).one(id=f"note-p{mug}").text) == (422, True)
    answer = desk.submit(form, "Place order", kind="new", name="Ada", discount="9.51")
    assert (answer.status, "more than the items" in form_of(answer).one(id="discount-note").text) == (422, True)
    answer = desk.submit(form, "Place order", kind="new", name="Ada", shipping_city="X", shipping_country="Atlantis")
    assert (answer.status, "country’s name" in form_of(answer).one(id="shipping_country-note").text) == (422, True)
    page = desk.follow(desk.submit(form, "Place order", kind="new", name="Ada")).page
    assert "Ada" in page.region("Order customer").text


def test_who_may_place_none_sees_no_button(app):
    for role, able in ((Role.SUPPORT, True), (Role.FULFILMENT, False), (Role.VIEWER, False)):
        assert ("New order" in signed_in(app, role).open("/orders").text) is able
