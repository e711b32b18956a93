"""A product is edited and counted on its page."""

from tests.pages.test_archive_product import number_of


def form_of(visitor, number):
    """The form with the product as it is."""
    return visitor.open(f"/products/{number}/edit").page.one(id="verb").one("form")


def test_it_is_changed_and_counted(app, desk):
    number = number_of(app)
    form = form_of(desk, number)
    assert dict(form.fields())["stock"] == "140"
    page = desk.follow(desk.submit(form, "Save", price="10", stock="138")).page
    assert page.one(id="flash").one("h2").text == "Stoneware mug, Sage is changed"
    assert "10.00 EUR" in page.region("Product").text
    assert page.region("Stock").all("tr")[1].text.endswith("−2")
    assert "price from 9.50 to 10.00; stock from 140 to 138" in page.region("Activity").text


def test_a_stale_form_is_refused_and_kept(app, desk):
    number = number_of(app)
    first, second = form_of(desk, number), form_of(desk, number)
    assert desk.submit(first, "Save", name="Cup").status == 303
    answer = desk.submit(second, "Save", name="Beaker")
    assert answer.status == 409
    assert "this product is not as you saw it" in answer.alert
    assert "Olga Winter changed the product Cup, Sage" in answer.alert
    again = answer.page.one(id="verb").one("form")
    assert dict(again.fields())["name"] == "Beaker"
    assert desk.submit(again, "Save").status == 303


def test_nothing_different_is_said(app, desk):
    answer = desk.submit(form_of(desk, number_of(app)), "Save")
    assert (answer.status, "Everything here is as it was saved" in answer.alert) == (422, True)
    assert desk.open("/products/99999/edit").status == 404
