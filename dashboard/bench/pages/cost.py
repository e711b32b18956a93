"""What pages cost: the desk, its floor and its stack asked in turns, processor time over processor time."""

import pickle
import tempfile
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

from flask.testing import FlaskClient

from dashboard.bench.pages import floor
from dashboard.bench.pages.desk_session import Answer, ask
from dashboard.bench.pages.served import Server, served
from dashboard.bench.store.kept import Kept

ROUNDS, PER_ROUND = 5, 12
HEADERS = {"reassign dialog": {"HX-Request": "true"}}  # opened over a page, as htmx asks for it


class Cost(NamedTuple):
    """What a kind of page costs: milliseconds of processor time here, by the floor and the stack; clock and sizes."""

    desk: float
    floor: float
    ratio: float
    stack: float
    p50: float
    p95: float
    queries: int
    size: int
    engine: float


def costs(store: Kept, client: FlaskClient, cookie: str, kinds: Mapping[str, Sequence[str]]) -> dict[str, Cost]:
    """The cost of each kind of page, over all of its addresses."""
    asked = {path: HEADERS.get(kind, {}) for kind, paths in kinds.items() for path in paths}
    for path, headers in asked.items():
        ask(client, path, headers)  # the first time, statements are compiled
    answers = {path: ask(client, path, headers) for path, headers in asked.items()}
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as folder:
        file = Path(folder) / "pages"
        file.write_bytes(pickle.dumps({path: floor.page(answer) for path, answer in answers.items()}))
        with (
            served("desk", store, cookie) as desk,
            served("floor", store, cookie, file) as bare,
            served("stack", store, cookie, file) as stack,
        ):
            return {
                kind: measured((desk, bare, stack), {one: asked[one] for one in paths}, [answers[one] for one in paths])
                for kind, paths in kinds.items()
            }


def measured(servers: Sequence[Server], asked: Mapping[str, Mapping[str, str]], answers: Sequence[Answer]) -> Cost:
    """The cost of these addresses with their headers, the median of several rounds; the desk is the first server."""
    turns = list(islice(cycle(asked.items()), max(PER_ROUND, len(asked))))
    for server in servers:
        spent(server, turns)
    rounds, clock = [], []
    for _ in range(ROUNDS):
        took = [spent(server, turns) for server in servers]
        rounds.append([cpu for cpu, _ in took])
        clock += took[0][1]
    clock.sort()
    desk, bare, stack = (median(column) for column in zip(*rounds, strict=True))
    return Cost(
        desk=desk,
        floor=bare,
        ratio=median(here / there for here, there, _ in rounds),
        stack=stack,
        p50=clock[len(clock) // 2],
        p95=clock[int(len(clock) * 0.95)],
        queries=max(answer.queries for answer in answers),
        size=max(len(answer.body.encode()) for answer in answers),
        engine=median(answer.engine for answer in answers),
    )


def spent(server: Server, turns: Sequence[tuple[str, Mapping[str, str]]]) -> tuple[float, list[float]]:
    """The processor time per page, and how long each took by the clock."""
    before = server.cpu()
    waits = [server.get(path, headers) for path, headers in turns]
    return (server.cpu() - before) / len(turns), waits
