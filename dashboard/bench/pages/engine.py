"""Time in the engine alone: the fastest of a few answers to each address, over many of them."""

from collections.abc import Iterable
from typing import NamedTuple

from flask.testing import FlaskClient

from dashboard.bench.pages.desk_session import Answer, ask

TIMES = 2
SLOW = 100.0  # milliseconds: nobody waits longer, or is asked to narrow things down


class Spread(NamedTuple):
    """Milliseconds in the engine over many addresses, the worst of them, and the statement that took it longest."""

    addresses: int
    p50: float
    p95: float
    most: float
    worst: str
    statement: str

    def __str__(self) -> str:
        return f"{self.p50:.2f} / {self.p95:.1f} / {self.most:.1f}"


def spread(client: FlaskClient, paths: Iterable[str]) -> Spread:
    """How long the engine takes for these; the most is not the sum, since a page sends several statements."""
    found = sorted((best(client, path) for path in paths), key=lambda answer: answer.engine)
    times = [answer.engine for answer in found]
    slowest = max(found[-1].sent, key=lambda one: one.cpu)
    return Spread(
        len(found), times[len(times) // 2], times[int(len(times) * 0.95)], times[-1], found[-1].path,
        f"{slowest.statement} -- {slowest.values!r}",
    )  # fmt: skip


def best(client: FlaskClient, path: str) -> Answer:
    """The answer that took the engine least: others on the same machine only ever add to it."""
    answers = [ask(client, path)]
    while len(answers) < TIMES and answers[0].engine < 5 * SLOW:
        answers.append(ask(client, path))
    return min(answers, key=lambda answer: answer.engine)
