"""What pages cost: the desk and its floor asked in turns, processor time over processor time."""

import pickle
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from flask.testing import FlaskClient

from dashboard.bench.pages import floor
from dashboard.bench.pages.desk_session import Answer, ask
from dashboard.bench.pages.served import Server, served
from dashboard.bench.store.kept import Kept

ROUNDS, PER_ROUND = 5, 12


class Cost(NamedTuple):
    """What a kind of page costs: milliseconds of processor time here and at the floor, by the clock, and sizes."""

    desk: float
    floor: float
    ratio: float
    p50: float
    p95: float
    queries: int
    size: int
    engine: float


def costs(store: Kept, client: FlaskClient, cookie: str, kinds: Mapping[str, Sequence[str]]) -> dict[str, Cost]:
    """The cost of each kind of page, over all of its addresses."""
    answers = {path: ask(client, path) for paths in kinds.values() for path in paths}
    answers = {path: ask(client, path) for path in answers}  # the first time, statements are compiled
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as folder:
        file = Path(folder) / "pages"
        file.write_bytes(pickle.dumps({path: floor.page(answer) for path, answer in answers.items()}))
        with served("desk", store, cookie) as desk, served("floor", store, cookie, file) as bare:
            return {
                kind: measured(desk, bare, paths, [answers[path] for path in paths]) for kind, paths in kinds.items()
            }


def measured(desk: Server, bare: Server, paths: Sequence[str], answers: Sequence[Answer]) -> Cost:
    """The cost of these addresses, the median of several rounds."""
    turns = [paths[at % len(paths)] for at in range(max(PER_ROUND, len(paths)))]
    for server in (desk, bare):
        spent(server, turns)
    rounds, clock = [], []
    for _ in range(ROUNDS):
        here, waits = spent(desk, turns)
        there, _ = spent(bare, turns)
        rounds.append((here, there))
        clock += waits
    clock.sort()
    return Cost(
        desk=median(here for here, _ in rounds),
        floor=median(there for _, there in rounds),
        ratio=median(here / there for here, there in rounds),
        p50=clock[len(clock) // 2],
        p95=clock[int(len(clock) * 0.95)],
        queries=max(answer.queries for answer in answers),
        size=max(len(answer.body.encode()) for answer in answers),
        engine=median(answer.engine for answer in answers),
    )


def spent(server: Server, paths: Sequence[str]) -> tuple[float, list[float]]:
    """The processor time per page, and how long each took by the clock."""
    before = server.cpu()
    waits = [server.get(path) for path in paths]
    return (server.cpu() - before) / len(paths), waits
