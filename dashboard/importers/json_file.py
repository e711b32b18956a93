"""The objects of a JSON file, one by one: a list, an object around a list, a single one, or one on each line.

Memory holds one object at a time. A broken one takes none of its neighbours with it.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from dashboard.core.refusals import Invalid
from dashboard.importers import plain_file
from dashboard.importers.plain_file import opened, pieces, readable

LARGEST_OBJECT = 4_000_000  # characters
MOST_OBJECTS = 2_000_000
DEEPEST = 50
TRIES = 2_000
TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}\[\]]', re.DOTALL)
AROUND = re.compile(r'\{\s*"(?:orders|customers|data)"\s*:\s*\[')
LONGEST_AROUND = 200
CONTROL = re.compile("[\x00\ud800-\udfff]")
Object = dict[str, Any]
Likes = Callable[[Object], bool]


@dataclass(frozen=True, slots=True)
class Broken:
    """Text between braces that is no object, or none that is looked for."""

    reason: str


Found = tuple[int, str, Object | Broken]  # its place in the file from 1, its text, and what it is


def begins_like_json(path: Path) -> bool:
    """Whether the first character of a file opens a list or an object."""
    try:
        with readable(path), opened(path) as file:
            return file.read(64).removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[")
    except Invalid:
        return False


def first(path: Path, likes: Likes) -> Object | None:
    """The first object of a file, if there is one."""
    try:
        return next((found for _, _, found in islice(objects(path, likes), 3) if not isinstance(found, Broken)), None)
    except Invalid:
        return None


def digest(path: Path) -> str:
    """The SHA-256 of the file's unzipped bytes. Raises Invalid."""
    return plain_file.digest(path, lambda piece, final: None)


def objects(path: Path, likes: Likes) -> Iterator[Found]:
    """All objects of a file. Raises Invalid for a file that is too large, or no UTF-8."""
    plain_file.refuse_large(path)
    number = 0
    with readable(path):
        for text in texts(path):
            for raw, found in understood(text, likes):
                number += 1
                if number > MOST_OBJECTS:
                    raise Invalid(f"{path.name} holds more than {MOST_OBJECTS:,} objects. Export it in parts.")
                yield number, raw, found


def characters(path: Path) -> Iterator[str]:
    """The file's text, piece by piece."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")  # one broken letter is no broken file
    for piece in pieces(path):
        yield decoder.decode(piece)
    yield decoder.decode(b"", True)


def texts(path: Path) -> Iterator[str]:
    """The text of each outermost object, but for those that only hold a list of them."""
    waiting, more = "", characters(path)
    ended = False
    while not ended or waiting:
        start = waiting.find("{")
        waiting = waiting[start:] if start >= 0 else ""
        around = AROUND.match(waiting)
        if around:
            waiting = waiting[around.end() :]
            continue
        end = end_of(waiting) if waiting and (ended or len(waiting) > LONGEST_AROUND) else None
        if end is None and not ended and len(waiting) <= LARGEST_OBJECT:
            piece = next(more, None)
            ended = piece is None
            waiting += piece or ""
            continue
        if waiting:
            yield waiting[:end]
            waiting = waiting[end:] if end is not None else ""


def end_of(text: str) -> int | None:
    """Where the object ends that begins the text; None if it does not."""
    depth = 0
    for token in TOKEN.finditer(text):
        mark = token[0]
        if mark == '"':
            return None  # a string that does not end
        if mark in "{[":
            depth += 1
        elif mark in "}]":
            depth -= 1
            if depth == 0:
                return token.end()
    return None


def understood(text: str, likes: Likes) -> Iterator[tuple[str, Object | Broken]]:
    """The object that a text is; of a broken one, what can be saved of those that it swallowed."""
    try:
        found = parsed(text)
    except (ValueError, RecursionError, ArithmeticError):
        saved = list(islice(salvaged(text, likes), TRIES))
        yield text, Broken("it is no JSON that can be read.")
        yield from saved
        return
    if isinstance(found, dict) and likes(found):
        yield text, found
    else:
        yield text, Broken("it is not what is looked for in this file.")


def parsed(text: str) -> Any:
    """The value of a JSON text, numbers exactly as written. Raises ValueError and RecursionError."""
    if depth_of(text) > DEEPEST:
        raise ValueError("nested too deeply")
    return json.loads(text, parse_float=Decimal)


def depth_of(text: str) -> int:
    """How deeply objects and lists are nested."""
    depth = deepest = 0
    for token in TOKEN.finditer(text):
        if token[0] in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif token[0] in "}]":
            depth -= 1
    return deepest


def salvaged(text: str, likes: Likes) -> Iterator[tuple[str, Object]]:
    """The whole objects within a broken text that are liked."""
    decoder = json.JSONDecoder(parse_float=Decimal)
    at = text.find("{", 1)
    for _ in range(TRIES):
        if at < 0:
            return
        end = at + 1
        try:
            found, ends = decoder.raw_decode(text, at)
            if isinstance(found, dict) and likes(found):
                yield text[at:ends], found
                end = ends
        except (ValueError, RecursionError, ArithmeticError):
            pass
        at = text.find("{", end)


def text_of(value: Any) -> str:
    """A value as a cell would show it; objects and lists are none."""
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f") if abs(value.adjusted()) < 40 else str(value)
    return CONTROL.sub("", str(value)).strip()
