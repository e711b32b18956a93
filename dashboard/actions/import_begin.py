"""Begin an import: keep the file under a random name, and write down that it came."""

import re
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.import_lease import take
from dashboard.core import guards
from dashboard.core.imports import ImportState
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.database import now, writing
from dashboard.importers import SOURCES
from dashboard.models.import_run import ImportRun
from dashboard.models.store import Store

PREFIX = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,11})?")
SUFFIX = re.compile(r"(\.[a-z0-9]{1,5}){1,2}\Z")
LARGEST = 200_000_000  # bytes of a file


def keep_file(stream: IO[bytes], folder: Path, filename: str) -> str:
    """Copy a file into the folder of imports, whole or not at all; returns its random name there. Raises OSError."""
    folder.mkdir(mode=0o700, exist_ok=True)
    suffix = SUFFIX.search(filename.lower())
    stored = secrets.token_hex(16) + (suffix.group() if suffix else "")
    try:
        with (folder / stored).open("xb") as copy:
            shutil.copyfileobj(stream, copy, 1 << 20)
    except OSError:
        (folder / stored).unlink(missing_ok=True)
        raise
    return stored


def begin(
    session: Session,
    source: str,
    filename: str,
    *,
    by: Person,
    stored: str | None = None,
    size: int = 0,
    choices: Mapping[str, Any] | None = None,
    lease: str | None = None,
    once: keys.Submission | None = None,
) -> int:
    """Write down a file to be looked over, or with a `lease` one that its holder brings in at once; returns its id.

    Raises NotPermitted, Replayed and KeyReused.
    """
    guards.require_permission(by, "import")
    chosen = {"prefix": default_prefix(session, source), **(choices or {})}
    with writing() as session:
        keys.claim(session, once)
        run = ImportRun(
            state=ImportState.RUNNING if lease else ImportState.LOOKING,
            kind=SOURCES[source].kind,
            source=source,
            filename=filename[:300],
            stored=stored,
            size=size,
            choices=chosen,
            started_at=now() if lease else None,
        )
        run.hand_to(by)
        run.begin_again()
        if lease:
            take(run, lease)
        session.add(run)
        session.flush()
        keys.keep(session, once, {"run": run.id})
        return run.id


def default_prefix(session: Session, source: str) -> str:
    """What codes from this system began with last time, in whichever kind of file, else one of its own: "SH-"."""
    same = [name for name, other in SOURCES.items() if other.source == SOURCES[source].source]
    query = select(ImportRun.choices).where(ImportRun.source.in_(same), ImportRun.started_at.is_not(None))
    last = session.scalar(query.order_by(ImportRun.id.desc()).limit(1)) or {}
    return str(last.get("prefix") or getattr(SOURCES[source], "prefix", f"{SOURCES[source].label[:2].upper()}-"))


def refuse_prefix(prefix: str, store: Store) -> None:
    """Raise Invalid for a prefix that can begin no imported code."""
    if not PREFIX.fullmatch(prefix):
        sentence = f"“{prefix[:40]}” can be no prefix: use up to 12 letters, figures, dots and dashes, such as SH-."
        raise Invalid(sentence, "prefix")
    if prefix.upper() in {store.code_prefix.upper(), "TEST-"}:
        raise Invalid(f"{prefix} begins the codes of the desk’s own orders. Choose another prefix.", "prefix")
