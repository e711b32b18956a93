"""Incoming orders as text and back: what passes between the process that reads a file and the one that writes.

Only the classes of `incoming` can be named in it, so a reader that was led astray can hand over nothing else.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from dashboard.importers import incoming

KIND = "\0"  # no text of a file holds it
KNOWN = {name: found for name, found in vars(incoming).items() if isinstance(found, type) and is_dataclass(found)}


def written(value: Any) -> str:
    """One line of text for this value: an item of a file, or plain data with decimals, moments and tuples in it."""
    return json.dumps(value, default=plain, ensure_ascii=True, separators=(",", ":"))


def plain(value: Any) -> Any:
    """What JSON does not know, in what it knows."""
    if type(value).__name__ in KNOWN:
        told = {name: said for name, usual in usually(value.__class__) if (said := getattr(value, name)) != usual}
        return {KIND: type(value).__name__, **told}
    if isinstance(value, Decimal):
        return {KIND: "Decimal", "text": format(value, "f")}
    if isinstance(value, datetime):
        return {KIND: "datetime", "text": value.isoformat()}
    return dict(value) if hasattr(value, "keys") else sorted(value)


def understood(text: str) -> Any:
    """The value that was written; lists come back as tuples within items. Raises ValueError for anything else."""
    return json.loads(text, object_hook=known)


def known(found: dict[str, Any]) -> Any:
    """A named value as its class."""
    name = found.pop(KIND, None)
    if name == "Decimal":
        return Decimal(found["text"])
    if name == "datetime":
        return datetime.fromisoformat(found["text"])
    if name is None:
        return found
    if name not in KNOWN:
        raise ValueError(f"unknown class {name!r}")
    for part, value in found.items():
        if type(value) is list:
            found[part] = as_it_was(value, None)
    for part, words in words_of(name).items():
        if part in found:
            found[part] = as_it_was(found[part], words)
    for part in by_number(name) & found.keys():
        found[part] = {int(key): value for key, value in (found[part] or {}).items()}
    try:
        return KNOWN[name](**found)
    except TypeError:
        raise ValueError(f"no whole {name}") from None


def as_it_was(value: Any, words: type[Enum] | None) -> Any:
    """A list as the tuple, and a word as the member that it was."""
    if isinstance(value, list | tuple):
        return tuple(as_it_was(part, words) if words or type(part) is list else part for part in value)
    return words(value) if words is not None and value is not None else value


@cache
def usually(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a class and what each is where nothing is said, which is not written."""
    unsaid = object()
    found = []
    for part in fields(kind):
        made = part.default_factory() if part.default_factory is not MISSING else part.default
        found.append((part.name, unsaid if made is MISSING else made))
    return tuple(found)


@cache
def words_of(name: str) -> dict[str, type[Enum]]:
    """Which fields of a class are words of an enumeration."""
    found = {}
    for part, hint in get_type_hints(KNOWN[name]).items():
        for kind in (hint, *get_args(hint)):
            if isinstance(kind, type) and issubclass(kind, Enum):
                found[part] = kind
    return found


@cache
def by_number(name: str) -> frozenset[str]:
    """Which fields of a class are mappings of whole numbers, which JSON makes text."""
    hints = get_type_hints(KNOWN[name]).items()
    return frozenset(part for part, hint in hints if get_origin(hint) is Mapping and get_args(hint)[0] is int)
