"""What is to become of an incoming item, found out without writing anything, and how to do it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from dashboard.actions.place import Placing
from dashboard.importers.incoming import Problem
from dashboard.models.customer import Customer
from dashboard.models.order import Order


@dataclass(frozen=True, slots=True)
class Origin:
    """Where items come from and what orders are called here: `source` "shopify", its `label`, the codes' `prefix`."""

    source: str
    label: str
    prefix: str
    region: str  # the store's own country
    run_id: int | None = None  # the import that brings them
    own: str = ""  # what the codes of the desk’s own orders begin with


class Outcome(StrEnum):
    """What came of an item."""

    MADE = "made"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Plan:
    """What will come of an item, and what does it; not to be called where nothing may be written.

    `placing` makes the new order that many can be stored together with; what it gives is for one use. `warnings` tell
    where the file and what is here differ.
    """

    outcome: Outcome
    carry_out: Callable[[], None] = lambda: None
    placing: Callable[[], Placing] | None = None
    warnings: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Known:
    """What is here of the items of a chunk. Grows by what is made.

    Orders by ("id", the source's id) and ("code", code), orders that tracking numbers are for by ("number", as it
    stands in the file), customers by ("id", the source's id) and ("email", key); credits by number.
    """

    orders: dict[tuple[str, str], Order] = field(default_factory=dict)
    ambiguous: set[str] = field(default_factory=set)
    customers: dict[tuple[str, str], Customer] = field(default_factory=dict)
    credits: dict[str, int] = field(default_factory=dict)
    awaited: Counter[int] = field(default_factory=Counter)
