"""Addresses of an order: their parts, what may stand in them, and how one is told in a line."""

from collections.abc import Mapping
from typing import Any

from babel import Locale

from dashboard.core import names
from dashboard.core.refusals import Invalid

# Part -> the words beside its field. What an import found beyond these is kept.
PARTS = {
    "name": "Recipient",
    "company": "Company",
    "street1": "Address line 1",
    "street2": "Address line 2",
    "postcode": "Postcode",
    "city": "City",
    "region": "Region",
    "country": "Country",
}
LONGEST = {"postcode": 20, "country": 80}
TERRITORIES = Locale("en", "GB").territories
COUNTRIES = dict(
    sorted(
        (
            (code, name)
            for code, name in TERRITORIES.items()
            if len(code) == 2 and code not in {"ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"}
        ),
        key=lambda pair: pair[1],
    )
)


def address(typed: Mapping[str, str], before: Mapping[str, Any] | None, kind: str) -> dict[str, Any] | None:
    """The address as typed, empty parts left out; None for an empty one. `kind` is what its fields' names begin with.

    A part that is as it was before passes, however it came in. Raises Invalid beside the part's field.
    """
    kept = {part: value for part, value in (before or {}).items() if part not in PARTS}
    for part in PARTS:
        had = str((before or {}).get(part) or "")
        line = names.one_line(typed.get(part, ""))
        if line == names.one_line(had):
            line = had
        elif part == "country" and line not in COUNTRIES and line:
            raise Invalid("Choose a country from the list.", f"{kind}_country")
        else:
            names.bounded(line, f"{kind}_{part}", LONGEST.get(part, 200))
        if line:
            kept[part] = line
    return kept if any(part in kept for part in PARTS) else None


def country(text: str, field: str) -> str:
    """The two letters of a country by its name or these letters; "" for nothing. Raises Invalid beside the field."""
    plain = names.one_line(text)
    if plain.upper() in COUNTRIES or not plain:
        return plain.upper()
    found = next((code for code, name in COUNTRIES.items() if name.casefold() == plain.casefold()), None)
    if found is None:
        raise Invalid("Enter the country’s name in English, or its two letters, such as DE.", field)
    return found


def in_a_line(address: Mapping[str, Any] | None) -> str:
    """An address in one line: "Fischerallee 18, 3rd floor, 22763 Hamburg, Germany"; "none" where there is none."""
    known = address or {}
    town = " ".join(str(known[part]) for part in ("postcode", "city") if known.get(part))
    country = str(known.get("country") or "")
    parts = [*(known.get(part) for part in ("name", "company", "street1", "street2")), town, known.get("region")]
    return ", ".join(str(part) for part in (*parts, COUNTRIES.get(country, country)) if part) or "none"


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[tuple[str, str, str]]:
    """What became what: each part that differs, as (its word, before, after); the whole where there was or is none."""
    if not before or not after:
        return [("address", in_a_line(before), in_a_line(after))] if before or after else []
    pairs = {part: (str(before.get(part) or ""), str(after.get(part) or "")) for part in PARTS}
    return [
        (PARTS[part].lower(), COUNTRIES.get(was, was) or "none", COUNTRIES.get(now, now) or "none")
        for part, (was, now) in pairs.items()
        if was != now
    ]
