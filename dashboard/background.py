"""Work beside the pages while the desk is open: a thread that goes round after round until it is stopped.

Started in `desk.py run`, never in create_app().
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar


class Worker(Protocol):
    """Works in run() until `stopping` is set."""

    stopping: threading.Event

    def run(self) -> None:
        """Work, round after round."""


W = TypeVar("W", bound=Worker)


@contextmanager
def working(worker: W, name: str) -> Iterator[W]:
    """The worker works within this block, in a thread of this name; what is under way has five seconds to end."""
    thread = threading.Thread(target=worker.run, name=name, daemon=True)
    thread.start()
    try:
        yield worker
    finally:
        worker.stopping.set()
        thread.join(timeout=5)
