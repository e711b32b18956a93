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
LONGEST_TOKEN = 20
TRIES = 2_000
DECODER = json.JSONDecoder(parse_float=Decimal)  # numbers exactly as written
AROUND = re.compile(r'\{\s*"(?:orders|customers|data)"\s*:\s*\[')
LONGEST_AROUND = 200
CONTROL = re.compile("[\x00\ud800-\udfff]")
Object = dict[str, Any]
Likes = Callable[[Object], bool]


@dataclass(frozen=True, slots=True)
class Broken:
    """Text between braces that is no object, or none that is looked for."""

    reason: str


Found = tuple[int, Object | Broken]  # its place in the file from 1, and what it is


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
        return next((found for _, found in islice(objects(path, likes), 3) if not isinstance(found, Broken)), None)
    except Invalid:
        return None


def digest(path: Path) -> str:
    """The SHA-256 of the file's unzipped bytes. Raises Invalid."""
    return plain_file.digest(path, lambda piece, final: None)


def objects(path: Path, likes: Likes) -> Iterator[Found]:
    """All objects of a file. Raises Invalid for a file that is too large, or no UTF-8."""
    plain_file.refuse_large(path)
    with readable(path):
        for number, found in enumerate(Reader(characters(path), likes).objects(), start=1):
            if number > MOST_OBJECTS:
                raise Invalid(f"{path.name} holds more than {MOST_OBJECTS:,} objects. Export it in parts.")
            yield number, found


def characters(path: Path) -> Iterator[str]:
    """The file's text, piece by piece."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")  # one broken letter is no broken file
    for piece in pieces(path):
        yield decoder.decode(piece)
    yield decoder.decode(b"", True)


class Reader:
    """Takes objects off the text of a file, with no more of it in memory than one object may have, and one piece."""

    def __init__(self, more: Iterator[str], likes: Likes) -> None:
        self.more, self.likes, self.text, self.at, self.ended = more, likes, "", 0, False

    def fill(self) -> bool:
        """Have more of the text, if there is any and not too much is there already."""
        if self.ended or len(self.text) - self.at > LARGEST_OBJECT:
            return False
        piece = next(self.more, None)
        self.ended = piece is None
        self.text, self.at = self.text[self.at :] + (piece or ""), 0
        return not self.ended

    def next_brace(self) -> bool:
        """Go on to the next object, but for one that only holds a list of them; whether there is one."""
        while True:
            self.at = self.text.find("{", self.at)
            if self.at < 0:
                self.text, self.at = "", 0
                if not self.fill():
                    return False
                continue
            if len(self.text) - self.at < LONGEST_AROUND:
                self.fill()
            around = AROUND.match(self.text, self.at)
            if around is None:
                return True
            self.at = around.end()

    def decoded(self) -> tuple[Any, int] | None:
        """The value that begins here and where it ends; None if it cannot be read."""
        while True:
            try:
                return DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                cut = error.pos > len(self.text) - LONGEST_TOKEN or error.msg.startswith("Unterminated")
                if not (cut and self.fill()):
                    return None
            except (ValueError, RecursionError, ArithmeticError):
                return None

    def objects(self) -> Iterator[Object | Broken]:
        """What there is. Within a damaged stretch only what is looked for counts, and the stretch once."""
        tries = 0
        while self.next_brace():
            found = self.decoded()
            liked = found is not None and isinstance(found[0], dict) and self.likes(found[0])
            if found is not None and (liked or not tries):
                yield found[0] if liked else Broken("it is not what is looked for in this file.")
                self.at, tries = found[1], 0
                continue
            if not tries:
                yield Broken("it is no JSON that can be read.")
            tries += 1
            self.at = found[1] if found else self.at + 1
            if tries > TRIES:
                line = self.text.find("\n", self.at)
                self.at, tries = line if line >= 0 else len(self.text), 1


def text_of(value: Any) -> str:
    """A value as a cell would show it; objects and lists are none."""
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f") if abs(value.adjusted()) < 40 else str(value)
    return CONTROL.sub("", str(value)).strip()
