"""What came of an import."""

from collections import Counter
from dataclasses import dataclass, field

from dashboard.actions.import_plan import Outcome
from dashboard.importers.incoming import Incoming, IncomingOrder, Problem

MOST_PROBLEMS = 1_000  # kept in words; all are counted


@dataclass(slots=True)
class Report:
    """What came of a file. Sums are in minor units per currency, over all orders read, brought in now or before."""

    orders: int
    unknown_columns: tuple[str, ...]
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    lines: int = 0
    totals: Counter[str] = field(default_factory=Counter)
    refunds: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0

    def add(self, problem: Problem) -> None:
        """Count a problem, and keep its words if there are not too many yet."""
        self.problem_count += 1
        self.refused += problem.refused
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def count(self, incoming: Incoming, outcome: Outcome) -> None:
        """Count an item, and tell what was odd about it when it is made."""
        setattr(self, outcome, getattr(self, outcome) + 1)
        if isinstance(incoming, IncomingOrder):
            self.lines += len(incoming.lines)
            self.totals[incoming.currency] += incoming.total or 0
            self.refunds[incoming.currency] += incoming.refunded
        for warning in incoming.warnings if outcome is Outcome.MADE else ():
            self.add(warning)
