"""Who acts: staff with a role, a buyer, or a command."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a staff member is at the desk."""

    OWNER = "owner"
    MANAGER = "manager"
    FULFILMENT = "fulfilment"
    SUPPORT = "support"
    VIEWER = "viewer"

    @property
    def label(self) -> str:
        """The word on the page."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts. `kind` is "staff", "buyer" or "command"; a role has only staff."""

    kind: str
    id: int | None
    name: str
    role: Role | None = None


# Commands at the machine itself (import, demo) may do everything.
COMMAND = Person("command", None, "Counterfoil")
