"""Orders taken out as a file: in which forms, and how many at once."""

from enum import StrEnum

from dashboard.core.refusals import Invalid

MOST = 100_000
TOO_SLOW = "Looking all of these orders up takes too long. Narrow the list, and export it in parts."


class Form(StrEnum):
    """A kind of file."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def label(self) -> str:
        """Its name."""
        return self.value.upper()

    @property
    def kind(self) -> str:
        """Its media type."""
        return KINDS[self]


KINDS = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
}


def form_of(word: str) -> Form:
    """The form of this word. Raises Invalid beside "kind"."""
    if word not in set(Form):
        raise Invalid("Choose the kind of file: XLSX or CSV.", "kind")
    return Form(word)


def require_count(count: int) -> None:
    """Raise Invalid unless there are orders, and not too many."""
    if not count:
        raise Invalid("There is no order to export. Tick some, or choose another list.")
    if count > MOST:
        raise Invalid(f"One file holds {MOST:,} orders at most. Narrow the list, and export it in parts.")


def told(count: int) -> str:
    """So many orders, in words."""
    return "1 order" if count == 1 else f"{count:,} orders"
