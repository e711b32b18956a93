"""Addresses by url_for(), made once: a page has a hundred, and each takes as long as drawing a row."""

from functools import lru_cache
from typing import Any

from flask import url_for

PLAIN = frozenset((str, int, type(None)))
MOST = 4_096


def address(endpoint: str, **values: Any) -> str:
    """url_for() of an endpoint with these values."""
    if PLAIN.issuperset(map(type, values.values())):
        return written(endpoint, tuple(values.items()))
    return url_for(endpoint, **values)


@lru_cache(MOST, typed=True)
def written(endpoint: str, parts: tuple[tuple[str, Any], ...]) -> str:
    """The address of an endpoint with these values; the desk is served at the root of its host."""
    return url_for(endpoint, **dict(parts))
