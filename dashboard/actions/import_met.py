"""What a rehearsal met in a file before: an order that stands in it twice is made only once.

It is kept in a temporary file of SQLite's own, which is gone with the connection, so that memory does not grow.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dashboard.core import search
from dashboard.importers import Item
from dashboard.importers.incoming import IncomingCustomer, Problem
from dashboard.importers.wire import understood, written

TABLES = (
    "CREATE TABLE items (id INTEGER PRIMARY KEY, item BLOB NOT NULL)",
    "CREATE TABLE keys (key TEXT, id INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID",
)


class Met:
    """Items that will be made or changed, by what others are known to be the same by."""

    def __init__(self) -> None:
        self.file = sqlite3.connect("", isolation_level=None)
        for statement in ("PRAGMA journal_mode=OFF", "PRAGMA cache_size=-2000", *TABLES):
            self.file.execute(statement)

    def close(self) -> None:
        """Forget them."""
        self.file.close()

    def keep(self, items: Iterable[Any]) -> None:
        """Know these from now on."""
        self.file.execute("BEGIN")
        for item in items:
            text = zlib.compress(written(item).encode(), 1)
            number = self.file.execute("INSERT INTO items (item) VALUES (?)", (text,)).lastrowid
            self.file.executemany("INSERT INTO keys VALUES (?, ?)", [(key, number) for key in keys_of(item)])
        self.file.execute("COMMIT")

    def before(self, items: Iterable[Item]) -> list[Item]:
        """Those met before that one of these items may be once more, in the order of the file."""
        numbers = {
            number
            for item in items
            for key in keys_of(item)
            for (number,) in self.file.execute("SELECT id FROM keys WHERE key = ?", (key,))
        }
        return [self.item(number) for number in sorted(numbers)]

    def item(self, number: int) -> Any:
        """One of them."""
        (text,) = self.file.execute("SELECT item FROM items WHERE id = ?", (number,)).fetchone()
        return understood(zlib.decompress(text).decode())


def keys_of(item: Any) -> set[str]:
    """What tells that two items of a file are the same; nothing of a problem."""
    return set() if isinstance(item, Problem) else set(found(item))


def found(item: Any) -> Iterator[str]:
    """The same, one after the other."""
    if not isinstance(item, IncomingCustomer):
        yield f"number {item.number}"
    if source_id := getattr(item, "source_id", None):
        yield f"id {source_id}"
    if isinstance(item, IncomingCustomer) and not item.source_id:
        yield f"name {search.fold(item.name)}"
    if isinstance(item, IncomingCustomer) and item.email:
        yield f"email {item.email.strip().casefold()}"


def twice(items: Sequence[Item]) -> bool:
    """Whether two of these may be the same."""
    keys = [key for item in items for key in keys_of(item)]
    return len(set(keys)) < len(keys)
