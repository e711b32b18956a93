"""Rounding: refunding any order piece by piece, in any order of pieces, ends at exactly the paid amount (DOMAIN 3)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.core.money import decimals, line_total, share_out, tax_upon
from dashboard.core.refunds import Books, LineMoney, Wish, reckon, whole
from dashboard.core.refusals import Invalid

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])
RATES = st.sampled_from([0, 500, 700, 1900, 2550])
TAX_INCLUDED = st.booleans()


@st.composite
def orders(draw):
    """The books of an order paid in full: prices to a thousandth, a discount shared out, tax within or upon them."""
    currency, included = draw(CURRENCIES), draw(TAX_INCLUDED)
    prices = st.decimals("0", "2000", places=draw(st.integers(0, max(3, decimals(currency)))))
    lines = draw(st.lists(st.tuples(st.integers(1, 7), prices, RATES), min_size=1, max_size=5))
    gross = [line_total(quantity, Decimal(price), currency) for quantity, price, _ in lines]
    discount = draw(st.integers(0, sum(gross)))
    totals = [amount - share for amount, share in zip(gross, share_out(discount, gross), strict=True)]
    shipping = draw(st.integers(0, 20_000))
    if not included:
        totals = [net + tax_upon(net, rate) for net, (_, _, rate) in zip(totals, lines, strict=True)]
        shipping += tax_upon(shipping, draw(RATES))
    parts = {at: LineMoney(f"Item {at}", line[0], totals[at]) for at, line in enumerate(lines)}
    return Books(currency, sum(totals) + shipping, shipping=shipping, lines=parts)


def refund(books: Books, wish: Wish) -> Books:
    """The books after this refund; one that comes to nothing (pieces that cost nothing any more) is not made."""
    try:
        made = reckon(books, wish)
    except Invalid as refused:
        assert refused.sentence == "This refund is of nothing. Choose items or enter an amount."
        made = None
    lines = dict(books.lines)
    for number, quantity in wish.pieces.items():
        line = lines[number]
        back = line.given_back + (made.lines.get(number, 0) if made else 0)
        lines[number] = replace(line, refunded=line.refunded + quantity, given_back=back)
    amount, shipping = (made.amount, made.shipping) if made else (0, 0)
    after = replace(
        books, refunded=books.refunded + amount, shipping_refunded=books.shipping_refunded + shipping, lines=lines
    )
    assert 0 <= after.left <= books.left
    return after


def piece_by_piece(data, books):
    """Every piece in a refund with others or by itself, the shipping somewhere between: nothing is left, or missing."""
    pieces = [number for number, line in books.lines.items() for _ in range(line.ordered)]
    turns = data.draw(st.permutations([*pieces, "shipping"]))
    while turns:
        some, turns = turns[: (size := data.draw(st.integers(1, 3)))], turns[size:]
        wanted = {number: some.count(number) for number in dict.fromkeys(some) if number != "shipping"}
        books = refund(books, Wish(wanted, shipping=books.shipping if "shipping" in some else 0))
    assert (books.left, books.refunded) == (0, books.captured)
    assert all(line.given_back == line.total for line in books.lines.values())


@pytest.mark.feature("U10")
@settings(max_examples=100)
@given(st.data(), orders())
def test_piece_by_piece_ends_at_exactly_the_paid_amount(data, books):
    piece_by_piece(data, books)


@pytest.mark.faults
@settings(max_examples=20_000, derandomize=False)
@given(st.data(), orders())
def test_piece_by_piece_for_long(data, books):
    piece_by_piece(data, books)


@pytest.mark.feature("U10")
@settings(max_examples=50)
@given(st.data(), orders(), st.integers(0, 500))
def test_whatever_was_given_back_all_that_is_left_is_exactly_that(data, books, adjustment):
    number = data.draw(st.sampled_from(sorted(books.lines)))
    some = Wish(
        {number: data.draw(st.integers(0, books.lines[number].ordered))}, adjustment=min(adjustment, books.left)
    )
    try:
        reckon(books, some)
    except Invalid:
        some = Wish({number: 0})
    books = refund(books, some)
    if books.left:
        assert reckon(books, whole(books)).amount == books.left


@pytest.mark.parametrize(
    ("books", "wish"),
    [
        (Books("EUR", 500, lines={1: LineMoney("Mug", 2, 1900)}), Wish(adjustment=500)),
        (Books("EUR", 2000, lines={1: LineMoney("Mug", 2, 1900)}), Wish({1: 2}, adjustment=100)),
        (Books("EUR", 1900, 1900, lines={1: LineMoney("Mug", 2, 1900, 2, 1900)}), Wish()),
    ],
)
def test_all_that_is_left_of_orders_paid_otherwise(books, wish):
    assert whole(books) == wish
