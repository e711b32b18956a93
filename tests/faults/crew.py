"""Several worker processes on one database, as a shop's server runs them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import desk

WORKERS = 4


@contextmanager
def crew(url: str, instance: Path, *, locks: bool = True) -> Iterator[list[int]]:
    """The ports of running workers. What they have to say is in the instance folder, in worker-1.log and so on."""
    mode = "locked" if locks else "unlocked"
    command = [sys.executable, "-m", "tests.faults.worker", url, str(instance), mode]
    with ExitStack() as running:
        workers = []
        for number in range(1, WORKERS + 1):
            log = running.enter_context((instance / f"worker-{number}.log").open("w"))
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": log, "text": True}
            workers.append(running.enter_context(subprocess.Popen(command, cwd=desk.ROOT, **pipes)))
        yield [int(worker.stdout.readline()) for worker in workers]
