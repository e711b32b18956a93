"""The one command: what it refuses, what it installs, and that it opens a desk and leaves quietly."""

import ast
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import desk

LOCKS = ("run", "test", "installer")


def desk_py(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run desk.py to its end."""
    return subprocess.run([sys.executable, desk.__file__, *arguments], capture_output=True, text=True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["bake"], "no command “bake”"),
        ([], "run, test, bench or flask"),
        (["run", "--port", "65536"], "a port is a number from 0 to 65535"),
        (["run", "--port", "eighty"], "a port is a number"),
        (["run", "--sideways"], "--sideways"),
        (["flask", "bake"], "bake"),
    ],
)
def test_mistake_ends_with_one_line(arguments: list[str], says: str) -> None:
    ended = desk_py(*arguments)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert says in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_help_names_the_commands() -> None:
    ended = desk_py("--help")
    assert ended.returncode == 0
    assert all(f"desk.py {command}" in ended.stdout for command in desk.COMMANDS)


def test_needs_nothing_but_python() -> None:
    tree = ast.parse(Path(desk.__file__).read_text())
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules <= sys.stdlib_module_names


def locked(name: str) -> dict[str, str]:
    """The packages of a lock file and their versions."""
    return dict(re.findall(r"^([\w.-]+(?:\[\w+\])?)==(\S+)", lock_text(name), re.MULTILINE))


def lock_text(name: str) -> str:
    return (desk.ROOT / "requirements" / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_hashes_and_no_host(name: str) -> None:
    text = lock_text(name)
    packages = re.split(r"\n(?=\S)", text.strip())
    assert len(packages) == len(locked(name))
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
    assert "--index" not in text


def test_test_lock_holds_the_run_lock_as_it_is() -> None:
    run = locked("run")
    assert run.items() <= locked("test").items()
    assert not {"pytest", "playwright", "ruff", "mypy"} & run.keys()


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A project with a lock file and an empty environment; what it installs is noted, not installed."""
    installed: list[Path] = []
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").write_text("flask==3\n")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "python").touch()
    monkeypatch.setattr(desk, "ROOT", tmp_path)
    monkeypatch.setattr(desk, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(desk, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(desk, "install", installed.append)
    return installed


def test_installs_once_and_again_when_the_lock_changed(bare: list[Path]) -> None:
    desk.ensure("run")
    desk.ensure("run")
    assert len(bare) == 1
    (desk.ROOT / "requirements" / "run.txt").write_text("flask==4\n")
    desk.ensure("run")
    assert len(bare) == 2


def test_failed_installation_is_tried_again(bare: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(desk, "install", lambda lock: desk.fail("no network"))
        with pytest.raises(SystemExit):
            desk.ensure("run")
    desk.ensure("run")
    assert len(bare) == 1


def test_missing_postgresql_is_said_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(desk, "postgresql", lambda: None)
    assert desk.databases() == "sqlite"
    assert "PostgreSQL" in capsys.readouterr().err
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit, match="both databases"):
        desk.databases()


def test_newest_postgresql_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("9.6", "17", "15"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb").touch()
        (folder / "postgres").touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(desk, "POSTGRESQL", (f"{tmp_path}/*/bin",))
    assert desk.postgresql() == tmp_path / "17" / "bin"


@contextmanager
def opened(instance: Path, *options: str) -> Iterator[tuple[str, list[str]]]:
    """A running desk: its address and what it printed. Ctrl-C at the end must leave quietly, with code 0."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    command = [sys.executable, desk.__file__, "run", "--port", "0", "--instance", str(instance), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ)
    assert process.stdout and process.stderr
    printed: list[str] = []
    try:
        address = None
        while not address:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            printed.append(line)
            address = re.search(r"http://127\.0\.0\.1:\d+", line)
        yield address[0], printed
    finally:
        process.send_signal(signal.SIGINT)
        printed.extend(process.stdout.readlines())
        process.wait()
    assert (process.returncode, process.stderr.read()) == (0, "")


def fetched(address: str) -> tuple[int, str]:
    """Status and body of a page."""
    with urllib.request.urlopen(address) as answer:
        return answer.status, answer.read().decode()


def test_opens_the_demo_store_and_opens_it_again(instance: Path) -> None:
    for start in ("first", "second"):
        with opened(instance) as (address, printed):
            assert fetched(f"{address}/healthz")[0] == 200
            assert "E-mail" in fetched(f"{address}/sign-in")[1]
        said = "".join(printed)
        assert said.count(address) == 1
        assert said.count("mara@harbour.example") == 1
        assert said.count("harbour-demo-2026") == 1
        assert ("demo store" in said) == (start == "first")


def test_empty_it_opens_on_the_first_run(instance: Path) -> None:
    with opened(instance, "--empty") as (address, printed):
        assert fetched(f"{address}/healthz")[0] == 200
        assert "Set up your store" in fetched(f"{address}/orders")[1]
    assert "Sign in with" not in "".join(printed)
    assert "demo store" not in "".join(printed)


def test_taken_port_is_said(instance: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        ended = desk_py("run", "--port", port, "--instance", str(instance))
    assert ended.returncode == 1
    assert ended.stderr == f"desk.py: Port {port} is taken by another program: choose one with --port.\n"
