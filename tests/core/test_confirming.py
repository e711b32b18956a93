"""The order confirmation: what may become of lines, what they come to, and what is said of it."""

from decimal import Decimal

import pytest

from dashboard.core.confirming import SAME, Compared, Line, Now, confirm, in_words
from dashboard.core.reckoning import LineSum
from dashboard.core.refusals import Invalid

D = Decimal
MUG = Line("l1", "Mug", 2, D("9.50"), 1900, LineSum(0, 303, 1900))
TOWEL = Line("l2", "Towel", 1, D("8.00"), 1900, LineSum(0, 128, 800))
SOLD = Line("p7", "Bowl", 0, D("18.00"), 1900)


def refusal(lines, wanted):
    with pytest.raises(Invalid) as refused:
        confirm(lines, wanted, "EUR", tax_included=True)
    return refused.value


@pytest.mark.feature("D1")
def test_what_differs_is_reckoned_anew_and_the_rest_keeps_its_sums():
    odd = Line("l3", "Odd", 3, D("1.00"), 0, LineSum(0, 7, 301))  # as its source has it
    sums = confirm([MUG, odd, SOLD], {"l1": Now(1, D("9.50")), "p7": Now(1, D("18.00"))}, "EUR", True)
    assert sums == [LineSum(0, 152, 950), odd.sums, LineSum(0, 287, 1800)]


def test_the_discount_is_shared_out_anew():
    lines = [
        Line("l1", "Mug", 2, D("10.00"), 0, LineSum(100, 0, 1900)),
        Line("l2", "Towel", 2, D("10.00"), 0, LineSum(100, 0, 1900)),
    ]
    sums = confirm(lines, {"l1": Now(0, D("10.00"))}, "EUR", True)
    assert [(line.discount, line.total) for line in sums] == [(0, 0), (200, 1800)]
    assert refusal(lines, {"l1": Now(0, D(10)), "l2": Now(1, D("1.99"))}).field == "discount"


def test_what_cannot_be_confirmed():
    assert refusal([MUG], {"l1": MUG.now}).sentence == SAME
    assert refusal([MUG], {"l9": Now(9, D(1))}).sentence == SAME
    assert "Cancel the order instead" in refusal([MUG], {"l1": Now(0, D("9.50"))}).sentence
    packed = Line("l1", "Mug", 2, D("9.50"), 1900, MUG.sums, packed=2)
    refused = refusal([packed, TOWEL], {"l1": Now(1, D("9.50"))})
    assert (refused.field, refused.sentence) == ("quantity-l1", "Mug: 2 of 2 are packed, so no fewer.")


def test_a_refunded_line_keeps_what_was_given_back():
    line = Line("l1", "Mug", 2, D("9.50"), 1900, MUG.sums, refunded=1, given_back=950)
    refused = refusal([line, TOWEL], {"l1": Now(0, D("9.50"))})
    assert (refused.field, refused.sentence) == ("quantity-l1", "Mug: 1 of 2 are refunded, so no fewer.")
    refused = refusal([line, TOWEL], {"l1": Now(1, D("9.49"))})
    assert (refused.field, refused.sentence) == (
        "price-l1",
        "Mug: 9.50 EUR of it is refunded, so it cannot be worth less.",
    )
    assert confirm([line, TOWEL], {"l1": Now(1, D("9.50"))}, "EUR", True)[0].total == 950


def test_it_is_said_in_words():
    wanted = {"l1": Now(1, D("9.00")), "l2": TOWEL.now, "p7": Now(2, D("18.00"))}
    said = in_words([MUG, TOWEL, SOLD], wanted, "EUR")
    assert said == ["Mug 2 → 1", "Mug at 9.50 → 9.00", "Bowl 2 added at 18.00"]


def test_a_line_is_compared_with_what_was_placed():
    assert not Compared("Mug", Now(2, D("9.50")), Now(2, D("9.5"))).differs
    assert Compared("Mug", Now(2, D("9.50")), Now(1, D("9.50"))).differs
    assert Compared("Bowl", None, Now(1, D(18))).differs
