"""What pages cost: the desk, its floor and its stack asked in turns, processor time over processor time.

And, in the same turns, the desk of a smaller store: a machine that was faster a minute ago would look like growth.
"""

import pickle
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

from flask.testing import FlaskClient

from dashboard.bench.pages import floor
from dashboard.bench.pages.desk_session import Answer, ask
from dashboard.bench.pages.engine import TRIES
from dashboard.bench.pages.served import Server, served
from dashboard.bench.store.kept import Kept

ROUNDS, PER_ROUND = 9, 12
HEADERS = {"reassign dialog": {"HX-Request": "true"}}  # opened over a page, as htmx asks for it


class Visit(NamedTuple):
    """A store that is asked: the cookie of somebody who may, and the addresses of each kind of page."""

    store: Kept
    cookie: str
    kinds: Mapping[str, Sequence[str]]


class Cost(NamedTuple):
    """What a kind of page costs: milliseconds of processor time here, by the floor and the stack; clock and sizes.

    `growth`: how many times what it costs in the smaller store, where there is one.
    """

    desk: float
    floor: float
    ratio: float
    stack: float
    p50: float
    p95: float
    queries: int
    size: int
    engine: float
    growth: float | None = None


Turns = Sequence[tuple[str, Mapping[str, str]]]  # addresses with their headers


def costs(client: FlaskClient, here: Visit, smaller: Visit | None = None) -> dict[str, Cost]:
    """The cost of each kind of page, over all of its addresses."""
    asked = {path: HEADERS.get(kind, {}) for kind, paths in here.kinds.items() for path in paths}
    for path, headers in asked.items():
        read(client, path, headers)  # the first time, statements are compiled
    answers = {path: read(client, path, headers) for path, headers in asked.items()}
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as folder:
        file = Path(folder) / "pages"
        file.write_bytes(pickle.dumps({path: floor.page(answer) for path, answer in answers.items()}))
        with ExitStack() as open_now:
            servers = [
                (open_now.enter_context(served(name, visit.store, visit.cookie, pages)), visit.kinds)
                for name, visit, pages in (("desk", here, None), ("floor", here, file), ("stack", here, file))
            ]
            if smaller:
                beside = open_now.enter_context(served("smaller", smaller.store, smaller.cookie))
                servers.append((beside, smaller.kinds))
            return {
                kind: measured([(one, turns(kind, known[kind])) for one, known in servers], [answers[p] for p in paths])
                for kind, paths in here.kinds.items()
            }


def read(client: FlaskClient, path: str, headers: Mapping[str, str]) -> Answer:
    """The answer to an address, asked for again where a disk that had to be read made something be given up."""
    for _ in range(TRIES):
        answer = ask(client, path, headers)
        if answer.whole:
            break
    return answer


def turns(kind: str, paths: Sequence[str]) -> Turns:
    """The addresses of a kind of page with their headers, one after the other, each at least once."""
    asked = [(path, HEADERS.get(kind, {})) for path in paths]
    return list(islice(cycle(asked), max(PER_ROUND, len(asked))))


def measured(asked: Sequence[tuple[Server, Turns]], answers: Sequence[Answer]) -> Cost:
    """The cost of these addresses, the median of several rounds, by desk, floor, stack, and a smaller store's desk."""
    for server, addresses in asked:
        spent(server, addresses)
    rounds, clock = [], []
    for _ in range(ROUNDS):
        took = [spent(*one) for one in asked]
        rounds.append([cpu for cpu, _ in took])
        clock += took[0][1]
    clock.sort()
    desk, bare, stack = (median(column) for column in list(zip(*rounds, strict=True))[:3])
    return Cost(
        desk=desk,
        floor=bare,
        ratio=median(here / there for here, there, *_ in rounds),
        stack=stack,
        p50=clock[len(clock) // 2],
        p95=clock[int(len(clock) * 0.95)],
        queries=max(answer.queries for answer in answers),
        size=max(len(answer.body.encode()) for answer in answers),
        engine=median(answer.engine for answer in answers),
        growth=median(here / small for here, _, _, small in rounds) if len(asked) > 3 else None,
    )


def spent(server: Server, turns: Turns) -> tuple[float, list[float]]:
    """The processor time per page, and how long each took by the clock."""
    before = server.cpu()
    waits = [server.get(path, headers) for path, headers in turns]
    return (server.cpu() - before) / len(turns), waits
