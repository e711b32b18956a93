"""Which way each character of a line runs, by the Unicode bidirectional algorithm (UAX 9).

A line has no marks that turn its direction by force: they are taken out before. So it is one run of one level, to
which python-bidi applies the rules for weak and neutral characters, and we the newer one for brackets (N0).
"""

import unicodedata
from typing import Any

from bidi import algorithm
from bidi.mirror import MIRRORED

LEFTWARD = frozenset({"R", "AL", "AN"})
WITHOUT = frozenset({"BN", ""})
STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}  # after the weak ones are settled; numbers count as leftward
DEEPEST = 63


def levels_of(text: str) -> list[int]:
    """The level of each character: even ones run to the right, odd ones to the left."""
    if not any(unicodedata.bidirectional(char) in LEFTWARD for char in text):
        return [0] * len(text)
    storage = algorithm.get_empty_storage()
    base = algorithm.get_base_level(text)
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    # The algorithm leaves out what has no direction at all, such as joiners: these go with what they follow.
    telling = [unicodedata.bidirectional(char) not in WITHOUT for char in text]
    algorithm.get_embedding_levels("".join(char for char, tells in zip(text, telling, strict=True) if tells), storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    settle_brackets(storage["chars"], "LR"[base])
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    told = iter(char["level"] for char in storage["chars"])
    levels: list[int] = []
    for tells in telling:
        levels.append(next(told) if tells else levels[-1] if levels else base)
    return levels


def settle_brackets(chars: list[dict[str, Any]], around: str) -> None:
    """Give both brackets of a pair the direction of what they hold (N0); `around` is that of the line."""
    for begin, end in pairs(chars):
        held = {STRONG.get(char["type"]) for char in chars[begin + 1 : end]} - {None}
        if not held:
            continue
        way = around
        if around not in held:
            before = (STRONG[char["type"]] for char in reversed(chars[:begin]) if char["type"] in STRONG)
            way = next(before, around)
        chars[begin]["type"] = chars[end]["type"] = way


def pairs(chars: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """The places of brackets that belong together, by where they open."""
    found: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for at, char in enumerate(chars):
        kind = unicodedata.category(char["ch"]) if char["type"] == "ON" else ""
        if kind == "Ps" and char["ch"] in MIRRORED:
            if len(opened) == DEEPEST:
                return sorted(found)
            opened.append((MIRRORED[char["ch"]], at))
        elif kind == "Pe":
            place = next((place for place in reversed(range(len(opened))) if opened[place][0] == char["ch"]), None)
            if place is not None:
                found.append((opened[place][1], at))
                del opened[place:]
    return sorted(found)
