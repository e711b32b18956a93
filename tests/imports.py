"""Imports to test with: a file of orders as Shopify writes it, and runs over it, driven a step at a time."""

from pathlib import Path

from sqlalchemy import func, select

from dashboard.actions.import_begin import begin, keep_file
from dashboard.core.imports import ImportState
from dashboard.core.person import COMMAND, Person
from dashboard.extensions import db
from dashboard.import_runner import folder, work_off
from dashboard.models import ImportRun, Order

HEADER = "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Id\n"


def row(number: int, total: str = "10.00", quantity: str = "1", email: str = "") -> str:
    """One order of one line."""
    placed = f"2026-11-{1 + number % 20:02} 09:30:00 +0100"
    return f"#{number},{email},paid,EUR,{total},{placed},{quantity},Cup,10.00,{90_000 + number}\n"


def rows(*numbers: int) -> str:
    """A whole file of such orders."""
    return HEADER + "".join(row(number) for number in numbers)


def begun(
    app, text: str, name: str = "orders.csv", by: Person = COMMAND, source: str = "shopify", **choices: object
) -> int:
    """The id of an import that waits to be looked over. Within an app context."""
    place = folder(app)
    place.mkdir(exist_ok=True)
    file = place / "given"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with file.open("rb") as stream:
        stored = keep_file(stream, place, name)
    return begin(db.session(), source, name, by=by, stored=stored, size=file.stat().st_size, choices=choices)


# Two sales and a credit, in a table of one's own whose columns say what they are.
SALES = (
    "Invoice No,Customer ID,Invoice Date,Description,Quantity,Unit Price,Currency\n"
    "1,17850,2026-03-01 08:26:00,Mug,2,9.50,EUR\nC2,17850,2026-03-02 09:00:00,Mug,-1,9.50,EUR\n"
    "3,17851,2026-03-02 10:00:00,Bowl,1,18.00,EUR\n"
)


def looked_over(app, text: str, **options: object) -> int:
    """The id of an import whose preview is ready."""
    number = begun(app, text, **options)
    while run(number).state is ImportState.LOOKING:  # others may be before it
        assert work_off(app)
    return number


def run(number: int) -> ImportRun:
    """The import as it is in the database."""
    return db.session.get_one(ImportRun, number, populate_existing=True)


def counts(number: int) -> tuple[int, int, int, int]:
    """Made, changed, unchanged, refused."""
    found = run(number)
    return found.made, found.changed, found.unchanged, found.refused


def imported() -> int:
    """How many imported orders there are."""
    return db.session.scalar(select(func.count()).select_from(Order).where(Order.source == "shopify")) or 0


def files(app) -> list[Path]:
    """What is kept of uploads."""
    place = folder(app)
    return sorted(file for file in place.iterdir() if file.name != "given") if place.is_dir() else []


class Inside:
    """The same for tests of pages: each call in an application context of its own, which no request may share."""

    def __init__(self, app) -> None:
        self.app = app

    def looked_over(self, text: str, **options: object) -> int:
        """The id of an import whose preview is ready."""
        with self.app.app_context():
            return looked_over(self.app, text, **options)

    def begun(self, text: str, **options: object) -> int:
        """The id of an import that waits to be looked over."""
        with self.app.app_context():
            return begun(self.app, text, **options)

    def work_off(self) -> bool:
        """Let the import that waits be worked on; whether there was one."""
        with self.app.app_context():
            return work_off(self.app)

    def run(self, number: int) -> ImportRun:
        """The import as it is in the database."""
        with self.app.app_context():
            return run(number)

    def counts(self, number: int) -> tuple[int, int, int, int]:
        """Made, changed, unchanged, refused."""
        with self.app.app_context():
            return counts(number)

    def imported(self) -> int:
        """How many imported orders there are."""
        with self.app.app_context():
            return imported()

    def files(self) -> list[Path]:
        """What is kept of uploads."""
        return files(self.app)
