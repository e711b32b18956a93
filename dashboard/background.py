"""Work beside the pages while the desk is open: a thread that goes round after round until it is stopped.

Started in `desk.py run`, never in create_app().
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from flask import Flask
from sqlalchemy.exc import DBAPIError

from dashboard.pages.errors import is_outage


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


class Rounds:
    """A worker by rounds: each is a thread of its own, what breaks one ends up in the log, and the next goes on.

    `what` it works on waits while the database does not answer; it looks again after `idle` seconds.
    """

    what: str
    idle: float

    def __init__(self, app: Flask) -> None:
        self.app, self.stopping = app, threading.Event()

    def work(self) -> Iterator[bool]:
        """One round, within an app context: for each thing looked for, whether there was some and it is done."""
        raise NotImplementedError

    def run(self) -> None:
        """Round after round; a pause where there was nothing."""
        while not self.stopping.is_set():
            worked: list[bool] = []
            one = threading.Thread(target=self.round, args=(worked,), daemon=True)
            one.start()
            one.join()
            if not any(worked):
                self.stopping.wait(self.idle)

    def round(self, worked: list[bool]) -> None:
        """One round; notes what there was, up to where it broke."""
        with self.app.app_context():
            try:
                for done in self.work():
                    worked.append(done)
            except DBAPIError as error:
                if not is_outage(error):
                    raise
                self.app.logger.warning("%s wait, the database does not answer: %s", self.what, error.orig)
