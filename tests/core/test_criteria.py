from datetime import UTC, date, datetime

import pytest

from dashboard.core.criteria import Criteria, Sort, midnight
from dashboard.core.statuses import PaymentStatus


@pytest.mark.parametrize(
    ("customer", "account", "who"),
    [
        ("12", 12, ""),
        ("Kate Wong", None, "Kate Wong"),
        ("", None, ""),
        ("٣", None, "٣"),
        ("12a", None, "12a"),
        ("9" * 19, None, "9" * 19),
    ],
)
def test_a_customer_is_an_account_by_number_or_words(customer, account, who):
    asked = Criteria(customer=customer)
    assert (asked.account, asked.who) == (account, who)


def test_days_are_whole_days_of_the_stores_zone():
    asked = Criteria(placed_from=date(2026, 10, 25), placed_to=date(2026, 10, 25), zone="Europe/Berlin")
    assert asked.placed_since == datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert asked.placed_before == datetime(2026, 10, 25, 23, tzinfo=UTC)  # a day of 25 hours
    assert (Criteria().placed_since, Criteria().placed_before) == (None, None)


@pytest.mark.parametrize("day", [date.min, date.max, date(1970, 1, 1), date(9000, 1, 1)])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_no_day_is_beyond_what_can_be_told(day, zone):
    assert midnight(day, zone).year in range(1969, 9001)
    assert Criteria(placed_to=day, zone=zone).placed_before is not None


def test_what_is_taken_off_leaves_the_rest():
    asked = Criteria(
        q="kate", payment=(PaymentStatus.PAID, PaymentStatus.UNPAID), tag=("gift",), total_min=1, total_max=2,
        guest=True, sort=Sort.DEAREST,
    )  # fmt: skip
    assert asked.without("payment", PaymentStatus.PAID).payment == (PaymentStatus.UNPAID,)
    assert asked.without("total") == Criteria(
        q="kate", payment=asked.payment, tag=("gift",), guest=True, sort=asked.sort
    )
    assert asked.without("guest").guest is None
    assert asked.cleared() == Criteria(q="kate", sort=Sort.DEAREST)
    assert asked.cleared().without("q").plain
    assert not asked.plain
