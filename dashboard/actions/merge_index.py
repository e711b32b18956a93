"""The search index made faster to read: its pieces merged in short steps, while nobody waits for that. SQLite only.

A kill loses at most the step that was not committed; what a search finds is the same before, meanwhile and after.
"""

from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models.index_pieces import due, levels, merge
from dashboard.models.search_index import FTS


def merge_index() -> bool:
    """One step for each index that has pieces to merge. Whether there was none."""
    if db.engine.dialect.name != "sqlite":
        return True
    waiting = [fts for fts in FTS.values() if due(levels(db.session.connection(), fts))]
    for fts in waiting:  # mostly none; and the write lock is not asked for in vain
        with writing() as session:
            if pages := due(levels(session.connection(), fts)):
                merge(session.connection(), fts, pages)
    return not waiting
