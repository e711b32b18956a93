"""Notes: what may be written, and who may change what somebody wrote."""

from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, NotPermitted
from dashboard.core.roles import may

LONGEST = 5_000


def note_text(text: str) -> str:
    """The note as it is kept, its line breaks included. Raises Invalid beside "note"."""
    kept = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not kept:
        raise Invalid("Write the note first.", "note")
    if len(kept) > LONGEST:
        raise Invalid(f"Use {LONGEST:,} characters at most.", "note")
    return kept


def is_own(person: Person, staff_id: int | None) -> bool:
    """Whether this person wrote it."""
    return person.kind == "command" or (person.id is not None and person.id == staff_id)


def may_delete(person: Person, staff_id: int | None) -> bool:
    """Whether this person may delete it: their own, or with the right to, anybody's."""
    return is_own(person, staff_id) or may(person, "note_delete")


def require_own(person: Person, staff_id: int | None, author: str) -> None:
    """Raise NotPermitted unless this person wrote the note."""
    if not is_own(person, staff_id):
        raise NotPermitted(f"Only {author}, who wrote this note, may edit it. Add one of your own.")


def require_delete(person: Person, staff_id: int | None, author: str) -> None:
    """Raise NotPermitted unless this person may delete the note."""
    require_change(person, staff_id, author, "delete")


def require_change(person: Person, staff_id: int | None, author: str, deed: str) -> None:
    """Raise NotPermitted unless the note is their own, or they may delete anybody's."""
    if not may_delete(person, staff_id):
        raise NotPermitted(f"Only {author}, who wrote this note, the owner or manager may {deed} it.")
