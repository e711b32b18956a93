"""The rows of one order in a merchant's own table: what they say of the order, and which of them are its lines."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from dashboard.core import money
from dashboard.core.refusals import Invalid
from dashboard.importers.cells import Cells, Spelling
from dashboard.importers.csv_rows import refuse_unreadable
from dashboard.importers.grouping import Group
from dashboard.importers.incoming import Problem
from dashboard.importers.mapped_fields import FIELDS
from dashboard.importers.shopify_rows import plain

# May differ from row to row: the first counts, or each is of its own row.
FIRST = {"number", "placed_at", "time", "paid_at", "sent_at", "canceled_at", "fulfilment_status", "shipping_method"}
JOINED = {"note", "tags", "discount_code", "payment_reference"}


def rows_of(group: Group, places: Mapping[str, int], width: int, spelling: Spelling) -> list[Cells]:
    """The order's rows, by field. Raises Invalid for one that does not fit the header's `width`."""
    rows = []
    for number, cells in group.rows:
        refuse_unreadable(number, cells, width)
        rows.append(Cells(number, {name: text for name, at in places.items() if (text := cells[at].strip())}, spelling))
    return rows


def repeated(group: Group) -> list[Problem]:
    """Word of rows that are equal in every cell: whether that is one line or two, the file does not say."""
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in group.rows:
        first = seen.setdefault(tuple(cells), number)
        if first != number:
            sentence = f"#{group.key}: row {number} is the same as row {first}. Both came in, as lines of their own."
            return [Problem(number, sentence)]
    return []


def merged(rows: Sequence[Cells]) -> Cells:
    """What the rows say of the order under each field; blank means not repeated. Raises Invalid where two disagree."""
    said: dict[str, tuple[str, int]] = {}
    for row in rows:
        for name, text in row.cells.items():
            if FIELDS[name].line:
                continue
            before, number = said.setdefault(name, (text, row.row))
            if before == text or name in FIRST or FIELDS[name].amount:
                continue
            if name in JOINED:
                said[name] = (joined(name, before, text), number)
            elif plain(before) != plain(text):
                where = f"rows {number} and {row.row} disagree under {FIELDS[name].label}"
                raise Invalid(f"{where} (“{before[:40]}”, “{text[:40]}”). Correct the file and import it again.")
    return Cells(rows[0].row, {name: text for name, (text, _) in said.items()}, rows[0].spelling)


def joined(name: str, before: str, text: str) -> str:
    """Two different texts of one order."""
    mark = ", " if name == "tags" else "\n"
    return before if text in before.split(mark) else f"{before}{mark}{text}"


def amount(rows: Sequence[Cells], name: str, currency: str) -> int | None:
    """An order's amount in minor units: standing the same on every row, or once, it is the order's; else the sum."""
    found = [value for row in rows if (value := row.decimal(name)) is not None]
    if not found:
        return None
    value = found[0] if len(set(found)) == 1 else sum(found, Decimal(0))
    return money.to_minor(value, currency)


def is_line(row: Cells) -> bool:
    """Whether a row names goods; a row of the order's own cells alone does not."""
    return any(name in row.cells for name in ("item", "sku", "quantity", "unit_price", "line_total"))


def pieces(row: Cells) -> Decimal:
    """How many pieces, of either sign; one where the table has no such column."""
    value = row.signed("quantity")
    if value is None:
        return Decimal(1)
    if value != int(value):
        raise row.wrong(FIELDS["quantity"].label, f"“{row.text('quantity')[:40]}” is no number of pieces.")
    return value


def value_of(row: Cells) -> Decimal:
    """What a line is worth, of either sign."""
    price = row.signed("unit_price")
    if price is not None:
        return pieces(row) * price
    return row.signed("line_total") or Decimal(0)


def takes(row: Cells) -> bool:
    """Whether a line takes something off: pieces or worth below zero."""
    return pieces(row) < 0 or value_of(row) < 0
