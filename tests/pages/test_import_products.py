"""A list of products on its page: the preview of every row, then the import; once, however often it is pressed."""

import io

import pytest

from dashboard.core.person import Role
from tests.pages.visitor import signed_in

LIST = "sku,name,price,stock\nJUG-1,<b>Jug,12.50,7\nMUG-SG-300,,10,\nJUG-1,Twice,1,\n"


def sent(desk, text, name="products.csv"):
    """The answer to a file."""
    return desk.post("/products/import", [("file", (io.BytesIO(text.encode()), name))])


def form_of(page):
    """The form that goes on from the preview."""
    return next(form for form in page.all("form") if form.all("input", name="stored"))


def test_it_is_previewed_then_imported_once(desk):
    answer = sent(desk, LIST)
    assert answer.status == 200
    rows = [row.text for row in answer.page.one("tbody").all("tr")]
    assert rows == [
        "4 Twice JUG-1 Refused The SKU JUG-1 stands in row 2 already.",
        "2 <b>Jug JUG-1 New 12.50 EUR, stock 7",
        "3 Stoneware mug MUG-SG-300 Changed price 9.50 → 10.00",
    ]
    assert "Jug" not in desk.open("/products").text
    form = form_of(answer.page)
    first = desk.submit(form, "Import 2 products")
    page = desk.follow(first).page
    assert page.one(id="flash").one("h2").text == "Products imported: 1 new, 1 changed"
    again = desk.submit(form, "Import 2 products")
    assert (again.status, again.location) == (303, first.location)
    assert desk.submit(form, "Import 2 products", filename="other.csv").status == 409


def test_what_changed_since_the_preview_is_shown_again(desk):
    form = form_of(sent(desk, LIST).page)
    assert desk.follow(desk.submit(form_of(sent(desk, LIST).page), "Import 2 products")).status == 200
    answer = desk.submit(form, "Import 2 products")
    assert (answer.status, "Products were changed meanwhile" in answer.alert) == (409, True)
    assert "There is nothing to import." in answer.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("a,b\n1,2\n", "products.csv has no column “SKU”"), ("sku;name\n\0", "is not a CSV file")],
)
def test_what_is_no_list_is_refused_beside_the_file(desk, text, sentence):
    answer = sent(desk, text)
    assert (answer.status, sentence in answer.alert) == (422, True)


def test_no_file_and_a_file_that_is_gone(desk):
    assert "Choose a file first." in desk.post("/products/import", {}).alert
    for stored in ("0" * 32, "../../etc/passwd", ""):
        answer = desk.post("/products/import", {"stored": stored, "key": "k" * 20, "seen": "x"})
        assert (answer.status, "no longer here" in answer.alert) == (422, True)


def test_too_large_a_file_and_too_little_a_right(app, desk):
    assert sent(desk, "sku,name\n" + "A,B\n" * 1_300_000).status == 413
    assert sent(signed_in(app, Role.SUPPORT), LIST).status == 403
