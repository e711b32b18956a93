"""A PostgreSQL of the tests' own: a temporary cluster from the system's server programs, gone when they end."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

import desk

ROOMY = 1_000_000_000  # bytes free in memory before the cluster lives there
SETTINGS = {
    "fsync": "off",  # nobody misses a test's rows after a power cut
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "log_min_messages": "log",
    "unix_socket_permissions": "0777",
}
READY = "database system is ready to accept connections"


def scratch() -> str | None:
    """The folder for short-lived files: in memory where there is room, else the system's."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ROOMY else None


class Cluster:
    """A running server; `url` is that of its maintenance database, as its superuser."""

    def __init__(self) -> None:
        programs = desk.postgresql()
        if programs is None:
            raise RuntimeError("PostgreSQL’s server programs (initdb, postgres) are not found.")
        self.folder = Path(tempfile.mkdtemp(prefix="counterfoil-pg-", dir=scratch()))
        self.data = self.folder / "data"
        self.port = free_port()
        self.url = f"postgresql://desk@/postgres?host={self.folder}&port={self.port}"
        try:
            self.start(programs)
        except BaseException:
            self.stop()
            raise

    def start(self, programs: Path) -> None:
        """Make the cluster, and wait for the server's own word that it is ready."""
        if os.name == "posix" and os.geteuid() == 0:
            shutil.chown(self.folder, ordinary_user())
        options = ["-D", self.data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(as_user([programs / "initdb", *options]), check=True, stdout=subprocess.DEVNULL)
        settings = {**SETTINGS, "port": self.port, "listen_addresses": "", "unix_socket_directories": self.folder}
        flags = [flag for name, value in settings.items() for flag in ("-c", f"{name}={value}")]
        command = as_user([programs / "postgres", "-D", self.data, *flags])
        self.server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        log = self.server.stderr
        said = []
        for line in log:
            said.append(line)
            if READY in line:
                break
        else:
            raise RuntimeError(f"PostgreSQL did not start:\n{''.join(said)}")
        threading.Thread(target=log.read, daemon=True).start()  # else the server stops at a full pipe

    def stop(self) -> None:
        """End the server, and remove its files."""
        if hasattr(self, "server"):
            self.server.send_signal(signal.SIGINT)  # fast shutdown: open connections are ended
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def as_user(command: list[str | Path]) -> list[str | Path]:
    """The command run as an ordinary user (PostgreSQL refuses root) and ended with this process, whatever ends it."""
    if not shutil.which("setpriv"):
        return command
    user = ordinary_user() if os.geteuid() == 0 else None
    change = [f"--reuid={user}", f"--regid={group_of(user)}", "--clear-groups"] if user else []
    return ["setpriv", *change, "--pdeathsig=INT", "--", *command]


def ordinary_user() -> str:
    """A user without rights: PostgreSQL's own where there is one."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def group_of(user: str) -> int:
    """The number of a user's main group."""
    return pwd.getpwnam(user).pw_gid


def free_port() -> int:
    """A port number that nobody uses; with a Unix socket it is only part of a file name."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
