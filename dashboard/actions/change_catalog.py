"""What the verbs on a catalog share: the store's door, in whose log its lines stand, and what may be in one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions.change_store import Minds, StoreChange, change_store
from dashboard.actions.once import Submission
from dashboard.core import names, search
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Vanished
from dashboard.models.catalog import Catalog, CatalogItem

LONGEST_NAME = 200


class CatalogChange:
    """A change of a catalog under way; nobody else changes one until commit."""

    def __init__(self, change: StoreChange, catalog: Catalog) -> None:
        self.change, self.session, self.catalog = change, change.session, catalog

    def record(self, verb: str, **text: Any) -> None:
        """Write the line in the store's log, with the catalog as it is called now."""
        self.session.flush()
        self.change.record(verb, catalog=self.catalog.name, catalog_id=self.catalog.id, **text)

    def item(self, product: int) -> CatalogItem | None:
        """The product of this id as it is in the catalog, None where it is not."""
        return self.session.get(CatalogItem, (self.catalog.id, product), populate_existing=True)


@contextmanager
def change_catalog(
    number: int, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> Iterator[CatalogChange]:
    """Change the catalog of this id. `seen` is the store's version that the person saw; lines about this catalog count.

    Raises Replayed and the refusals of change_store().
    """
    with change_store("product", by=by, seen=seen, minds=about(number), once=once) as change:
        yield CatalogChange(change, catalog_of(change.session, number))


def about(number: int) -> Minds:
    """Minds what was done to the catalog of this id."""
    return lambda verb, text: text.get("catalog_id") == number


def catalog_of(session: Session, number: int) -> Catalog:
    """The catalog of this id, as it is now. Raises Vanished."""
    found = session.get(Catalog, number, populate_existing=True)
    if found is None:
        raise Vanished("There is no such catalog any more.")
    return found


def catalog_name(session: Session, text: str, but: int | None = None) -> str:
    """The name as it is kept. Raises Invalid beside "name" for none, too long a one, or one that another has."""
    line = names.required(text, "name", "Give the catalog a name.", LONGEST_NAME)
    key = search.fold(line)
    if not key:
        raise Invalid("A catalog’s name needs a letter or a figure.", "name")
    for number, name in session.execute(select(Catalog.id, Catalog.name)):
        if number != but and search.fold(name) == key:
            raise Invalid(f"There is a catalog “{name}” already.", "name")
    return line
