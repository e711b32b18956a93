"""A JSON file of one system: its objects as items, of each the newest state that the file holds."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dashboard.core.refusals import Invalid
from dashboard.importers import json_file
from dashboard.importers.cells import Cells, Spelling
from dashboard.importers.incoming import Choices, Incoming, Problem
from dashboard.importers.json_file import Broken, Object
from dashboard.importers.moments import moment

NEVER = datetime.min.replace(tzinfo=UTC)
Reads = Callable[["Node", Choices], Incoming]


class Node(Cells):
    """An object of a JSON file as a row: "total_price" under "total price"; `inner` and `many` are what it holds."""

    __slots__ = ("found",)

    def __init__(self, row: int, found: Object, spelling: Spelling) -> None:
        texts = {key.replace("_", " "): text for key, value in found.items() if (text := json_file.text_of(value))}
        super().__init__(row, texts, spelling)
        self.found = found

    def inner(self, key: str) -> "Node":
        """The object under this key, or an empty one."""
        value = self.found.get(key)
        return Node(self.row, value if isinstance(value, dict) else {}, self.spelling)

    def many(self, key: str) -> list["Node"]:
        """The objects of the list under this key."""
        values = self.found.get(key)
        listed = values if isinstance(values, list) else []
        return [Node(self.row, value, self.spelling) for value in listed if isinstance(value, dict)]


@dataclass(eq=False)
class JsonSource:
    """A kind of JSON file. `wraps` is the key of an object around a single one, `reads` makes an item of one."""

    name: str
    label: str
    kind: str
    source: str
    prefix: str
    wraps: str
    likes: json_file.Likes
    changed: str  # key of the time of an object's last change
    reads: Reads

    def __call__(self, path: Path, choices: Choices) -> "JsonImporter":
        """Look the whole file over once."""
        return JsonImporter(self, path, choices)

    def accepts(self, path: Path) -> bool:
        """Whether one of the first objects looks like this source's own."""
        return json_file.begins_like_json(path) and json_file.first(path, self.likes_wrapped) is not None

    def write_refused(self, path: Path, choices: Choices, reasons: Mapping[int, str]) -> Iterator[bytes]:
        """These objects, one on each line, each with its reason."""
        for number, found in json_file.objects(path, self.likes_wrapped):
            if number in reasons:
                whole = {} if isinstance(found, Broken) else self.unwrapped(found)
                told = {"Reason": reasons[number], **whole}
                yield f"{json.dumps(told, default=str)}\n".encode()

    def likes_wrapped(self, found: Object) -> bool:
        """Whether an object is, or holds, what is looked for."""
        return self.likes(self.unwrapped(found))

    def unwrapped(self, found: Object) -> Object:
        """The object itself."""
        inner = found.get(self.wraps)
        return inner if isinstance(inner, dict) else found


class JsonImporter:
    """A JSON file that was looked over."""

    open_choices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()

    def __init__(self, kind: JsonSource, path: Path, choices: Choices) -> None:
        self.kind, self.path, self.found = kind, path, choices
        self.newest: dict[str, tuple[datetime, int]] = {}
        broken = 0
        for number, found in json_file.objects(path, kind.likes_wrapped):
            if isinstance(found, Broken):
                broken += 1
                continue
            inner = kind.unwrapped(found)
            changed = moment(json_file.text_of(inner.get(kind.changed)), choices.zone)
            state = (changed or NEVER, number)
            self.newest[self.key(inner)] = max(self.newest.get(self.key(inner), state), state)
        if not self.newest:
            raise Invalid(f"{path.name} holds nothing that is a JSON export of {kind.label}’s {kind.kind}.")
        self.count = len(self.newest) + broken
        self.digest = json_file.digest(path)

    @staticmethod
    def key(found: Object) -> str:
        """What tells an object from the others."""
        return json_file.text_of(found.get("id")) or json_file.text_of(found.get("name") or found.get("number"))

    def read(self) -> Iterator[Incoming | Problem]:
        """Each item once, in its newest state, or why it cannot be brought in."""
        spelling = Spelling.of(self.found)
        for number, found in json_file.objects(self.path, self.kind.likes_wrapped):
            if isinstance(found, Broken):
                yield Problem(number, f"Number {number} in the file: {found.reason}", refused=True, rows=(number,))
                continue
            inner = self.kind.unwrapped(found)
            newest = self.newest[self.key(inner)][1]
            if newest != number:
                sentence = f"{name_of(inner)} stands in the file again as number {newest}. That newer state counts."
                yield Problem(number, sentence)
                continue
            try:
                yield self.kind.reads(Node(number, inner, spelling), self.found)
            except Invalid as refusal:
                yield Problem(number, f"{name_of(inner)}: {refusal.sentence}", refused=True, rows=(number,))


def name_of(found: Mapping[str, Any]) -> str:
    """What an object is called in a report."""
    number = next((text for key in ("name", "number", "id") if (text := json_file.text_of(found.get(key)))), "")
    return f"#{number.removeprefix('#')[:40]}"
