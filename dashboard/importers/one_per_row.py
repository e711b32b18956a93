"""A table with one item in each row: customers, tracking numbers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from dashboard.core.refusals import Invalid
from dashboard.importers.cells import Cells, Spelling
from dashboard.importers.csv_file import SUPPOSED
from dashboard.importers.csv_rows import refuse_unreadable
from dashboard.importers.incoming import Choices, Incoming, Problem
from dashboard.importers.moments import DateOrders
from dashboard.importers.table import Likes, open_table

Columns = Callable[[tuple[str, ...]], dict[str, int]]


class OnePerRow:
    """A table that was looked over. What a row becomes is for `item`, which raises Invalid; "" is no key."""

    def __init__(self, path: Path, choices: Choices, likes: Likes, columns: Columns, dates: tuple[str, ...]) -> None:
        opened = open_table(path, choices, likes)
        if not likes(opened.header):
            raise Invalid(f"{path.name} does not have the columns that are needed.")
        self.file, self.digest = opened.settle()
        self.columns = self.file.header
        self.places = columns(self.columns)
        orders = DateOrders()
        self.count = 0
        for _, cells in self.file.rows():
            self.count += 1
            for name in dates:
                at = self.places.get(name, len(cells))
                orders.look_at(cells[at].strip().removeprefix("'") if at < len(cells) else "")
        found, dates_open = orders.settled(choices.region)
        self.found = replace(
            choices, encoding=self.file.encoding, separator=self.file.separator, dates=choices.dates or found
        )
        unsure = {
            "encoding": choices.encoding is None and self.file.encoding == SUPPOSED,
            "dates": choices.dates is None and dates_open,
        }
        self.open_choices = tuple(name for name, open_ in unsure.items() if open_)

    def read(self) -> Iterator[Incoming | Problem]:
        """Each item once, or why it cannot be brought in."""
        seen: dict[str, int] = {}
        spelling = Spelling.of(self.found)
        for number, cells in self.file.rows():
            try:
                refuse_unreadable(number, cells, len(self.columns))
                texts = {name: text for name, at in self.places.items() if (text := cells[at].strip())}
                item, keys = self.item(Cells(number, texts, spelling), cells)
                refuse_twice(number, keys, seen)
                yield item
            except Invalid as refusal:
                yield Problem(number, refusal.sentence, refused=True, rows=(number,))

    def item(self, row: Cells, cells: list[str]) -> tuple[Incoming, Mapping[str, str]]:
        """The item of a row, and the keys that no other row may have, each with how to call it. Raises Invalid."""
        raise NotImplementedError


def refuse_twice(number: int, keys: Mapping[str, str], seen: dict[str, int]) -> None:
    """Raise Invalid if a row before had one of these keys."""
    for key, called in keys.items():
        if key in seen:
            raise Invalid(f"{called} stands in row {seen[key]} already.")
    seen.update((key, number) for key in keys)
