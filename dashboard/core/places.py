"""Countries, their currencies and clocks: what a store can be set to, and what its country proposes."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

import phonenumbers
from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies

from dashboard.core.refusals import Invalid

ENGLISH = Locale("en", "GB")
# Where a country has several clocks: the one that most of its people go by.
MOST = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CD": "Africa/Kinshasa", "CL": "America/Santiago",
    "CN": "Asia/Shanghai", "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin", "EC": "America/Guayaquil", "ES": "Europe/Madrid", "FM": "Pacific/Pohnpei",
    "GL": "America/Nuuk", "ID": "Asia/Jakarta", "KI": "Pacific/Tarawa", "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro", "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland", "PF": "Pacific/Tahiti", "PG": "Pacific/Port_Moresby", "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon", "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}  # fmt: skip


@cache
def regions() -> Mapping[str, str]:
    """Countries by their two letters, in order of name: those whose phone numbers are known."""
    known = {code: ENGLISH.territories[code] for code in phonenumbers.SUPPORTED_REGIONS}
    return dict(sorted(known.items(), key=lambda item: item[1]))


@cache
def currencies() -> Mapping[str, str]:
    """Currencies that are legal tender somewhere today, by code: "EUR" → "Euro"."""
    codes = {code for region in regions() for code in get_territory_currencies(region)}
    return {code: ENGLISH.currencies.get(code, code) for code in sorted(codes)}


@cache
def zones() -> frozenset[str]:
    """Time zones that this machine knows and that belong to a country, and UTC."""
    return frozenset(available_timezones() & get_global("zone_territories").keys() | {"UTC"})


def zone_of(region: str) -> str:
    """The clock of a country, the one of most of its people where there are several; UTC where none is known."""
    found = [zone for zone, place in get_global("zone_territories").items() if place == region and zone in zones()]
    return MOST[region] if MOST.get(region) in zones() else min(found, default="UTC")


def currency_of(region: str) -> str:
    """The currency of a country; EUR where it has none of its own."""
    return next(iter(get_territory_currencies(region)), "EUR")


def check_region(code: str) -> str:
    """The country's two letters. Raises Invalid beside "region"."""
    return chosen(code, regions(), "Choose a country from the list.", "region")


def check_currency(code: str) -> str:
    """The currency's three letters. Raises Invalid beside "currency"."""
    return chosen(code, currencies(), "Choose a currency from the list.", "currency")


def check_zone(name: str) -> str:
    """The time zone's name. Raises Invalid beside "zone"."""
    return chosen(name, zones(), "Choose a time zone from the list.", "zone")


def chosen(value: str, among: Mapping[str, str] | frozenset[str], sentence: str, field: str) -> str:
    """The value, if it is one of these. Raises Invalid with the sentence beside the field."""
    if value not in among:
        raise Invalid(sentence, field)
    return value
