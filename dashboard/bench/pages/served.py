"""A process that serves the desk or its floor, as the desk is served, and tells its processor time when asked."""

import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
from waitress import create_server

from dashboard.bench.pages import floor, stack
from dashboard.bench.pages.recorder import backend_cpu
from dashboard.bench.store import kept
from dashboard.bench.store.kept import Kept
from dashboard.settings import ROOT

THREADS = 4
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE application_name = %s"


class Server:
    """A process that serves; `cpu` is what it and its database have spent so far."""

    def __init__(self, process: "subprocess.Popen[str]", name: str, store: Kept, cookie: str) -> None:
        self.process, self.name, self.store = process, name, store
        self.headers: dict[str, str] = {"Cookie": cookie}
        self.http = HTTPConnection("127.0.0.1", int(self.said()))
        self.watch = psycopg.connect(store.url, autocommit=True) if store.kind == "postgresql" else None

    def said(self) -> str:
        """The next line of the process. Raises RuntimeError if it ended."""
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise RuntimeError(f"The server of the {self.name} ended.")
        return line

    def cpu(self) -> float:
        """Milliseconds of processor time, those of PostgreSQL's backends included."""
        if self.process.stdin:
            print("?", file=self.process.stdin, flush=True)
        own = float(self.said())
        if self.watch is None:
            return own
        return own + sum(backend_cpu(pid) for (pid,) in self.watch.execute(BACKENDS, [self.name]))

    def get(self, path: str, more: Mapping[str, str]) -> float:
        """Ask for a page with more headers; how many milliseconds it took. Raises RuntimeError for any but 200."""
        began = time.perf_counter()
        self.http.request("GET", path, headers={**self.headers, **more})
        response = self.http.getresponse()
        response.read()
        took = 1000 * (time.perf_counter() - began)
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status} at the {self.name}.")
        if fresh := response.getheader("Set-Cookie"):
            self.headers["Cookie"] = fresh.partition(";")[0]
        return took


@contextmanager
def served(name: str, store: Kept, cookie: str, pages: Path | None = None) -> Iterator[Server]:
    """The desk of a store served, or these pages by the floor or the stack; ended afterwards."""
    command = [sys.executable, "-m", "dashboard.bench.pages.served", name, store.kind, store.url, str(store.instance)]
    process = subprocess.Popen(
        [*command, *([str(pages)] if pages else [])],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    server = None
    try:
        server = Server(process, name, store, cookie)
        yield server
    finally:
        process.communicate(timeout=30)  # the end of its input ends it
        if server and server.watch:
            server.watch.close()


def main(name: str, kind: str, url: str, instance: str, pages: str = "") -> None:
    """Serve on any free port, which is said first; then say milliseconds for every line that comes."""
    if kind == "postgresql":
        url = f"{url}&application_name={name}"
    app: Any = kept.application(url, Path(instance))
    if name == "floor":
        app = floor.application(url, loaded(Path(pages)))
    if name == "stack":
        app = stack.application(url, Path(instance), loaded(Path(pages)))
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=THREADS, ident=None)
    threading.Thread(target=server.run, daemon=True).start()
    print(server.effective_port, flush=True)
    for _ in sys.stdin:
        print(1000 * time.process_time(), flush=True)


def loaded(file: Path) -> Mapping[str, floor.Page]:
    """The pages that the benchmark recorded a moment ago."""
    found: Mapping[str, floor.Page] = pickle.loads(file.read_bytes())  # noqa: S301 - written by our own process
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
