"""Countries by the two letters that addresses keep, however a source names them."""

from functools import cache

from babel import Locale

from dashboard.core import search

ALSO = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "great britain": "GB", "eire": "IE", "usa": "US",
    "united states of america": "US", "holland": "NL", "czech republic": "CZ", "brasil": "BR", "deutschland": "DE",
    "osterreich": "AT", "schweiz": "CH", "suisse": "CH", "espana": "ES", "italia": "IT", "nederland": "NL",
}  # fmt: skip


@cache
def names() -> dict[str, str]:
    """Two letters by folded name."""
    territories = Locale("en").territories.items()
    return {**{search.fold(name): code for code, name in territories if len(code) == 2}, **ALSO}


@cache
def country(text: str) -> str:
    """The two letters of a country; what is none that is known stays as it is."""
    if len(text) == 2:
        return text.upper()
    return names().get(search.fold(text), text)
