"""The columns of the order list that each person may choose. Order and customer always show."""

from collections.abc import Iterable
from enum import StrEnum


class Column(StrEnum):
    """A column: its value stands in forms and the database, its label on the page. In the order of the table."""

    PLACED = "placed"
    ORDER_CUSTOMER = "order_customer"
    CONTACT = "contact"
    ROUTE = "route"
    CATALOG = "catalog"
    PAYMENT = "payment"
    FULFILMENT = "fulfilment"
    TAGS = "tags"
    ITEMS = "items"
    TOTAL = "total"

    @property
    def label(self) -> str:
        """The column's head."""
        return "Owner’s contact" if self is Column.CONTACT else self.value.replace("_", " ").capitalize()


C = Column
AS_THEY_COME = frozenset({C.PLACED, C.PAYMENT, C.FULFILMENT, C.TAGS, C.ITEMS, C.TOTAL})


def chosen(words: str | None) -> frozenset[Column]:
    """The columns in what is kept of a choice; those that everybody begins with where nothing was chosen."""
    return AS_THEY_COME if words is None else known(words.split())


def known(words: Iterable[str]) -> frozenset[Column]:
    """The columns among these words; what is none is passed over."""
    wanted = set(words)
    return frozenset(column for column in Column if column in wanted)


def kept(columns: frozenset[Column]) -> str | None:
    """The choice as it is kept: None for what everybody begins with, so that they get what a later version adds."""
    return None if columns == AS_THEY_COME else " ".join(column for column in Column if column in columns)
