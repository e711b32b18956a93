"""Create a catalog: a set of products offered together, empty at first."""

from typing import Any

from dashboard.actions.change_catalog import CatalogChange, catalog_name
from dashboard.actions.change_store import change_store
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.models.catalog import Catalog


def create_catalog(name: str, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Add a catalog of this name. Returns its id and name.

    Raises Replayed, the refusals of change_store(), and Invalid beside "name".
    """
    with change_store("product", by=by, once=once) as change:
        catalog = Catalog(name=catalog_name(change.session, name))
        change.session.add(catalog)
        change.session.flush()
        CatalogChange(change, catalog).record("catalog_created")
        change.result = {"id": catalog.id, "catalog": catalog.name}
    return change.result
