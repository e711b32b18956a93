"""The numbers of new orders, shipments and invoices, a block at a time."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.models.store import Counter

SERIES = ("orders", "tests", "shipments", "invoices")


class Numbers:
    """The counters of the store, ours until the transaction ends; `keep()` writes them back."""

    def __init__(self, session: Session) -> None:
        self.session = session
        query = select(Counter).where(Counter.name.in_(SERIES)).order_by(Counter.name).with_for_update()
        rows = session.scalars(query.execution_options(populate_existing=True))
        self.next = {counter.name: counter.next for counter in rows}

    def take(self, series: str) -> int:
        """The next number of a series."""
        number = self.next.get(series, 1)
        self.next[series] = number + 1
        return number

    def keep(self) -> None:
        """Write how far each series has come."""
        for name, number in self.next.items():
            self.session.merge(Counter(name=name, next=number))
        self.session.flush()
