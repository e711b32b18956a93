"""Edit lines on its page: what was placed beside what is confirmed, the difference before OK, and after."""

import pytest
from sqlalchemy import select

from dashboard.database import writing
from dashboard.models import Catalog
from tests import world
from tests.actions.goods import product
from tests.pages.test_new_order import form_of

EDIT = f"/orders/{world.PAID}/edit-lines"


def keys(app, code=world.PAID):
    """The lines of the order by SKU, as fields name them."""
    with app.app_context():
        return {line.sku: f"l{line.id}" for line in world.order(code).lines}


def compared(node):
    """The rows of what was placed and what is confirmed."""
    return [" | ".join(cell.text for cell in row.every() if cell.tag in {"th", "td"}) for row in node.all("tr")[1:]]


def total(form):
    """The new total, as the form says it."""
    return form.one(role="status", aria_label="New total").one("b").text


@pytest.mark.feature("D1")
def test_the_difference_is_seen_before_and_after(app, desk):
    line = keys(app)
    with app.app_context():
        bowl = product(world.BOWL).id
    form = form_of(desk.open(EDIT))
    assert "Nothing yet." in form.text
    form = form_of(desk.submit(form, "Find", **{f"quantity-{line[world.MUG]}": "1", "product_q": "bowl"}))
    assert (total(form), "9.50 EUR to refund" in form.text) == ("30.50 EUR", True)
    form = form_of(desk.submit(form, None, add=str(bowl), **{f"quantity-{line[world.TOWEL]}": "0"}))
    assert total(form) == "40.50 EUR"
    assert "Paid becomes Partially paid." in form.text
    rows = [
        "Stoneware mug, Sage | 2 × 9.50 | 1 × 9.50",
        "Beeswax candle, Amber, 180 g | 1 × 14.00 | 1 × 14.00",
        "Linen tea towel, Harbour stripe | 1 × 8.00 | taken off",
        "Serving bowl, Oat, 24 cm | — | 1 × 18.00",
    ]
    assert compared(form.one("table")) == rows
    page = desk.follow(desk.submit(form, "Confirm lines")).page
    assert page.one(id="flash").text.endswith("The total is 40.50 EUR, no longer 40.00 EUR.")
    items = page.region("Items")
    assert compared(items.one("table", class_="compared")) == rows
    assert items.one("summary").text == "As the buyer placed it 3 of 4 lines differ"
    assert items.one("tr", class_="is-out").one("strong").text == "Linen tea towel"


def test_an_order_as_it_was_placed_says_nothing_of_it(desk):
    assert "As the buyer placed it" not in desk.open(f"/orders/{world.PAID}").text


def test_picking_what_is_there_already_adds_a_piece(app, desk):
    line = keys(app)
    with app.app_context():
        mug = product(world.MUG).id
    form = form_of(desk.submit(form_of(desk.open(EDIT)), None, add=str(mug)))
    assert dict(form.fields())[f"quantity-{line[world.MUG]}"] == "3"
    assert f"quantity-p{mug}" not in dict(form.fields())


def test_what_the_catalog_does_not_hold_can_be_added_too(app, desk):
    with app.app_context(), writing() as session:
        autumn = session.scalars(select(Catalog).where(Catalog.name == "Autumn")).one()
        world.order(world.UNPAID).catalog_id = autumn.id
        next(item for item in autumn.items if item.product.sku == world.MUG).price = 700
    path = f"/orders/{world.UNPAID}/edit-lines"
    found = form_of(desk.submit(form_of(desk.open(path)), "Find", product_q="spoons")).one(role="listbox")
    assert "12.00 EUR" in found.text
    found = form_of(desk.submit(form_of(desk.open(path)), "Find", product_q="mug")).one(role="listbox")
    assert "7.00 EUR" in found.text


def test_refusals_stand_beside_their_line(app, desk, stands):
    before, candle = stands(world.REFUNDED), keys(app, world.REFUNDED)[world.CANDLE]
    form = form_of(desk.open(f"/orders/{world.REFUNDED}/edit-lines"))
    answer = desk.submit(form, "Confirm lines", **{f"price-{candle}": "6"})
    assert (answer.status, "cannot be worth less" in form_of(answer).one(id=f"note-{candle}").text) == (422, True)
    answer = desk.submit(form, "Confirm lines", **{f"quantity-{candle}": "no"})
    assert (answer.status, dict(form_of(answer).fields())[f"quantity-{candle}"]) == (422, "no")
    answer = desk.submit(form, "Confirm lines")
    assert (answer.status, "as it is confirmed already" in answer.alert) == (422, True)
    assert stands(world.REFUNDED) == before


def test_a_stale_form_keeps_what_was_typed(app, desk):
    mug = keys(app)[world.MUG]
    first, second = form_of(desk.open(EDIT)), form_of(desk.open(EDIT))
    assert desk.submit(first, "Confirm lines", **{f"quantity-{mug}": "3"}).status == 303
    answer = desk.submit(second, "Confirm lines", **{f"quantity-{mug}": "5"})
    assert (answer.status, "Stoneware mug, Sage 2 → 3" in answer.alert) == (409, True)
    assert dict(form_of(answer).fields())[f"quantity-{mug}"] == "5"


def test_once_packed_it_opens_into_the_condition(desk):
    page = desk.open(f"/orders/{world.TWO_BOXES}/edit-lines").page.one(id="verb")
    assert page.one("li", class_="no").text == "Some pieces are packed already."
    assert not page.all("button", type="submit")
