import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refunds import (
    STEPS,
    Books,
    LineMoney,
    Reckoned,
    Wish,
    first_state,
    limit_in,
    pieces_amount,
    reckon,
    refuse_own,
    refuse_step,
)
from dashboard.core.refusals import Invalid, WrongState
from dashboard.core.words import RefundState

MUGS = LineMoney("Stoneware mug", ordered=3, total=1000)
BOOKS = Books("EUR", captured=2000, shipping=400, lines={1: MUGS, 2: LineMoney("Candle", ordered=1, total=600)})


@st.composite
def steps(draw, ordered):
    """A way of refunding all pieces, some at a time."""
    sizes = []
    while sum(sizes) < ordered:
        sizes.append(draw(st.integers(1, ordered - sum(sizes))))
    return sizes


# In minor units, so EUR, JPY and KWD are the same sums: what differs is how few units a piece may cost.
@pytest.mark.feature("U10")
@given(st.data(), st.integers(1, 40), st.one_of(st.integers(0, 60), st.integers(0, 10**9)))
def test_piece_by_piece_in_any_steps_ends_at_the_paid_total(data, ordered, total):
    refunded = given_back = 0
    for quantity in data.draw(steps(ordered)):
        part = pieces_amount(LineMoney("Mug", ordered, total, refunded, given_back), quantity)
        assert part >= 0
        refunded, given_back = refunded + quantity, given_back + part
    assert given_back == total


@pytest.mark.feature("U10")
@given(st.data())
def test_lines_refunded_in_any_order_end_at_the_paid_total(data):
    sizes = data.draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    totals = {line: data.draw(st.integers(1, 5_000)) for line in range(len(sizes))}
    turns = data.draw(st.permutations([line for line, size in enumerate(sizes) for _ in range(size)]))
    pieces, back = dict.fromkeys(totals, 0), dict.fromkeys(totals, 0)
    for line in turns:
        back[line] += pieces_amount(LineMoney("", sizes[line], totals[line], pieces[line], back[line]), 1)
        pieces[line] += 1
    assert back == totals


@pytest.mark.parametrize(
    ("line", "quantity", "amount"),
    [
        (MUGS, 0, 0),
        (MUGS, 1, 333),
        (MUGS, 2, 666),
        (MUGS, 3, 1000),
        (LineMoney("Mug", 3, 1000, refunded=2, given_back=666), 1, 334),
        (LineMoney("Mug", 3, 2000, refunded=2, given_back=1334), 1, 666),
        (LineMoney("Sticker", 10, 5), 4, 4),
        (LineMoney("Sticker", 10, 5), 9, 5),
    ],
)
def test_the_last_piece_takes_the_rounding_rest(line, quantity, amount):
    assert pieces_amount(line, quantity) == amount


@pytest.mark.feature("U10")
def test_a_refund_is_the_sum_of_its_parts():
    refund = reckon(BOOKS, Wish({1: 2, 2: 0}, shipping=400, adjustment=50, fee=100))
    assert refund == Reckoned({1: 666}, shipping=400, adjustment=50, fee=100)
    assert (refund.items, refund.amount) == (666, 1016)


@pytest.mark.parametrize("wish", [Wish(shipping=1), Wish(adjustment=2000), Wish({1: 3, 2: 1}, shipping=400)])
def test_refunds_that_are_fine(wish):
    assert 0 < reckon(BOOKS, wish).amount <= BOOKS.left


SOME_BACK = Books("EUR", 2000, 500, 400, 300, {1: LineMoney("Stoneware mug", 3, 1000, refunded=2, given_back=500)})


@pytest.mark.feature("U10")
@pytest.mark.parametrize(
    ("books", "wish", "field", "sentence"),
    [
        (BOOKS, Wish(), None, "This refund is of nothing. Choose items or enter an amount."),
        (BOOKS, Wish({1: 4}), "quantity-1", "Stoneware mug: 3 of 3 can still be refunded."),
        (BOOKS, Wish({1: -1}), "quantity-1", "Stoneware mug: 3 of 3 can still be refunded."),
        (SOME_BACK, Wish({1: 2}), "quantity-1", "Stoneware mug: 1 of 3 can still be refunded."),
        (BOOKS, Wish({7: 1}), None, "One of these items is no longer part of the order. Open the refund anew."),
        (SOME_BACK, Wish(shipping=101), "shipping", "At most 1.00 EUR of the shipping is left to refund."),
        (BOOKS, Wish(shipping=-1), "shipping", "Enter 0 or more."),
        (BOOKS, Wish(adjustment=-1), "adjustment", "Enter 0 or more."),
        (BOOKS, Wish({1: 1}, fee=-1), "fee", "Enter 0 or more."),
        (BOOKS, Wish({1: 1}, fee=333), "fee", "The fee takes all of the refund. Enter a smaller fee."),
        (
            SOME_BACK,
            Wish(adjustment=1501),
            None,
            "The refund is 15.01 EUR, but only 15.00 EUR of this order’s money is left to refund.",
        ),
    ],
)
def test_refunds_that_are_refused(books, wish, field, sentence):
    with pytest.raises(Invalid) as refusal:
        reckon(books, wish)
    assert (refusal.value.field, refusal.value.sentence) == (field, sentence)


AMOUNT = st.integers(0, 1_200)


@given(st.lists(st.builds(Wish, st.dictionaries(st.integers(1, 2), st.integers(0, 2)), AMOUNT, AMOUNT, AMOUNT)))
def test_no_row_of_refunds_gives_back_more_than_was_paid(wishes):
    lines, shipping, back = dict(BOOKS.lines), 0, 0
    for wish in wishes:
        try:
            refund = reckon(Books("EUR", 2000, back, 400, shipping, lines), wish)
        except Invalid:
            continue
        back, shipping = back + refund.amount, shipping + refund.shipping
        for number, part in refund.lines.items():
            line = lines[number]
            now = line.refunded + wish.pieces[number], line.given_back + part
            lines[number] = LineMoney(line.name, line.ordered, line.total, *now)
    assert back <= 2000
    assert shipping <= 400
    assert all(line.refunded <= line.ordered and line.given_back <= line.total for line in lines.values())


@pytest.mark.parametrize(
    ("role", "refunded", "amount", "state"),
    [
        (Role.OWNER, 0, 90_000, "to_send"),
        (Role.MANAGER, 0, 50_000, "to_send"),
        (Role.MANAGER, 0, 50_001, "awaiting_approval"),
        (Role.MANAGER, 49_999, 1, "to_send"),
        (Role.MANAGER, 50_000, 1, "awaiting_approval"),
    ],
)
def test_a_manager_refunds_alone_up_to_the_limit_of_the_order(role, refunded, amount, state):
    books = Books("EUR", captured=100_000, refunded=refunded)
    assert first_state(Person("staff", 1, "Jonas", role), books, amount, limit=50_000) == state


def test_a_command_needs_no_approval():
    assert first_state(COMMAND, BOOKS, 90_000, limit=50_000) == "to_send"


@pytest.mark.parametrize(
    ("currency", "store", "limit"),
    [("EUR", "EUR", 50_000), ("JPY", "JPY", 500), ("KWD", "KWD", 500_000), ("JPY", "EUR", 0)],
)
def test_the_limit_is_in_the_stores_currency_alone(currency, store, limit):
    assert limit_in(currency, store) == limit


@pytest.mark.feature("U10")
@pytest.mark.parametrize("to", RefundState)
@pytest.mark.parametrize("now", RefundState)
def test_a_refund_goes_one_way(now, to):
    if to in STEPS[now]:
        refuse_step(now, to)
    else:
        with pytest.raises(WrongState, match=f"This refund stands at “{now.label}”"):
            refuse_step(now, to)


def test_what_is_settled_for_good():
    assert {state for state, steps in STEPS.items() if not steps} == {RefundState.DECLINED, RefundState.FAILED}
    assert RefundState.AWAITING_APPROVAL not in set().union(*STEPS.values())


def test_nobody_approves_what_they_asked_for():
    milan = Person("staff", 2, "Milan", Role.MANAGER)
    with pytest.raises(WrongState, match="another person has to approve it"):
        refuse_own(milan, 2)
    refuse_own(milan, 3)
    refuse_own(milan, None)
    refuse_own(COMMAND, None)
