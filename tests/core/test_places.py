"""What a country proposes, and what a store can be set to."""

from zoneinfo import ZoneInfo

import pytest

from dashboard.core import places
from dashboard.core.refusals import Invalid


@pytest.mark.parametrize(
    ("region", "zone", "currency"),
    [
        ("DE", "Europe/Berlin", "EUR"),
        ("GB", "Europe/London", "GBP"),
        ("JP", "Asia/Tokyo", "JPY"),
        ("US", "America/New_York", "USD"),
        ("AU", "Australia/Sydney", "AUD"),
        ("PT", "Europe/Lisbon", "EUR"),
        ("KW", "Asia/Kuwait", "KWD"),
    ],
)
def test_a_country_proposes_its_clock_and_money(region, zone, currency):
    assert (places.zone_of(region), places.currency_of(region)) == (zone, currency)


def test_whatever_a_country_proposes_can_be_chosen():
    for region in places.regions():
        assert ZoneInfo(places.check_zone(places.zone_of(region)))
        assert places.check_currency(places.currency_of(region))
    assert set(places.MOST.values()) <= places.zones()


def test_countries_are_in_order_of_name():
    assert list(places.regions().values()) == sorted(places.regions().values())
    assert places.regions()["DE"] == "Germany"
    assert places.currencies()["JPY"] == "Japanese Yen"


@pytest.mark.parametrize("bad", ["", "de", "ZZ", "Germany", "../etc", "DE\0", "Europe/Atlantis", "DEM", "1e3"])
def test_what_is_not_in_the_list_is_refused_beside_its_field(bad):
    for check, field in [
        (places.check_region, "region"),
        (places.check_currency, "currency"),
        (places.check_zone, "zone"),
    ]:
        with pytest.raises(Invalid) as refused:
            check(bad)
        assert refused.value.field == field
