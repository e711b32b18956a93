"""Conditions of an action: as a clause of the guard table, and as the outcome for one order that is shown."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.core.action import Action
from dashboard.core.facts import OrderFacts, ShipmentFacts


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on one order: `name` says what must hold, `sentence` why it does not, `mend` what would help."""

    key: str
    name: str
    met: bool
    sentence: str
    mend: Action | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition as the tables hold it."""

    key: str
    name: str
    holds: Callable[[OrderFacts, ShipmentFacts | None], bool]
    sentence: str
    mend: Action | None = None

    def on(self, facts: OrderFacts, shipment: ShipmentFacts | None) -> Condition:
        """The outcome for this order and shipment."""
        return Condition(self.key, self.name, self.holds(facts, shipment), self.sentence, self.mend)


def on_order(
    key: str, name: str, holds: Callable[[OrderFacts], bool], sentence: str, mend: Action | None = None
) -> Clause:
    """A clause about the order alone."""
    return Clause(key, name, lambda facts, _: holds(facts), sentence, mend)


def on_shipment(key: str, name: str, holds: Callable[[ShipmentFacts], bool], sentence: str) -> Clause:
    """A clause about the shipment in question; without one it does not hold."""
    return Clause(key, name, lambda _, shipment: shipment is not None and holds(shipment), sentence)
