"""What came of an import: of a chunk of it, and of the whole."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.actions.import_plan import Outcome
from dashboard.importers.csv_rows import writable
from dashboard.importers.incoming import IncomingOrder, Problem
from dashboard.models.import_rows import ImportProblem
from dashboard.models.import_run import ImportRun

MOST_PROBLEMS = 1_000  # handed over in words; all are kept


@dataclass(slots=True)
class Tally:
    """What came of items. `moved` were made or changed, `touched` are the orders among them: [(row, code, outcome)]."""

    outcomes: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    lines: int = 0
    sums: dict[str, list[int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    touched: list[tuple[int, str, Outcome]] = field(default_factory=list)
    moved: list[Any] = field(default_factory=list)
    first: list[Any] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        """Count a problem."""
        self.problems.append(problem)
        self.refused += problem.refused

    def count(self, item: Any, outcome: Outcome) -> None:
        """Count an item, and tell what was odd about it when it is made."""
        self.outcomes[outcome] += 1
        self.lines += len(getattr(item, "lines", ()))
        if isinstance(item, IncomingOrder):
            sums = self.sums.setdefault(item.currency, [0, 0])
            sums[0] += item.total or 0
            sums[1] += item.refunded
        for warning in getattr(item, "warnings", ()) if outcome is Outcome.MADE else ():
            self.add(warning)

    def add_to(self, session: Session, run: ImportRun) -> None:
        """Write it down: the counts on the run, the problems as rows."""
        run.made += self.outcomes[Outcome.MADE]
        run.changed += self.outcomes[Outcome.CHANGED]
        run.unchanged += self.outcomes[Outcome.UNCHANGED]
        run.refused += self.refused
        run.warned += len(self.problems) - self.refused
        run.lines += self.lines
        run.sums = merged(run.sums, self.sums)
        session.add_all(row_of(run.id, problem) for problem in self.problems)


def merged(sums: dict[str, list[int]], more: dict[str, list[int]]) -> dict[str, list[int]]:
    """Both together, per currency; a new value, so that it is seen to have changed."""
    none = [0, 0]
    return {
        currency: [a + b for a, b in zip(sums.get(currency, none), more.get(currency, none), strict=True)]
        for currency in sorted({*sums, *more})
    }


def row_of(run_id: int, problem: Problem) -> ImportProblem:
    """A problem as its row."""
    rows = ",".join(map(str, problem.rows)) if problem.refused else ""
    return ImportProblem(
        run_id=run_id,
        row=problem.row,
        refused=problem.refused,
        sentence=writable(problem.sentence),
        rows=rows,
    )


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a file. Sums are in minor units per currency, over all orders read, brought in now or before."""

    run_id: int
    kind: str  # "orders", "customers" or "shipments"
    orders: int
    unknown_columns: tuple[str, ...]
    made: int
    changed: int
    unchanged: int
    refused: int
    lines: int
    totals: Counter[str]
    refunds: Counter[str]
    problems: list[Problem]
    problem_count: int


def report_of(session: Session, run: ImportRun) -> Report:
    """The report on a run, with its first problems."""
    mine = select(ImportProblem).where(ImportProblem.run_id == run.id)
    rows = session.scalars(mine.order_by(ImportProblem.id).limit(MOST_PROBLEMS))
    return Report(
        run_id=run.id,
        kind=run.kind,
        orders=run.count,
        unknown_columns=tuple((run.looked or {}).get("unknown_columns", ())),
        **{name: getattr(run, name) for name in ("made", "changed", "unchanged", "refused", "lines")},
        totals=Counter({currency: total for currency, (total, _) in run.sums.items()}),
        refunds=Counter({currency: refunded for currency, (_, refunded) in run.sums.items()}),
        problems=[Problem(row.row, row.sentence, row.refused, rows_of(row)) for row in rows],
        problem_count=session.scalar(select(func.count()).select_from(mine.subquery())) or 0,
    )


def rows_of(problem: ImportProblem) -> tuple[int, ...]:
    """All the rows that a problem is about."""
    return tuple(map(int, problem.rows.split(","))) if problem.rows else ()
