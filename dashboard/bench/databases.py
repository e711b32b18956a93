"""Databases to measure on: empty ones that are gone afterwards, and a cluster that is kept in a folder."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ORDINARY = ("postgres", "nobody")
READY = "ready to accept connections"


@contextmanager
def sqlite() -> Iterator[tuple[str, Path]]:
    """The URL of a new file, and the folder that it is in; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as folder:
        yield f"sqlite:///{folder}/dashboard.sqlite", Path(folder)


@contextmanager
def postgresql(programs: Path) -> Iterator[tuple[str, Path]]:
    """The URL of a new cluster with its usual, durable settings, and a folder for files; both gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="counterfoil-bench-"))
    try:
        with cluster(programs, folder) as url, tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as instance:
            yield url, Path(instance)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def cluster(programs: Path, folder: Path) -> Iterator[str]:
    """The URL of the cluster that is kept in this folder, made where it is missing and running meanwhile."""
    change: list[str | Path] = []
    folder.mkdir(parents=True, exist_ok=True)
    sockets = Path(tempfile.mkdtemp(prefix="counterfoil-pg-"))  # the path of a socket must be short
    if os.geteuid() == 0:  # which PostgreSQL refuses to run as
        user = next(name for name in ORDINARY if name in {entry.pw_name for entry in pwd.getpwall()})
        for owned in (folder, sockets):
            shutil.chown(owned, user)
        change = ["setpriv", f"--reuid={user}", "--clear-groups", "--"]
    options: list[str | Path] = ["-D", folder / "data", "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C"]
    if not (folder / "data").exists():
        subprocess.run([*change, programs / "initdb", *options], check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    flags = ["-c", f"port={port}", "-c", "listen_addresses=", "-c", f"unix_socket_directories={sockets}"]
    server = subprocess.Popen(
        [*change, programs / "postgres", "-D", folder / "data", *flags], stderr=subprocess.PIPE, text=True
    )
    try:
        wait_until_ready(server)
        yield f"postgresql://desk@/postgres?host={sockets}&port={port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
        shutil.rmtree(sockets, ignore_errors=True)


def wait_until_ready(server: "subprocess.Popen[str]") -> None:
    """Read its log until it says so; the rest is read and let go. Raises RuntimeError where it ends instead."""
    said = []
    for line in server.stderr or ():
        said.append(line)
        if READY in line:
            threading.Thread(target=server.stderr.read if server.stderr else str, daemon=True).start()
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{''.join(said)}")


def free_port() -> int:
    """A port number that nobody uses; with a Unix socket it is only part of a file name."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
