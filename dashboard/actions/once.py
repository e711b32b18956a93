"""One-time keys: the same submit twice has one effect."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dashboard.core.person import Person
from dashboard.core.refusals import KeyReused, Replayed
from dashboard.database import now
from dashboard.models.once import Once


@dataclass(frozen=True, slots=True)
class Submission:
    """A form's one-time key and the digest of everything that was submitted with it."""

    key: str
    digest: str

    @classmethod
    def of(cls, key: str, where: str, by: Person, fields: Iterable[tuple[str, str]]) -> "Submission":
        """The submission of these fields to this address by this person."""
        content = json.dumps([where, by.kind, by.id, sorted(fields)], ensure_ascii=False)
        return cls(key, hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest())


def claim(session: Session, submission: Submission | None) -> None:
    """Take the key for this transaction. Raises Replayed with the first result, or KeyReused for other content."""
    if submission is None:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"key": submission.key, "digest": submission.digest, "at": now()}
    if session.scalar(insert(Once).values(row).on_conflict_do_nothing().returning(Once.key)):
        return
    look(session, submission)


def look(session: Session, submission: Submission | None) -> None:
    """Raise Replayed or KeyReused, as claim() would, if the key was taken before; nothing is written."""
    query = select(Once.digest, Once.result).where(Once.key == (submission.key if submission else None))
    if submission is None or (row := session.execute(query).first()) is None:
        return
    if row.digest != submission.digest:
        raise KeyReused
    raise Replayed(json.loads(row.result or "{}"))


def keep(session: Session, submission: Submission | None, result: dict[str, Any]) -> None:
    """Keep the result under the claimed key, for whoever submits it again."""
    if submission is not None:
        kept = json.dumps(result, ensure_ascii=False)
        session.execute(update(Once).where(Once.key == submission.key).values(result=kept))
