"""What is entered for a product: each part checked beside its field."""

import pytest

from dashboard.core.products import Entered, stock, told_stock
from dashboard.core.refusals import Invalid


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("sku", " "), ("sku", "x" * 121), ("name", ""), ("name", "x" * 501), ("variant", "x" * 201),
        ("price", ""), ("price", "-1"), ("price", "1.234"), ("price", "9" * 5_000), ("currency", "EURO"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(field, text):
    right = {"sku": "MUG", "name": "Mug", "price": "9.50", "currency": "eur"}
    assert Entered(**right).values() == {
        "sku": "MUG", "name": "Mug", "variant": "", "currency": "EUR", "price": 950,
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        Entered(**{**right, field: text}).values()
    assert refused.value.field == field


@pytest.mark.parametrize(("text", "count"), [("", None), (" 7 ", 7), ("0", 0), ("-3", -3), ("−3", -3)])
def test_a_count(text, count):
    assert stock(text) == count


@pytest.mark.parametrize("text", ["1.5", "1,000", "x", "١", "9" * 9, "10000001", "1e3"])
def test_no_count(text):
    with pytest.raises(Invalid) as refused:
        stock(text)
    assert refused.value.field == "stock"


def test_a_stock_in_words():
    assert [told_stock(count) for count in (None, 0, 1_200, -2)] == ["not counted", "0", "1,200", "oversold by 2"]
