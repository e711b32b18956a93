"""Empty databases to measure on: SQLite in a folder, and PostgreSQL where its programs are found."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ORDINARY = ("postgres", "nobody")


@contextmanager
def sqlite() -> Iterator[tuple[str, Path]]:
    """The URL of a new file, and the folder that it is in; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as folder:
        yield f"sqlite:///{folder}/dashboard.sqlite", Path(folder)


@contextmanager
def postgresql(programs: Path) -> Iterator[tuple[str, Path]]:
    """The URL of a new cluster with its usual, durable settings, and a folder for files; both gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="counterfoil-bench-"))
    change: list[str | Path] = []
    if os.geteuid() == 0:  # which PostgreSQL refuses to run as
        user = next(name for name in ORDINARY if name in {entry.pw_name for entry in pwd.getpwall()})
        shutil.chown(folder, user)
        change = ["setpriv", f"--reuid={user}", "--clear-groups", "--"]
    options: list[str | Path] = ["-D", folder / "data", "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C"]
    subprocess.run([*change, programs / "initdb", *options], check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    flags = ["-c", f"port={port}", "-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}"]
    server = subprocess.Popen(
        [*change, programs / "postgres", "-D", folder / "data", *flags], stderr=subprocess.PIPE, text=True
    )
    try:
        wait_until_ready(server)
        with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as instance:
            yield f"postgresql://desk@/postgres?host={folder}&port={port}", Path(instance)
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate()
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(server: "subprocess.Popen[str]") -> None:
    """Read its log until it says so. Raises RuntimeError where it ends instead."""
    for line in server.stderr or ():
        if "ready to accept connections" in line:
            return
    raise RuntimeError("PostgreSQL did not start.")


def free_port() -> int:
    """A port number that nobody uses; with a Unix socket it is only part of a file name."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
