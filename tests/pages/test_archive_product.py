"""A product is put away and fetched back on its page."""

from tests.actions.goods import product


def number_of(app, sku="MUG-SG-300"):
    """The id of this product."""
    with app.app_context():
        return product(sku).id


def form_of(visitor, number, verb):
    """The form of the verb."""
    return visitor.open(f"/products/{number}/{verb}").page.one(id="verb").one("form")


def test_there_and_back_again(app, desk):
    number = number_of(app)
    page = desk.follow(desk.submit(form_of(desk, number, "archive"), "Archive")).page
    assert page.one("h1").text == "Stoneware mug Archived"
    assert "Stoneware mug" not in desk.open("/products").page.one(id="results").text
    assert "Stoneware mug" in desk.open("/products", archived="yes").page.one(id="results").text
    page = desk.follow(desk.submit(form_of(desk, number, "unarchive"), "Unarchive")).page
    assert page.one("h1").text == "Stoneware mug"


def test_what_is_done_already_is_refused(app, desk):
    number = number_of(app)
    first, second = form_of(desk, number, "archive"), form_of(desk, number, "archive")
    assert desk.submit(first, "Archive").status == 303
    assert desk.submit(second, "Archive").status == 409
    answer = desk.submit(form_of(desk, number, "archive"), "Archive")
    assert (answer.status, "archived already" in answer.alert) == (422, True)
