"""Give a catalog another name."""

from typing import Any

from dashboard.actions.change_catalog import catalog_name, change_catalog
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid


def rename_catalog(
    number: int, name: str, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """Call the catalog of this id so. Returns its name of before and now.

    Raises as change_catalog(), and Invalid beside "name".
    """
    with change_catalog(number, by=by, seen=seen, once=once) as under_way:
        old, line = under_way.catalog.name, catalog_name(under_way.session, name, number)
        if old == line:
            raise Invalid("The catalog is called that already. Nothing was changed.", "name")
        under_way.catalog.name = line
        under_way.record("catalog_renamed", old=old)
        under_way.change.result = {"old": old, "catalog": line}
    return under_way.change.result
