"""Time in the engine alone: the fastest of a few answers to each address, over many of them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from flask.testing import FlaskClient

from dashboard.bench.pages.desk_session import Answer, ask

# What took the engine more milliseconds, and no bound is lower, is asked for again, so many times in all; and what was
# given up, as PostgreSQL does by the clock, the time of a cold disk included.
SURE, TIMES = 1.0, 2
TRIES = 4
NONE: Mapping[str, str] = MappingProxyType({})
SLOW = 100.0  # milliseconds: nobody waits longer, or is asked to narrow things down
NARROW = "Narrow the filters"  # as the page says it


class Spread(NamedTuple):
    """Milliseconds in the engine over many addresses, the worst of them, and the statement that took it longest.

    `given_up`: how many of the lists were, and said so; `over`: how many took longer than they may, and were not.
    """

    addresses: int
    p50: float
    p95: float
    most: float
    worst: str
    statement: str
    given_up: int = 0
    over: int = 0

    def __str__(self) -> str:
        return f"{self.p50:.2f} / {self.p95:.1f} / {self.most:.1f}"


def asked(client: FlaskClient, paths: Iterable[str], headers: Mapping[str, str] = NONE) -> list[Answer]:
    """The answers to these addresses."""
    return [best(client, path, headers) for path in paths]


def best(client: FlaskClient, path: str, headers: Mapping[str, str]) -> Answer:
    """The answer that took the engine least: others on the same machine only ever add to it.

    One for which something was given up is none, if a later one is whole.
    """
    answers = [ask(client, path, headers)]
    while len(answers) < (TIMES if answers[-1].whole else TRIES) and SURE < answers[-1].engine < 5 * SLOW:
        answers.append(ask(client, path, headers))
    return min(answers, key=lambda answer: (not answer.whole, answer.engine))


def spread(answers: Iterable[Answer]) -> Spread:
    """How long the engine took for these; what it took for a page is all of its statements."""
    found = sorted(answers, key=lambda answer: answer.engine)
    times = [answer.engine for answer in found]
    slowest = max(found[-1].sent, key=lambda one: one.cpu, default=None)
    return Spread(
        len(found), times[len(times) // 2], times[int(len(times) * 0.95)], times[-1], found[-1].path,
        f"{slowest.statement} -- {slowest.values!r}" if slowest else "",
        sum(NARROW in answer.body for answer in found),
        sum(answer.engine > SLOW and NARROW not in answer.body for answer in found),
    )  # fmt: skip
