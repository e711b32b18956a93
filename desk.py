#!/usr/bin/env python3
"""Counterfoil's one command: sets up what is missing, then opens the desk, tests it or runs its command line.

Standard library only. Everything else lives in .venv, made here from the hash-locked files in requirements/.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
HELP = """\
python3 desk.py run [--port N] [--host H] [--instance DIR] [--empty]   opens the desk at http://127.0.0.1:8000
python3 desk.py test [pytest arguments]                                runs the tests
python3 desk.py bench [--orders N] [--only PART] [--database KIND]     measures; the tables of docs/speed.md
python3 desk.py flask ...                           check, demo, import FILE, db upgrade, ... (--help says all)
"""
CHROMIUM = (
    "chromium-headless-shell",  # the same engine without windows: a third less work
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
POSTGRESQL = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


def main(arguments: list[str]) -> None:
    """Carry out one command; ends the process with 0, or with 1 and a line on standard error."""
    if sys.version_info < (3, 11):
        fail(f"Counterfoil needs Python 3.11 or newer, and this is {sys.version.split()[0]}.")
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in ("-h", "--help", "help"):
        print(HELP, end="")
    elif command in COMMANDS:
        COMMANDS[command](rest)
    else:
        fail(f"There is no command “{command}”: say run, test, bench or flask (--help says more).")


def run(arguments: list[str]) -> None:
    """Open the desk."""
    options = Options(prog="desk.py run", description="Open the desk; an empty database gets the demo store.")
    options.add_argument("--port", type=port, default=8000, metavar="N", help="the port (8000; 0: any free one)")
    options.add_argument("--host", default="127.0.0.1", metavar="H", help="the address to listen on (127.0.0.1)")
    options.add_argument("--instance", metavar="DIR", help="the folder of the database and files (instance/)")
    options.add_argument("--empty", action="store_true", help="no demo store: the desk opens on its first run")
    chosen = options.parse_args(arguments)
    if chosen.instance:
        os.environ["DESK_INSTANCE"] = str(Path(chosen.instance).resolve())
    ensure("run")
    become("dashboard.serve", chosen.host, str(chosen.port), *(["--empty"] if chosen.empty else []))


def flask(arguments: list[str]) -> None:
    """Run the Flask command line in the product's environment."""
    ensure("run")
    become("dashboard.command_line", *arguments)


def test(arguments: list[str]) -> None:
    """Run the tests on SQLite, and on PostgreSQL where it is found."""
    ensure("run")
    ensure("test")
    ensure_browser()
    environ = environment()
    environ.setdefault("TEST_DATABASES", databases())
    # Ctrl-C is for pytest, which then tells how far it came; we only wait for it.
    signal.signal(signal.SIGINT, lambda *_: None)
    code = subprocess.call([PYTHON, "-m", "pytest", *workers(arguments), *arguments], cwd=ROOT, env=environ)
    sys.exit(1 if code else 0)


def workers(arguments: list[str]) -> list[str]:
    """One pytest process per core, at most four; one alone where the arguments say so or name single tests."""
    own = any(word.startswith(("-n", "--pdb", "--version", "tests/faults")) or "::" in word for word in arguments)
    return [] if own else ["-n", str(min(os.cpu_count() or 1, 4))]


def bench(arguments: list[str]) -> None:
    """Measure what docs/speed.md tells; what a browser waits for needs the tests' packages."""
    ensure("run")
    if "browser" in arguments:
        ensure("test")
        ensure_browser()
    become("dashboard.bench", *arguments)


COMMANDS = {"run": run, "test": test, "flask": flask, "bench": bench}


class Options(argparse.ArgumentParser):
    """Options whose mistakes are told in one line, with exit code 1."""

    def error(self, message: str) -> NoReturn:
        fail(f"{message[0].upper()}{message[1:]} (--help says more).")


def port(text: str) -> int:
    """A TCP port number, 0 to 65535."""
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def ensure(name: str) -> None:
    """See that .venv holds what requirements/<name>.txt locks; that is installed again only when the file changed."""
    lock = ROOT / "requirements" / f"{name}.txt"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = VENV / f"installed-{name}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        say("Making .venv, the folder for the desk’s own packages …")
        call([sys.executable, "-m", "venv", "--without-pip", "--clear", VENV], "The folder .venv could not be made.")
    install(lock)
    stamp.write_text(wanted)


def install(lock: Path) -> None:
    """Install a lock file into .venv, every package checked against its hash."""
    uv = installer()
    count = sum("==" in line for line in lock.read_text().splitlines())
    say(f"Installing up to {count} packages (under a minute, a few seconds next time) …")
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    call(
        [uv, "pip", "install", *quiet, "--compile-bytecode", "--python", PYTHON, "--require-hashes", "-r", lock],
        "The packages could not be installed; the lines above tell why.",
    )


def installer() -> str:
    """The path of uv: the system's, or one that pip puts into .venv (pip alone takes sixteen times as long)."""
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), str(PYTHON.parent)])
    if not shutil.which("uv", path=places):
        say("Getting uv, which installs the packages …")
        call([PYTHON, "-m", "ensurepip"], "This Python lacks its pip: install the package python3-venv, or uv.")
        lock = ROOT / "requirements" / "installer.txt"
        call([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock], "uv could not be installed.")
    return shutil.which("uv", path=places) or fail("uv was installed, but is not found in .venv.")


def ensure_browser() -> None:
    """See that there is a Chromium for the browser tests: the system's, Playwright's own, or Debian's package."""
    if chromium() or subprocess.call([PYTHON, "-c", PLAYWRIGHTS_OWN]) == 0:
        return
    say("Getting a browser for the tests (about 150 MB) …")
    if subprocess.call([PYTHON, "-m", "playwright", "install", "chromium"]) == 0:
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        failure = "Chromium could not be installed; the lines above tell why."
        call(["apt-get", "update", "-q"], failure, environ)
        call(["apt-get", "install", "-yq", "--no-install-recommends", "chromium"], failure, environ)
    if not chromium():
        fail("No browser for the tests: install Chromium, then start them again.")


PLAYWRIGHTS_OWN = """
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.chromium.executable_path).exists())
"""


def chromium() -> str | None:
    """The path of a Chromium on this system."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def databases() -> str:
    """The databases to test on, comma-separated. In CI a missing PostgreSQL is a failure."""
    if os.environ.get("TEST_DATABASE_URL") or postgresql():
        return "sqlite,postgresql"
    missing = "PostgreSQL’s server programs (initdb, postgres) are not found"
    if os.environ.get("CI") == "true":
        fail(f"{missing}, and in CI the tests run on both databases.")
    say(f"{missing}: the tests run on SQLite only.")
    return "sqlite"


def postgresql() -> Path | None:
    """The folder of PostgreSQL's server programs: on PATH, else of the newest version installed."""
    on_path = [Path(folder) for folder in os.environ.get("PATH", os.defpath).split(os.pathsep)]
    installed = [folder for pattern in POSTGRESQL for folder in Path("/").glob(pattern[1:])]
    installed.sort(key=lambda folder: [int(part) for part in folder.parts[-2].split("-") if part.isdigit()])
    for folder in [*on_path, *reversed(installed)]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def environment() -> dict[str, str]:
    """The environment of a process in .venv that imports the project from wherever it is started."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def become(module: str, *arguments: str) -> NoReturn:
    """Go on as a module of the project, in this same process where the system can: one process less to wait for."""
    command = [str(PYTHON), "-P", "-m", module, *arguments]
    if os.name == "nt":
        sys.exit(subprocess.call(command, env=environment()))
    os.execve(PYTHON, command, environment())


def call(command: list[str | Path], failure: str, environ: dict[str, str] | None = None) -> None:
    """Run a step of the set-up, silent but for its errors; `failure` is what to say when it fails."""
    if subprocess.call(command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL):
        fail(failure)


def say(sentence: str) -> None:
    """Tell what takes long, while it does."""
    print(sentence, file=sys.stderr, flush=True)


def fail(sentence: str) -> NoReturn:
    """End with one line on standard error and exit code 1."""
    sys.exit(f"desk.py: {sentence}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        fail("Stopped before it was done.")
