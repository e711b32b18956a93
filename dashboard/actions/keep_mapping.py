"""Keep a mapping of columns by name, for the next file with these columns."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from dashboard.core import guards, search
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.database import now, writing
from dashboard.importers.mapped_fields import FIELDS, missing
from dashboard.models.import_mapping import ImportMapping, columns_key

LONGEST_NAME = 100


def keep_mapping(name: str, columns: Iterable[str], fields: Mapping[str, str], *, by: Person) -> int:
    """Keep the field of each column under this name, in place of what was kept under it; returns the mapping's id.

    Raises NotPermitted, and Invalid for a name or mapping that cannot be used.
    """
    guards.require_permission(by, "import")
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(f"Enter a name of up to {LONGEST_NAME} characters.", "save_as")
    chosen = {column: field for column, field in fields.items() if field in FIELDS}
    if lacking := missing(chosen):
        raise Invalid(f"Choose the columns for {', '.join(lacking)}.", "mapping")
    with writing() as session:
        key = search.fold(name)[:200]
        mapping = session.scalar(select(ImportMapping).where(ImportMapping.name_key == key))
        if mapping is None:
            mapping = ImportMapping(name_key=key)
            session.add(mapping)
        mapping.name, mapping.columns_key, mapping.fields = name, columns_key(columns), chosen
        mapping.kept_at = now()
        session.flush()
        return mapping.id
