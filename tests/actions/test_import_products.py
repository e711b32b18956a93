"""A list of products: what is new is added, what differs is changed, each row whole or refused, all at once."""

import gzip

import pytest

from dashboard.actions.import_products import digest, import_products, plan, tally
from dashboard.actions.once import Submission
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale
from dashboard.extensions import db
from dashboard.importers.apart import Apart
from dashboard.importers.product_rows import MOST_ROWS, product_rows
from tests import world
from tests.actions.goods import moved, product
from tests.actions.people import store_log
from tests.actions.test_change import broken, refused

KEY, OTHER = Submission("i" * 32, "d" * 64), Submission("i" * 32, "e" * 64)
LIST = (
    "Art.No;Title;Option;Price;Qty;Colour of the box\n"
    "JUG-1;Jug;Blue;12,50;7;red\n"
    f"{world.MUG};;;10.00;138;\n"
    f"{world.CANDLE};Beeswax candle;;14.00;;\n"
    "JUG-1;Another;;1.00;;\n"
    "JUG-2;;;x;;\n"
    "JUG-3;'=1+1;;0.50;-1;\n"
)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.fixture
def listed(tmp_path):
    """Gives the rows of a list."""

    def of(text, name="products.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(product_rows(path))

    return of


def brought(rows, by=None, once=None, seen=None):
    """Import what was previewed, as Milan would."""
    seen = seen or digest(plan(db.session(), rows, "EUR"))
    return import_products(rows, "products.csv", seen, by=by or world.staff(Role.MANAGER), once=once)


def test_each_row_is_told_and_done(listed):
    rows = listed(LIST)
    found = plan(db.session(), rows, "EUR")
    assert [(one.row, one.outcome, one.told) for one in found] == [
        (2, "new", "12.50 EUR, stock 7"),
        (3, "changed", "price 9.50 → 10.00; stock 140 → 138"),
        (4, "same", ""),
        (5, "refused", "The SKU JUG-1 stands in row 2 already."),
        (6, "refused", "Enter the product’s name."),
        (7, "new", "0.50 EUR, stock oversold by 1"),
    ]
    before = moved()
    assert brought(rows) == tally(found) == {"new": 2, "changed": 1, "same": 1, "refused": 2}
    mug, jug = product(), product("JUG-1")
    assert (mug.price, mug.stock, moved() - before, mug.version) == (1000, 138, -2, 2)
    assert (jug.name, jug.variant, jug.stock, moved("JUG-1")) == ("Jug", "Blue", 7, 7)
    assert product("JUG-3").name == "=1+1"
    assert store_log()[-1].text == {"file": "products.csv", "changes": "2 new, 1 changed, 2 refused"}
    assert broken() == []


def test_twice_is_once_and_what_changed_since_the_preview_is_told(listed):
    rows, milan = listed(LIST), world.staff(Role.MANAGER)
    seen = digest(plan(db.session(), rows, "EUR"))
    brought(rows, milan, KEY, seen)
    with refused(Replayed):
        brought(rows, milan, KEY, seen)
    with refused(KeyReused, "This form was already submitted"):
        brought(rows, milan, OTHER, seen)
    with refused(Stale, "Products were changed meanwhile."):
        brought(rows, milan, seen=seen)
    with refused(Invalid, "Nothing in this file is new or different.", "file"):
        brought(rows, milan)
    with refused(NotPermitted, "Your role (Support) may not change products."):
        brought(rows, world.staff(Role.SUPPORT))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1,2\n", "has no column “SKU”"),
        (b"PK\x03\x04\0\0", "p.csv"),
        ("sku,name\n" + "A,B\n" * (MOST_ROWS + 1), f"has more than {MOST_ROWS:,} products"),
        (b"", "p.csv has no header row"),
    ],
)
def test_what_is_no_list_of_products(listed, text, sentence):
    with pytest.raises(Invalid) as caught:
        listed(text, "p.csv")
    assert sentence in caught.value.sentence


def test_encodings_separators_and_rows_that_cannot_be_read(listed):
    assert listed("sku\tname\nA\tKännchen\n".encode("cp1252"))[0]["name"] == "Kännchen"
    assert listed(gzip.compress(b"sku,name\nA,B\n"))[0] == {"row": 2, "sku": "A", "name": "B"}
    assert "refused" in listed("sku,name\nA\n")[0]


def test_it_is_read_by_a_process_apart(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(LIST)
    assert Apart().products(path) == list(product_rows(path))
    path.write_text("a,b\n1,2\n")
    with pytest.raises(Invalid, match="no column “SKU”"):
        Apart().products(path)
