"""People and goods that nobody could take for real: what test orders are made of."""

from decimal import Decimal
from typing import NamedTuple

DOMAIN = "test.example"


class MadeUp(NamedTuple):
    """Somebody who does not exist."""

    name: str
    street: str
    postcode: str
    city: str

    @property
    def email(self) -> str:
        """An address that can belong to nobody."""
        return f"{self.name.lower().replace(' ', '.')}@{DOMAIN}"


PEOPLE = (
    MadeUp("Testa Sample", "1 Example Street", "00001", "Sampletown"),
    MadeUp("Max Placeholder", "22 Dummy Lane", "00002", "Mockingham"),
    MadeUp("Ada Example", "3 Trial Square", "00003", "Testborough"),
    MadeUp("Pim Nobody", "404 Nowhere Road", "00004", "Blankfield"),
    MadeUp("Nora Notreal", "5 Rehearsal Row", "00005", "Dry Run"),
)
# For a shop that has no products yet: name and price in the major unit.
THINGS = (("Sample mug", Decimal(10)), ("Sample candle", Decimal(15)), ("Sample towel", Decimal(8)))
SHIPPING = Decimal("4.90")
MOST_LINES, MOST_PIECES = 3, 3
SERIES = "TEST-"
OVER = "Real orders are here, and test orders are off. Settings > Store allows them."
EMPTY = "There is no test order to delete."


def told(count: int) -> str:
    """So many test orders, in words."""
    return "1 test order" if count == 1 else f"{count:,} test orders"
